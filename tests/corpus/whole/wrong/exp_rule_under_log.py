# expects: fail slope-of-another-function
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Arr = np.ndarray
grad_tracking_enabled = True
MAIN = __name__ == "__main__"


# %%
def log_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    """Gradient of ``np.log`` with respect to its argument.

    Args:
        grad_out: gradient of the loss with respect to ``out``.
        out: ``np.log(x)``, unused.
        x: the argument, strictly positive.
    """
    local: Arr = np.reciprocal(x, dtype=np.result_type(x, np.float32))
    return grad_out * local


def _reduced_axes(wide: tuple[int, ...], narrow: tuple[int, ...]) -> tuple[int, ...]:
    """Axes of ``wide`` along which ``narrow`` was repeated."""
    padding: int = len(wide) - len(narrow)
    padded: tuple[int, ...] = (1,) * padding + narrow
    return tuple(axis for axis, size in enumerate(padded) if axis < padding or size == 1)


def unbroadcast(broadcasted: Arr, original: Arr) -> Arr:
    """Sum ``broadcasted`` so that it gets the shape of ``original``."""
    axes: tuple[int, ...] = _reduced_axes(broadcasted.shape, original.shape)
    summed: Arr = np.sum(broadcasted, axis=axes, keepdims=True)
    result: Arr = summed.reshape(original.shape)
    assert result.shape == original.shape
    return result


def _as_array(value: Arr | float) -> Arr:
    return value if isinstance(value, np.ndarray) else np.array(value)


def multiply_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr | float) -> Arr:
    return unbroadcast(grad_out * _as_array(y), x)


def multiply_back1(grad_out: Arr, out: Arr, x: Arr | float, y: Arr) -> Arr:
    return unbroadcast(_as_array(x) * grad_out, y)


def forward_and_back(a: Arr, b: Arr, c: Arr) -> tuple[Arr, Arr, Arr]:
    d: Arr = a * b
    e: Arr = np.log(c)
    f: Arr = d * e
    g: Arr = np.log(f)

    dg_dg: Arr = np.ones_like(g)
    dg_df: Arr = log_back(dg_dg, g, f)
    dg_dd: Arr = multiply_back0(dg_df, f, d, e)
    dg_de: Arr = multiply_back1(dg_df, f, d, e)
    dg_da: Arr = multiply_back0(dg_dd, d, a, b)
    dg_db: Arr = multiply_back1(dg_dd, d, a, b)
    dg_dc: Arr = log_back(dg_de, e, c)
    return dg_da, dg_db, dg_dc


# %%
@dataclass(frozen=True)
class Recipe:
    func: Callable
    args: tuple
    kwargs: dict[str, Any]
    parents: dict[int, "Tensor"]


Key = tuple[Callable[..., Any], int]


class BackwardFuncLookup:
    """Maps a NumPy function and an argument position to its backward function."""

    def __init__(self) -> None:
        self._table: dict[Key, Callable[..., Arr]] = {}

    def add_back_func(
        self, forward_fn: Callable[..., Any], arg_position: int, back_fn: Callable[..., Arr]
    ) -> None:
        self._table[forward_fn, arg_position] = back_fn

    def get_back_func(self, forward_fn: Callable[..., Any], arg_position: int) -> Callable[..., Arr]:
        return self._table[forward_fn, arg_position]


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


def _raw(value: Any) -> Any:
    return value.array if isinstance(value, Tensor) else value


def wrap_forward_fn(
    numpy_func: Callable[..., Any], is_differentiable: bool = True
) -> Callable[..., "Tensor"]:
    def tensor_func(*args: Any, **kwargs: Any) -> "Tensor":
        parents: dict[int, Tensor] = {
            position: arg for position, arg in enumerate(args) if isinstance(arg, Tensor)
        }
        arrays: tuple[Any, ...] = tuple(_raw(arg) for arg in args)
        requires_grad: bool = (
            grad_tracking_enabled
            and is_differentiable
            and any(parent.requires_grad for parent in parents.values())
        )
        out = Tensor(numpy_func(*arrays, **kwargs), requires_grad)
        if requires_grad:
            out.recipe = Recipe(func=numpy_func, args=arrays, kwargs=kwargs, parents=parents)
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


