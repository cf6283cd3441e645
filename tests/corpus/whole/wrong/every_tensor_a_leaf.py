# expects: fail leaf-branch-mixup nothing-arrives
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Arr = np.ndarray
grad_tracking_enabled = True
MAIN = __name__ == "__main__"


# %%
log_back = lambda grad_out, out, x: grad_out / x


def unbroadcast(broadcasted, original):
    k = broadcasted.ndim - original.ndim
    ax = *range(k), *(k + np.flatnonzero(np.array(original.shape) == 1))
    return broadcasted.sum(tuple(map(int, ax)), keepdims=True).reshape(original.shape)


multiply_back0 = lambda grad_out, out, x, y: unbroadcast(grad_out * y, x)
multiply_back1 = lambda grad_out, out, x, y: unbroadcast(grad_out * x, y)


def forward_and_back(a, b, c):
    l = np.log(c)
    one = np.ones_like(a * b * l)
    return unbroadcast(one / a, a), unbroadcast(one / b, b), unbroadcast(one / (l * c), c)


# %%
@dataclass(frozen=True)
class Recipe:
    func: Callable
    args: tuple
    kwargs: dict[str, Any]
    parents: dict[int, "Tensor"]


class BackwardFuncLookup:
    def __init__(self): self.d = {}
    def add_back_func(self, forward_fn, arg_position, back_fn): self.d[forward_fn, arg_position] = back_fn
    def get_back_func(self, forward_fn, arg_position): return self.d[forward_fn, arg_position]


BACK_FUNCS = BackwardFuncLookup()
BACK_FUNCS.add_back_func(np.log, 0, log_back)
BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)
BACK_FUNCS.add_back_func(np.multiply, 1, multiply_back1)


class Tensor:
    array: Arr
    requires_grad: bool
    grad: "Tensor | None"
    recipe: Recipe | None

    def __init__(self, array, requires_grad=False):
        self.array = array if isinstance(array, Arr) else np.array(array)
        if self.array.dtype == np.float64:
            self.array = self.array.astype(np.float32)
        self.requires_grad = requires_grad
        self.grad = None
        self.recipe = None

    def __neg__(self):
        return negative(self)

    def __add__(self, other):
        return add(self, other)

    def __radd__(self, other):
        return add(other, self)

    def __sub__(self, other):
        return subtract(self, other)

    def __rsub__(self, other):
        return subtract(other, self)

    def __mul__(self, other):
        return multiply(self, other)

    def __rmul__(self, other):
        return multiply(other, self)

    def __truediv__(self, other):
        return true_divide(self, other)

    def __rtruediv__(self, other):
        return true_divide(other, self)

    def __matmul__(self, other):
        return matmul(self, other)

    def __rmatmul__(self, other):
        return matmul(other, self)

    def __eq__(self, other):
        return eq(self, other)

    def __repr__(self):
        return f"Tensor({self.array}, requires_grad={self.requires_grad})"

    def __len__(self):
        if self.array.ndim == 0:
            raise TypeError
        return self.array.shape[0]

    def __hash__(self):
        return id(self)

    def __getitem__(self, index):
        return getitem(self, index)

    def add_(self, other, alpha=1.0):
        add_(self, other, alpha=alpha)
        return self

    def sub_(self, other, alpha=1.0):
        sub_(self, other, alpha=alpha)
        return self

    def __iadd__(self, other):
        self.add_(other)
        return self

    def __isub__(self, other):
        self.sub_(other)
        return self

    @property
    def T(self):
        return permute(self, axes=(-1, -2))

    def item(self):
        return self.array.item()

    def sum(self, dim=None, keepdim=False):
        return sum(self, dim=dim, keepdim=keepdim)

    def log(self):
        return log(self)

    def exp(self):
        return exp(self)

    def reshape(self, new_shape):
        return reshape(self, new_shape)

    def permute(self, dims):
        return permute(self, dims)

    def maximum(self, other):
        return maximum(self, other)

    def relu(self):
        return relu(self)

    def argmax(self, dim=None, keepdim=False):
        return argmax(self, dim=dim, keepdim=keepdim)

    def uniform_(self, low, high):
        self.array[:] = np.random.uniform(low, high, self.array.shape)
        return self

    def backward(self, end_grad=None):
        if isinstance(end_grad, Arr):
            end_grad = Tensor(end_grad)
        return backprop(self, end_grad)

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    @property
    def shape(self):
        return self.array.shape

    @property
    def ndim(self):
        return self.array.ndim

    @property
    def is_leaf(self):
        return not self.requires_grad

    def __bool__(self):
        if np.array(self.shape).prod() != 1:
            raise RuntimeError("bool value of Tensor with more than one value is ambiguous")
        return bool(self.item())


