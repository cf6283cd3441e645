"""Know errors by their looks: which misconceptions each kind of exception hints at.

An exception is no evidence: many mistakes raise the same one. It orders what to ask.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exercises.answers import Raised

# What is asked where no misconception has the error to itself.
PLAIN: dict[str, str] = {
    "nothing-returned": "None was called here. What does the function before it return?",
    "positions-in-order": "May position 2 be added to the table before position 1?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One way an exception looks; every part given must be found.

    ``type`` is a whole name; ``text`` and ``code`` (the pair's line) are searched for;
    ``units`` are those it can be told of, empty for all.
    """

    ids: tuple[str, ...]
    type: str = r"\w+"
    text: str = ""
    code: str = ""
    units: tuple[str, ...] = ()

    def fits(self, unit: str, error: Raised, code: str) -> bool:
        """Tell whether an exception on this line of code looks so."""
        return (
            (not self.units or unit in self.units)
            and re.fullmatch(self.type, error.type) is not None
            and re.search(self.text, error.text, re.DOTALL) is not None
            and re.search(self.code, code) is not None
        )


FORWARD = ("log_forward", "multiply_forward", "wrap_forward_fn")
SORTS = ("topological_sort", "backprop", "assembled")
AXES = ("unbroadcast", "sum_back", "permute_back", "cross_entropy")
BROADCAST = (
    *("softmax-axis", "summed-axis-not-restored", "zeros-shaped-like-node"),
    *("unbroadcast-misdirected", "permutation-applied-twice"),
)

SIGNATURES: tuple[Signature, ...] = (
    Signature(
        text=r"'(int|float)' object has no attribute",
        ids=("scalar-operand", "parents-renumbered"),
    ),
    Signature(
        text=r"'NoneType' object has no attribute '(func|args|kwargs)'",
        ids=("recipe-of-the-parent", "leaf-branch-mixup"),
    ),
    Signature(
        text=r"'NoneType' object has no attribute 'parents'",
        ids=("leaf-branch-mixup", "recipe-of-the-parent"),
    ),
    Signature(
        units=("backprop", "assembled"),
        text=r"'NoneType' object has no attribute 'array'",
        code=r"\bend_grad",
        ids=("default-end-gradient",),
    ),
    Signature(
        text=r"'NoneType' object has no attribute 'array'",
        ids=("leaf-branch-mixup", "graph-cut"),
    ),
    Signature(text=r"'NoneType' object is not callable", ids=("nothing-returned",)),
    Signature(
        text=r"'numpy.ndarray' object has no attribute '(array|grad)'",
        ids=("grad-is-ndarray",),
    ),
    Signature(
        text=r"(bool|truth) value of .* ambiguous",
        code=r"\bin\b|\.(index|remove|count)\(",
        ids=("membership-by-equality",),
    ),
    Signature(
        text=r"(bool|truth) value of .* ambiguous",
        code=r"\b(if|while|and|or|not|bool)\b",
        ids=("tensor-truthiness",),
    ),
    Signature(type="RecursionError", units=FORWARD, ids=("tensors-reach-numpy",)),
    Signature(
        type="RecursionError",
        units=SORTS,
        ids=("visited-missing", "overflow-as-cycle-check"),
    ),
    Signature(units=("SGD",), text=r"circle|cycl", ids=("update-recorded",)),
    Signature(
        units=("unbroadcast",),
        text=r"cannot reshape",
        ids=("aligned-from-left", "squeezed-too-far"),
    ),
    Signature(
        text=r"exceptions must derive from BaseException",
        ids=("overflow-as-cycle-check",),
    ),
    Signature(
        type="KeyError",
        text=r"<(function|ufunc|built-in)",
        ids=("parents-renumbered",),
    ),
    Signature(
        type="KeyError|IndexError",
        units=("BackwardFuncLookup",),
        ids=("positions-in-order",),
    ),
    Signature(
        type="KeyError",
        text=r"^(?!.*<(function|ufunc|built-in))",
        units=SORTS,
        ids=("consumers-not-finished", "visited-missing"),
    ),
    Signature(
        text=r"(missing|unexpected) .* argument.*'(axes|dim|keepdim)'",
        ids=("kwargs-lost",),
    ),
    Signature(
        text=r"return arrays must be of ArrayType", ids=("arguments-not-unpacked",)
    ),
    Signature(
        text=r"(abs\(\)|loop of ufunc|real number).*Tensor",
        ids=("tensors-reach-numpy",),
    ),
    Signature(
        text=r"not supported between .*'Tensor'|cast .*dtype\('O'\)",
        ids=("tensors-in-recipe-args", "tensors-reach-numpy"),
    ),
    Signature(text=r"to dtype\('u?int", ids=("integer-accumulator",)),
    Signature(text=r"is read-only", ids=("in-place-on-shared-array",)),
    Signature(
        units=("Linear",),
        text=r"no attribute 'bias'|unsupported operand .*'NoneType'",
        ids=("bias-false-path",),
    ),
    Signature(
        text=r"unsupported operand .*'NoneType'",
        ids=("graph-cut", "all-instead-of-any", "kwargs-lost"),
    ),
    Signature(
        units=("sum_back",),
        text=r"broadcast",
        ids=("axis-always-first", "summed-axis-not-restored"),
    ),
    Signature(units=("backprop",), text=r"broadcast", ids=("kwargs-lost",)),
    Signature(text=r"broadcast", ids=BROADCAST),
    Signature(
        text=r"core dimension|not aligned",
        ids=("matmul-transpose-or-order", "weight-times-input"),
    ),
    Signature(text=r"no attribute 'bias'", ids=("bias-false-path",)),
    Signature(
        text=r"no attribute '(recipe|_parameters|_modules)'",
        ids=("parameter-not-registered",),
    ),
    Signature(type="AssertionError", units=FORWARD, ids=("ndarray-assertion",)),
    Signature(
        type="AxisError",
        units=AXES,
        ids=(
            "size-taken-as-axis",
            "summed-axis-not-restored",
            "permutation-not-inverted",
        ),
    ),
    Signature(type="NameError|UnboundLocalError", ids=("notebook-leftover",)),
    # What is left of a sort of a legal graph is its own complaint about a circle.
    Signature(
        type="Exception|(Assertion|Value|Runtime)Error|.*[Cc]ycl.*",
        units=("topological_sort",),
        ids=("false-cycle", "in-degrees-overcounted"),
    ),
)


def of(unit: str, error: Raised, code: str) -> Iterator[str]:
    """Yield the ids an exception hints at; ``code`` is the pair's line it names."""
    for signature in SIGNATURES:
        if signature.fits(unit, error, code):
            yield from signature.ids
