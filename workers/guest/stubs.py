"""Fabricate the modules a course file imports and a jail does not have.

A stub absorbs what set-up cells do with it and raises ``StubUsed`` as soon as a number
is wanted from it, so that no engine can be built on it unnoticed.
"""

from collections.abc import Callable, Iterator, Sequence
from types import FunctionType, ModuleType
from typing import Any, NoReturn, Self

import numpy as np


class StubUsed(Exception):  # noqa: N818 - the name a pair reads in its verdict
    """Report that a value was wanted from a module that is not here."""

    def __init__(self, stub: "Stub") -> None:
        super().__init__(vars(stub)["_path"])


class Stub:
    """Stand for anything inside an absent module; ``path`` is its dotted name."""

    def __init__(self, path: str) -> None:
        vars(self)["_path"] = path

    def __getattr__(self, name: str) -> Any:
        # NumPy and copy ask for dunder protocols; a stub must not claim to have them.
        if name.startswith("__"):
            raise AttributeError(name)
        return lookup(f"{vars(self)['_path']}.{name}")

    def __call__(self, *args: Any, **_: Any) -> Any:
        """Return a lone function or class unchanged: we may be its decorator."""
        if len(args) == 1 and isinstance(args[0], FunctionType | type):
            return args[0]
        return self

    def __getitem__(self, _: Any) -> "Stub":
        return self

    def __setitem__(self, _key: Any, _value: Any) -> None:
        pass

    def __or__(self, _: Any) -> "Stub":
        return self

    __ror__ = __or__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __mro_entries__(self, _: Any) -> tuple[type, ...]:
        # Nothing, hence `object`: naming it twice would be a duplicate base.
        return ()

    def __instancecheck__(self, _: Any) -> bool:
        return False

    __subclasscheck__ = __instancecheck__

    def __repr__(self) -> str:
        return f"<{vars(self)['_path']} is not available here>"

    def __hash__(self) -> int:
        return id(self)


def _refuse(stub: Stub, *_: Any, **__: Any) -> NoReturn:
    raise StubUsed(stub)


def real(value: Any) -> Any:
    """Return a value that is no stub; a rule may hand one back without using it."""
    return _refuse(value) if type(value) is Stub else value


TWO_SIDED = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and")
ONE_SIDED = ("eq", "ne", "lt", "le", "gt", "ge", "neg", "pos", "abs", "invert", "round")
# `len` is missing on purpose: list(stub) asks for it and must come out empty.
CASTS = ("bool", "float", "int", "index", "contains")
ARRAYS = ("array", "array_ufunc", "array_function")
for _verb in (*TWO_SIDED, *(f"r{_}" for _ in TWO_SIDED), *ONE_SIDED, *CASTS, *ARRAYS):
    setattr(Stub, f"__{_verb}__", _refuse)


# What a tensor of torch has and an array has not, by name.
TENSORS_OWN = frozenset(
    (
        *("backward", "grad", "grad_fn", "requires_grad", "requires_grad_", "t", "to"),
        *("retain_grad", "log", "exp", "abs", "sqrt", "tanh", "sigmoid", "relu", "pow"),
        *("softmax", "log_softmax", "logsumexp", "mm", "matmul", "mul", "add", "sub"),
        *(
            "div",
            "neg",
            "unsqueeze",
            "permute",
            "expand",
            "expand_as",
            "gather",
            "long",
        ),
        *("float", "uniform_", "normal_", "zero_", "add_", "sub_", "mul_", "maximum"),
    )
)


class Made(np.ndarray):
    """Numbers from a creation function of torch: an array that says what it is not."""

    def numpy(self) -> Any:
        """Return the array itself, as a tensor would."""
        return np.asarray(self)

    detach = cpu = numpy

    def __getattr__(self, name: str) -> NoReturn:
        if name in TENSORS_OWN:
            raise StubUsed(Stub(f"torch.Tensor.{name}"))
        raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}'")


def _creator(fill: Callable[..., Any]) -> Callable[..., Any]:
    """Return a creation function that takes its shape as torch does."""

    def create(*size: Any, dtype: Any = None, **_: Any) -> Any:
        shape = size[0] if len(size) == 1 and isinstance(size[0], Sequence) else size
        return np.asarray(fill(shape), _known(dtype))

    return create


def _known(dtype: Any) -> Any:
    return dtype if isinstance(dtype, type | np.dtype) else None


# A `Linear` often draws its weights by torch.rand: plain NumPy numbers do as well.
CREATORS: dict[str, Callable[..., Any]] = {
    "torch.tensor": lambda data, dtype=None, **_: np.array(data, _known(dtype)),
    "torch.arange": lambda *span, dtype=None, **_: np.arange(
        *span, dtype=_known(dtype)
    ),
    "torch.full": lambda size, value, dtype=None, **_: np.full(
        size, value, _known(dtype)
    ),
    "torch.zeros": _creator(np.zeros),
    "torch.ones": _creator(np.ones),
    "torch.empty": _creator(np.empty),
    "torch.rand": _creator(lambda shape: np.random.default_rng().random(shape)),
    "torch.randn": _creator(
        lambda shape: np.random.default_rng().standard_normal(shape)
    ),
}


def _created(path: str) -> Callable[..., Any]:
    def create(*args: Any, **named: Any) -> Any:
        return np.asarray(CREATORS[path](*args, **named)).view(Made)

    return create


def lookup(path: str) -> Any:
    """Return what stands for a dotted name: a special case, else a stub."""
    root, _, name = path.rpartition(".")
    if path in CREATORS:
        return _created(path)
    if name.startswith("test_"):
        return lambda *_, **__: None  # the course's own tests never run
    if root.startswith("tqdm") and name in ("tqdm", "tqdm_notebook"):
        return lambda items=(), *_, **__: items
    if root.startswith("tqdm") and name == "trange":
        return lambda *span, **_: range(*span)
    return Stub(path)


class StubModule(ModuleType):
    """Be any module: every attribute exists, a star import brings nothing."""

    __all__: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lookup(f"{self.__name__}.{name}")