def empty(*shape):
    return Tensor(np.empty(shape))


def zeros(*shape):
    return Tensor(np.zeros(shape))


def arange(start, end, step=1):
    return Tensor(np.arange(start, end, step=step))


def tensor(array, requires_grad=False):
    return Tensor(array, requires_grad=requires_grad)


# %%
def log_forward(x: Tensor) -> Tensor:
    out_arr = np.log(x.array)
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out


def multiply_forward(a: Tensor | int, b: Tensor | int) -> Tensor:
    arg_a = a.array if isinstance(a, Tensor) else a
    arg_b = b.array if isinstance(b, Tensor) else b
    out_arr = arg_a * arg_b
    requires_grad = grad_tracking_enabled and any(
        isinstance(x, Tensor) and x.requires_grad for x in (a, b)
    )
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        parents = {i: x for i, x in enumerate((a, b)) if isinstance(x, Tensor)}
        out.recipe = Recipe(np.multiply, (arg_a, arg_b), {}, parents)
    return out


def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        raw = (*(getattr(a, "array", a) if isinstance(a, Tensor) else a for a in args),)
        ps = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
        rg = grad_tracking_enabled and is_differentiable and any(p.requires_grad for p in ps.values())
        out = Tensor(numpy_func(*raw, **kwargs), rg)
        out.recipe = Recipe(numpy_func, raw, kwargs, ps) if rg else None
        return out
    return tensor_func


def _sum(x: Arr, dim=None, keepdim=False) -> Arr:
    return np.sum(x, axis=dim, keepdims=keepdim)


log = wrap_forward_fn(np.log)
multiply = wrap_forward_fn(np.multiply)
eq = wrap_forward_fn(np.equal, is_differentiable=False)
sum = wrap_forward_fn(_sum)


# %%
class Node:
    def __init__(self, *children):
        self.children = list(children)


def get_children(node: Node) -> list[Node]:
    return node.children


def topological_sort(node, get_children):
    order, grey = {}, set()
    def go(n):
        if n in grey: raise ValueError
        if n in order: return
        grey.add(n); [go(c) for c in get_children(n)]; grey.discard(n); order[n] = 1
    go(node)
    return [*order]


def sorted_computational_graph(tensor: Tensor) -> list[Tensor]:
    def get_parents(x):
        return [] if x.recipe is None else list(x.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]


def backprop(end_node, end_grad=None):
    G = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for n in sorted_computational_graph(end_node):
        g, r = G.pop(n), n.recipe
        if n.is_leaf and n.requires_grad: n.grad = Tensor(g + (n.grad.array if n.grad is not None else 0))
        for i, p in (r.parents if r else {}).items():
            G[p] = G.get(p, 0) + BACK_FUNCS.get_back_func(r.func, i)(g, n.array, *r.args, **r.kwargs)


# %%
def _argmax(x: Arr, dim=None, keepdim=False):
    if dim is None:
        return np.argmax(x)
    result = np.argmax(x, axis=dim)
    return np.expand_dims(result, dim) if keepdim else result


argmax = wrap_forward_fn(_argmax, is_differentiable=False)


negative_back = lambda grad_out, out, x: -grad_out


negative = wrap_forward_fn(np.negative)
BACK_FUNCS.add_back_func(np.negative, 0, negative_back)


exp_back = lambda grad_out, out, x: grad_out * out


exp = wrap_forward_fn(np.exp)
BACK_FUNCS.add_back_func(np.exp, 0, exp_back)


reshape_back = lambda grad_out, out, x, new_shape: grad_out.reshape(x.shape)


reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)


permute_back = lambda grad_out, out, x, axes: grad_out.transpose(np.argsort([a % x.ndim for a in axes]))


permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    return np.broadcast_to(np.reshape(grad_out, np.sum(x, axis=dim, keepdims=True).shape), x.shape)


BACK_FUNCS.add_back_func(_sum, 0, sum_back)


Index = int | tuple[int, ...] | tuple[Arr] | tuple[Tensor]


def coerce_index(index: Index):
    if isinstance(index, tuple):
        return tuple(i.array if isinstance(i, Tensor) else i for i in index)
    return index


def _getitem(x: Arr, index: Index) -> Arr:
    return x[coerce_index(index)]


def getitem_back(grad_out: Arr, out: Arr, x: Arr, index: Index):
    new_grad = np.full_like(x, 0)
    np.add.at(new_grad, coerce_index(index), grad_out)
    return new_grad