class NotADag(ValueError):
    """The graph has a cycle."""


def topological_sort(node: Any, get_children: Callable[[Any], Iterable[Any]]) -> list[Any]:
    done: dict[int, bool] = {}
    order: list[Any] = []

    def visit(current: Any) -> None:
        state: bool | None = done.get(id(current))
        if state:
            return
        if state is False:
            raise NotADag(repr(current))
        done[id(current)] = False
        for child in get_children(current):
            visit(child)
        done[id(current)] = True
        order.append(current)

    visit(node)
    return order


def sorted_computational_graph(tensor: Tensor) -> list[Tensor]:
    def get_parents(x):
        return [] if x.recipe is None else list(x.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]


def _accumulate(leaf: "Tensor", grad: Arr) -> None:
    total: Arr = grad if leaf.grad is None else leaf.grad.array + grad
    leaf.grad = Tensor(total)


def backprop(end_node: "Tensor", end_grad: "Tensor | None" = None) -> None:
    seed: Arr = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    grads: dict[Tensor, Arr] = {end_node: seed}
    for node in sorted_computational_graph(end_node):
        grad: Arr = grads.pop(node)
        recipe: Recipe | None = node.recipe
        if recipe is None:
            if node.requires_grad:
                _accumulate(node, grad)
            continue
        for position, parent in recipe.parents.items():
            back_fn: Callable[..., Arr] = BACK_FUNCS.get_back_func(recipe.func, position)
            part: Arr = back_fn(grad, node.array, *recipe.args, **recipe.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part


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
BACK_FUNCS.add_back_func(np.exp, 0, lambda grad_out, out, x: grad_out * x)


def reshape_back(grad_out: Arr, out: Arr, x: Arr, new_shape: tuple) -> Arr:
    return np.reshape(grad_out, x.shape)


reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)


def permute_back(grad_out: Arr, out: Arr, x: Arr, axes: tuple) -> Arr:
    return np.transpose(grad_out, np.argsort(axes))


permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)


def sum_back(
    grad_out: Arr, out: Arr, x: Arr, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> Arr:
    axes: tuple[int, ...]
    if dim is None:
        axes = tuple(range(x.ndim))
    elif isinstance(dim, int):
        axes = (dim,)
    else:
        axes = tuple(dim)
    expanded: Arr = grad_out if keepdim else np.expand_dims(grad_out, axes)
    return np.array(np.broadcast_to(expanded, x.shape))


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
def maximum_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr):
    bool_sum = (x > y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, x)


def maximum_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr):
    bool_sum = (x < y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, y)


maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)


def relu(x: Tensor) -> Tensor:
    return maximum(x, 0.0)


def _matmul2d(x: Arr, y: Arr) -> Arr:
    return x @ y


def matmul2d_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return grad_out @ y.T


def matmul2d_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return x.T @ grad_out


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
    """``x @ weight.T + bias`` with ``weight`` of shape (out, in)."""

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        self.in_features: int = in_features
        self.out_features: int = out_features
        bound: float = in_features**-0.5
        self.weight: Parameter = self._uniform(bound, (out_features, in_features))
        self.bias: Parameter | None = self._uniform(bound, (out_features,)) if bias else None

    @staticmethod
    def _uniform(bound: float, shape: tuple[int, ...]) -> "Parameter":
        return Parameter(Tensor(np.random.uniform(-bound, bound, size=shape)))

    def forward(self, x: "Tensor") -> "Tensor":
        out: Tensor = x @ self.weight.T
        return out if self.bias is None else out + self.bias


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
def cross_entropy(logits: "Tensor", true_labels: "Tensor") -> "Tensor":
    """Negative log-likelihood of each row, shape (batch,)."""
    batch: int = logits.shape[0]
    highest = Tensor(logits.array.max(axis=1, keepdims=True))
    shifted: Tensor = logits - highest
    normaliser: Tensor = shifted.exp().sum(dim=1).log()
    return normaliser - shifted[arange(0, batch), true_labels]


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
    def __init__(self, params: Iterable[Parameter], lr: float):
        self.params = list(params)
        self.lr = lr
        self.b = [None for _ in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
