# expects: fail walk-from-the-inputs nothing-arrives
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Arr = np.ndarray
grad_tracking_enabled = True
MAIN = __name__ == "__main__"


# %%
def log_back(grad_out, out, x):
    i = 0
    n = x.size
    g = np.broadcast_to(grad_out, x.shape).reshape(n)
    flat = x.reshape(n)
    result = np.zeros(n)
    while i < n:
        result[i] = g[i] / flat[i]
        i += 1
    return result.reshape(x.shape)


def unbroadcast(broadcasted, original):
    """one pass over all elements, index arithmetic only"""
    result = np.zeros(original.shape)
    offset = broadcasted.ndim - original.ndim
    for index in np.ndindex(broadcasted.shape):
        target = []
        for d in range(original.ndim):
            if original.shape[d] == 1:
                target.append(0)
            else:
                target.append(index[offset + d])
        result[tuple(target)] += broadcasted[index]
    return result


def scale(g, factor):
    """elementwise product with broadcasting"""
    result = np.zeros(g.shape)
    wide = np.broadcast_to(factor, g.shape)
    for index in np.ndindex(g.shape):
        result[index] = g[index] * wide[index]
    return result


def multiply_back0(grad_out, out, x, y):
    return unbroadcast(scale(grad_out, y), x)


def multiply_back1(grad_out, out, x, y):
    return unbroadcast(scale(grad_out, x), y)


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    # grad[i] belongs to tape[i]
    tape = [a, b, c, d, e, f, g]
    grad = [None] * 7
    grad[6] = np.ones(g.shape)
    grad[5] = log_back(grad[6], tape[6], tape[5])
    grad[3] = multiply_back0(grad[5], tape[5], tape[3], tape[4])
    grad[4] = multiply_back1(grad[5], tape[5], tape[3], tape[4])
    grad[2] = log_back(grad[4], tape[4], tape[2])
    grad[0] = multiply_back0(grad[3], tape[3], tape[0], tape[1])
    grad[1] = multiply_back1(grad[3], tape[3], tape[0], tape[1])
    return grad[0], grad[1], grad[2]


# %%
@dataclass(frozen=True)
class Recipe:
    func: Callable
    args: tuple
    kwargs: dict[str, Any]
    parents: dict[int, "Tensor"]


class BackwardFuncLookup:
    def __init__(self):
        self.size = 0
        self.forward = [None] * 256
        self.position = [0] * 256
        self.backward = [None] * 256

    def find(self, forward_fn, arg_position):
        for i in range(self.size):
            if self.forward[i] is forward_fn and self.position[i] == arg_position:
                return i
        return -1

    def add_back_func(self, forward_fn, arg_position, back_fn):
        i = self.find(forward_fn, arg_position)
        if i < 0:
            i = self.size
            self.size += 1
        self.forward[i] = forward_fn
        self.position[i] = arg_position
        self.backward[i] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        i = self.find(forward_fn, arg_position)
        if i < 0:
            raise KeyError("not registered")
        return self.backward[i]


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
        return not (self.requires_grad and self.recipe and self.recipe.parents)

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
        n = len(args)
        raw = [None] * n
        parents = {}
        requires_grad = False
        i = 0
        while i < n:
            if isinstance(args[i], Tensor):
                raw[i] = args[i].array
                parents[i] = args[i]
                if args[i].requires_grad:
                    requires_grad = True
            else:
                raw[i] = args[i]
            i += 1
        if not grad_tracking_enabled or not is_differentiable:
            requires_grad = False
        out = Tensor(numpy_func(*raw, **kwargs), requires_grad)
        if requires_grad:
            out.recipe = Recipe(numpy_func, tuple(raw), kwargs, parents)
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
    """explicit stack of (node, next child) pairs"""
    WORKING, DONE = 1, 2
    state = {node: WORKING}
    order = []
    stack = [[node, list(get_children(node)), 0]]
    while stack:
        frame = stack[-1]
        if frame[2] == len(frame[1]):
            state[frame[0]] = DONE
            order.append(frame[0])
            stack.pop()
            continue
        child = frame[1][frame[2]]
        frame[2] += 1
        if child not in state:
            state[child] = WORKING
            stack.append([child, list(get_children(child)), 0])
        elif state[child] == WORKING:
            raise ValueError("cycle")
    return order


def sorted_computational_graph(tensor: Tensor) -> list[Tensor]:
    def get_parents(x):
        return [] if x.recipe is None else list(x.recipe.parents.values())

    return topological_sort(tensor, get_parents)


def backprop(end_node, end_grad=None):
    nodes = sorted_computational_graph(end_node)
    slot = {}
    for i in range(len(nodes)):
        slot[id(nodes[i])] = i
    grads = [None] * len(nodes)
    if end_grad is None:
        grads[0] = np.ones(end_node.shape)
    else:
        grads[0] = np.array(end_grad.array, dtype=float)
    for i in range(len(nodes)):
        node = nodes[i]
        if not node.requires_grad:
            continue
        if node.recipe is None:
            if node.grad is None:
                node.grad = Tensor(grads[i])
            else:
                node.grad = Tensor(node.grad.array + grads[i])
            continue
        for p in sorted(node.recipe.parents):
            parent = node.recipe.parents[p]
            fn = BACK_FUNCS.get_back_func(node.recipe.func, p)
            g = fn(grads[i], node.array, *node.recipe.args, **node.recipe.kwargs)
            j = slot[id(parent)]
            if grads[j] is None:
                grads[j] = np.zeros(parent.shape)
            grads[j] = grads[j] + g