getitem = wrap_forward_fn(_getitem)
BACK_FUNCS.add_back_func(_getitem, 0, getitem_back)


add = wrap_forward_fn(np.add)
subtract = wrap_forward_fn(np.subtract)
true_divide = wrap_forward_fn(np.true_divide)


for _f, _p, _d in [
    (np.add, 0, lambda g, x, y: g),
    (np.add, 1, lambda g, x, y: g),
]:
    BACK_FUNCS.add_back_func(_f, _p, lambda g, o, x, y, p=_p, d=_d: unbroadcast(d(g, x, y), (x, y)[p]))
BACK_FUNCS.add_back_func(np.add, 1, lambda g, o, x, y: unbroadcast(g, y))
BACK_FUNCS.add_back_func(np.subtract, 0, lambda g, o, x, y: unbroadcast(g, x))
BACK_FUNCS.add_back_func(np.subtract, 1, lambda g, o, x, y: unbroadcast(-g, y))
BACK_FUNCS.add_back_func(np.true_divide, 0, lambda g, o, x, y: unbroadcast(g / y, x))
BACK_FUNCS.add_back_func(np.true_divide, 1, lambda g, o, x, y: unbroadcast(-g * o / y, y))


def add_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    np.add(x.array, other.array * alpha, out=x.array)
    return x


def sub_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    return add_(x, other, alpha=-alpha)


# %%
maximum_back0 = lambda grad_out, out, x, y: unbroadcast(grad_out * (1 + np.sign(x - y)) / 2, x)
maximum_back1 = lambda grad_out, out, x, y: unbroadcast(grad_out * (1 + np.sign(y - x)) / 2, y)


maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)


relu = lambda x: maximum(x, 0.0)


def _matmul2d(x: Arr, y: Arr) -> Arr:
    return x @ y


matmul2d_back0 = lambda grad_out, out, x, y: grad_out @ y.T
matmul2d_back1 = lambda grad_out, out, x, y: x.T @ grad_out


matmul = wrap_forward_fn(_matmul2d)
BACK_FUNCS.add_back_func(_matmul2d, 0, matmul2d_back0)
BACK_FUNCS.add_back_func(_matmul2d, 1, matmul2d_back1)


# %%
class Parameter(Tensor):
    def __init__(self, tensor: Tensor, requires_grad=True):
        super().__init__(tensor.array, requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"


class Module:
    def __init__(self):
        self._modules = {}
        self._parameters = {}

    def modules(self):
        yield from self._modules.values()

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        yield from self._parameters.values()
        if recurse:
            for mod in self.modules():
                yield from mod.parameters(recurse=True)

    def __setattr__(self, key: str, val: Any) -> None:
        if isinstance(val, Parameter):
            self._parameters[key] = val
        elif isinstance(val, Module):
            self._modules[key] = val
        super().__setattr__(key, val)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self):
        raise NotImplementedError("subclasses say what they compute")


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        u = lambda *s: Parameter(Tensor(np.random.uniform(-1, 1, s) / in_features**0.5))
        self.weight, self.bias = u(out_features, in_features), u(out_features) if bias else None
    forward = lambda self, x: x @ self.weight.T if self.bias is None else x @ self.weight.T + self.bias


class ReLU(Module):
    def forward(self, x: Tensor) -> Tensor:
        return relu(x)


class MLP(Module):
    def __init__(self):
        super().__init__()
        self.linear1 = Linear(28 * 28, 64)
        self.linear2 = Linear(64, 64)
        self.relu1 = ReLU()
        self.relu2 = ReLU()
        self.output = Linear(64, 10)

    def forward(self, x):
        x = x.reshape((x.shape[0], 28 * 28))
        x = self.relu1(self.linear1(x))
        x = self.relu2(self.linear2(x))
        return self.output(x)


# %%
def cross_entropy(logits, true_labels):
    return exp(logits).sum(1).log() - logits[np.arange(len(logits)), true_labels.array]


class NoGrad:
    was_enabled: bool

    def __enter__(self):
        global grad_tracking_enabled
        self.was_enabled = grad_tracking_enabled
        grad_tracking_enabled = False

    def __exit__(self, type, value, traceback):
        global grad_tracking_enabled
        grad_tracking_enabled = self.was_enabled


class SGD:
    def __init__(self, params, lr): self.params, self.lr = [*params], lr
    def zero_grad(self):
        for p in self.params: p.grad = None
    def step(self):
        for p in self.params: p.array -= self.lr * p.grad.array
