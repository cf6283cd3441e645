"""Ask a function that records about its value, its flag and its recipe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, Convention, shown
from exercises.questions import Absent, Probe

# What an argument is: a tensor that wants a gradient, one that does not, a number, or
# something else that is only passed on.
WANTS, PLAIN, NUMBER, OTHER = "wants", "plain", "number", "other"
REPLAYED = "the recipe replayed"
SCALAR = Convention(
    "What NumPy returns for 0-d operands is a number, not an array.",
    "ndarray-assertion",
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of the call, by the name it has in the course code."""

    kind: str
    item: Any
    name: str = "x"


def arguments(*pairs: tuple[str, Any]) -> tuple[Argument, ...]:
    """Name the arguments x, y and z in turn."""
    return tuple(
        Argument(kind, item, name)
        for (kind, item), name in zip(pairs, "xyz", strict=False)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """A function under test: a global, or made by ``wrap_forward_fn`` when wrapped.

    ``numpy_name`` is the function that its recipe must hold, ``compute`` the same here.
    Without ``scalars_count`` a 0-d result is shown and never decides.
    """

    name: str
    numpy_name: str
    compute: Callable[..., Any]
    wrapped: bool = False
    differentiable: bool = True
    tracking: bool = True  # what grad_tracking_enabled says during the call
    scalars_count: bool = True

    def probe(
        self,
        given: tuple[Argument, ...],
        keywords: Mapping[str, Any] | None = None,
        *,
        tracking: bool = True,
    ) -> Probe:
        """Ask about one call; an argument that comes twice is one object."""
        named = dict(keywords or {})
        kinds = ", ".join(argument.kind for argument in given)
        words = "".join(f", {key}={item}" for key, item in named.items())
        case = Case(f"{self.name} of {kinds}{words}", "recipe")
        function = self.function(case)
        steps = send(case, given)
        if not tracking:
            case.set_global("grad_tracking_enabled", case.value(value=False))
            case.write("grad_tracking_enabled = False")
        asked = replace(self, tracking=tracking)
        asked.ask(case, function, list(zip(given, steps, strict=True)), named)
        if not tracking:
            case.set_global("grad_tracking_enabled", case.value(value=True))
        scalar = all(np.ndim(argument.item) == 0 for argument in given)
        return case.probe(
            size=sum(np.size(argument.item) for argument in given),
            only=SCALAR if scalar and not self.scalars_count else None,
        )

    def function(self, case: Case) -> int:
        """Return a handle to the function under test."""
        if not self.wrapped:
            return case.name(self.name)
        inner = case.name(self.numpy_name)
        if self.differentiable:
            case.write(f"op = wrap_forward_fn({self.numpy_name})")
            return case.call("wrap_forward_fn", inner)
        case.write(f"op = wrap_forward_fn({self.numpy_name}, is_differentiable=False)")
        flag = case.value(value=False)
        return case.call("wrap_forward_fn", inner, is_differentiable=flag)

    def ask(
        self,
        case: Case,
        function: int,
        given: list[tuple[Argument, int]],
        named: Mapping[str, Any],
    ) -> int:
        """Call it once and expect value, flag and recipe; return what was made."""
        wanted = any(argument.kind == WANTS for argument, _ in given)
        tracked = wanted and self.differentiable and self.tracking
        made = case.call(
            function,
            *(step for _, step in given),
            **{key: case.value(item) for key, item in named.items()},
        )
        right = np.asarray(
            self.compute(*(argument.item for argument, _ in given), **named),
            dtype=np.float64,
        )
        self._written(case, given, named)
        case.near(case.attr(made, "array"), right, "out.array", "forward")
        case.holds(case.attr(made, "requires_grad"), "out.requires_grad", truth=tracked)
        if tracked:
            self._recipe(case, made, given, right)
        else:
            case.expect(Absent(case.attr(made, "recipe"), "out.recipe"))
        for argument, step in given:
            if argument.kind in (WANTS, PLAIN):
                # The recipe belongs to what was made: its inputs stay leaves.
                held = case.attr(step, "recipe")
                case.expect(Absent(held, f"{argument.name}.recipe"))
                kept = case.attr(step, "array")
                case.near(kept, argument.item, f"{argument.name}.array afterwards")
        return made

    def _written(
        self, case: Case, given: list[tuple[Argument, int]], named: Mapping[str, Any]
    ) -> None:
        shown_arguments = [argument.name for argument, _ in given]
        shown_arguments += [f"{key}={item!r}" for key, item in named.items()]
        function = "op" if self.wrapped else self.name
        case.write(f"out = {function}({', '.join(shown_arguments)})")
        case.write("out.array, out.requires_grad, out.recipe")

    def _recipe(
        self, case: Case, made: int, given: list[tuple[Argument, int]], right: Array
    ) -> None:
        recipe = case.attr(made, "recipe")
        same = case.same(case.attr(recipe, "func"), case.name(self.numpy_name))
        case.holds(same, f"out.recipe.func is {self.numpy_name}")
        # Replaying shows lost keywords and tensors among the args at once.
        case.near(case.call("_pairgrad_replay", made), right, REPLAYED)
        args, parents = case.attr(recipe, "args"), case.attr(recipe, "parents")
        case.method(parents, "items")  # a backward pass walks positions and tensors
        for position, (argument, step) in enumerate(given):
            key = case.value(position)
            if argument.kind != OTHER:
                held = case.item(args, key)
                case.near(held, argument.item, f"out.recipe.args[{position}]")
            if argument.kind == WANTS:
                same = case.same(case.item(parents, key), step)
                case.holds(same, f"out.recipe.parents[{position}] is {argument.name}")
        if any(argument.kind == NUMBER for argument, _ in given):
            # A number has no place among the parents.
            wants = sum(argument.kind == WANTS for argument, _ in given)
            case.near(case.call("len", parents), wants, "len(out.recipe.parents)")


def send(case: Case, given: tuple[Argument, ...]) -> list[int]:
    """Send the arguments; the same argument again is the same handle."""
    steps: dict[int, int] = {}
    for argument in given:
        if id(argument) in steps:
            continue
        if argument.kind in (NUMBER, OTHER):
            steps[id(argument)] = case.value(argument.item)
            case.write(f"{argument.name} = {argument.item!r}")
            continue
        wants = argument.kind == WANTS
        array, flag = case.plain(argument.item), case.value(wants)
        steps[id(argument)] = case.call("Tensor", array, requires_grad=flag)
        written = f"Tensor({shown(argument.item)}, requires_grad={wants})"
        case.write(f"{argument.name} = {written}")
    return [steps[id(argument)] for argument in given]