# %%
def _argmax(x: Arr, dim=None, keepdim=False):
    if dim is None:
        return np.argmax(x)
    result = np.argmax(x, axis=dim)
    return np.expand_dims(result, dim) if keepdim else result


argmax = wrap_forward_fn(_argmax, is_differentiable=False)


def negative_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return -grad_out


negative = wrap_forward_fn(np.negative)
BACK_FUNCS.add_back_func(np.negative, 0, negative_back)


def exp_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return grad_out * out


exp = wrap_forward_fn(np.exp)
BACK_FUNCS.add_back_func(np.exp, 0, exp_back)


def reshape_back(grad_out: Arr, out: Arr, x: Arr, new_shape: tuple) -> Arr:
    return np.reshape(grad_out, x.shape)


reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)


def permute_back(grad_out, out, x, axes):
    n = x.ndim
    inverse = [0] * n
    for i in range(n):
        a = axes[i]
        if a < 0:
            a += n
        inverse[a] = i
    return np.transpose(grad_out, inverse)


permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    result = np.zeros(x.shape)
    summed = [False] * x.ndim
    if dim is None:
        summed = [True] * x.ndim
    elif isinstance(dim, int):
        summed[dim] = True
    else:
        for d in dim:
            summed[d] = True
    g = np.asarray(grad_out)
    for index in np.ndindex(x.shape):
        source = []
        for d in range(x.ndim):
            if not summed[d]:
                source.append(index[d])
            elif keepdim:
                source.append(0)
        result[index] = g[tuple(source)]
    return result


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


BACK_FUNCS.add_back_func(np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.add, 1, lambda grad_out, out, x, y: unbroadcast(grad_out, y))
BACK_FUNCS.add_back_func(np.subtract, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.subtract, 1, lambda grad_out, out, x, y: unbroadcast(-grad_out, y))
BACK_FUNCS.add_back_func(
    np.true_divide, 0, lambda grad_out, out, x, y: unbroadcast(grad_out / y, x)
)
BACK_FUNCS.add_back_func(
    np.true_divide, 1, lambda grad_out, out, x, y: unbroadcast(grad_out * (-x / y**2), y)
)


def add_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    np.add(x.array, other.array * alpha, out=x.array)
    return x


def sub_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    return add_(x, other, alpha=-alpha)


# %%
def choose(grad_out, first, second):
    result = np.zeros(grad_out.shape)
    a = np.broadcast_to(first, grad_out.shape)
    b = np.broadcast_to(second, grad_out.shape)
    for index in np.ndindex(grad_out.shape):
        if a[index] > b[index]:
            result[index] = grad_out[index]
        elif a[index] == b[index]:
            result[index] = grad_out[index] / 2
    return result


def maximum_back0(grad_out, out, x, y):
    return unbroadcast(choose(grad_out, x, y), x)


def maximum_back1(grad_out, out, x, y):
    return unbroadcast(choose(grad_out, y, x), y)


maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)


def relu(x: Tensor) -> Tensor:
    return maximum(x, 0.0)


def _matmul2d(x: Arr, y: Arr) -> Arr:
    return x @ y


def matmul2d_back0(grad_out, out, x, y):
    result = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            result[i, k] = np.dot(grad_out[i, :], y[k, :])
    return result


def matmul2d_back1(grad_out, out, x, y):
    result = np.zeros(y.shape)
    for k in range(y.shape[0]):
        for j in range(y.shape[1]):
            result[k, j] = np.dot(x[:, k], grad_out[:, j])
    return result


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
    weight: Parameter
    bias: Parameter | None

    def __init__(self, in_features: int, out_features: int, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        sf = in_features**-0.5
        weight = sf * (2 * np.random.rand(out_features, in_features) - 1)
        self.weight = Parameter(Tensor(weight))
        if bias:
            self.bias = Parameter(Tensor(sf * (2 * np.random.rand(out_features) - 1)))
        else:
            self.bias = None

    def forward(self, x: Tensor) -> Tensor:
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out


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
def cross_entropy(logits: Tensor, true_labels: Tensor) -> Tensor:
    n_batch, _ = logits.shape
    true = logits[arange(0, n_batch), true_labels]
    return -log(exp(true) / exp(logits).sum(1))


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
    def __init__(self, params, lr):
        self.params = []
        for p in params:
            self.params.append(p)
        self.lr = lr

    def zero_grad(self):
        i = 0
        while i < len(self.params):
            self.params[i].grad = None
            i += 1

    def step(self):
        for p in self.params:
            flat = p.array.reshape(-1)
            grad = p.grad.array.reshape(-1)
            for i in range(flat.size):
                flat[i] -= self.lr * grad[i]
