"""An engine in single precision, with recipes and a table of backward functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.misconceptions.styles import fitting
from exercises.misconceptions.styles.losses import Wire, ratio
from exercises.misconceptions.styles.play import Bugs, picked
from exercises.misconceptions.styles.pulls import pulls
from reference_engine.rules import FORWARD


class Tensor:
    """An array in single precision that remembers its recipe."""

    def __init__(self, array: Any, *, tracked: bool = False) -> None:
        self.array = np.asarray(array, dtype=np.float32)
        self.tracked = tracked
        self.grad: Any = None
        self.inner: Any = None
        self.recipe: Recipe | None = None


@dataclass(frozen=True)
class Recipe:
    """How a tensor was made."""

    op: str
    args: tuple[Any, ...]
    extra: tuple[Any, ...]
    named: dict[str, Any]
    parents: dict[int, Tensor]


def once(parents: dict[int, Tensor]) -> dict[int, Tensor]:
    """Keep the first place of each tensor."""
    first = {id(x): n for n, x in reversed(parents.items())}
    return {n: x for n, x in parents.items() if first[id(x)] == n}


PARENTS: dict[str, Callable[[dict[int, Tensor]], dict[int, Tensor]]] = {
    "same_operand_once": once,
    "first_parent_only": lambda parents: dict(list(parents.items())[:1]),
    "argnum_enumerated": lambda parents: dict(enumerate(parents.values())),
}
# Which held arrays these mistakes write into: writeable ones, or read-only ones.
IN_PLACE = {"inplace_alias": True, "readonly_accumulate": False}
ADDING: dict[str, Callable[[Any, Any], Any]] = {
    "overwrite": lambda held, new: new,  # noqa: ARG005
    "keep_first": lambda held, new: held,  # noqa: ARG005
    "acc_mean": lambda held, new: (held + new) / np.float32(2),
}
STRETCHING = {"add", "subtract", "multiply", "true_divide", "maximum"}


class Single:
    """Depth first, the last operand before the first."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs

    def leaf(self, array: Any, *, tracked: bool) -> Tensor:
        """Make a tensor."""
        return Tensor(array, tracked=tracked)

    def value(self, tensor: Tensor) -> Any:
        """Return the array."""
        return tensor.array

    def gradient(self, tensor: Tensor) -> Any:
        """Return the gradient."""
        return tensor.grad

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> Tensor:
        """Compute in single precision and write the recipe."""
        if op == "cross_entropy":
            made: Tensor = ratio(Wire(self, operands[0]), extra[0], self.bugs).tensor
            return made
        if op == "relu" and not any(b.startswith("relu") for b in self.bugs):
            return self.apply("maximum", [operands[0], 0.0], (), {})
        args = tuple(x.array if isinstance(x, Tensor) else x for x in operands)
        out = Tensor(FORWARD[op](*args, *extra, **named))
        parents = {n: x for n, x in enumerate(operands) if isinstance(x, Tensor)}
        flags = [x.tracked for x in parents.values()]
        out.tracked = all(flags) if "rg_all" in self.bugs else any(flags)
        if out.tracked:
            parents = picked(PARENTS, self.bugs, dict)(parents)
            out.recipe = Recipe(op, args, tuple(extra), named, parents)
        return out

    def back(self, node: Tensor, recipe: Recipe, n: int, g: Any) -> Any:
        """Call the backward function of argument ``n``."""
        make = pulls(recipe.op, self.bugs)
        made = make(node.array, *recipe.args, *recipe.extra, **recipe.named)
        raw = np.asarray(made[n](g))
        if recipe.op in STRETCHING:
            fit = picked(fitting.WRONG, self.bugs, fitting.fit)
            raw = np.asarray(fit(raw, np.shape(recipe.args[n])))
        return raw if raw.dtype == np.float32 else raw.astype(np.float32)

    def backward(self, end: Tensor, gout: Any) -> None:
        """Walk from the end to the leaves."""
        start = np.ones(end.array.shape) if gout is None else gout
        start = np.ones_like(start) if "end_grad_ignored" in self.bugs else start
        start = start / start.size if "end_grad_mean" in self.bugs else start
        grads: dict[Tensor, Any] = {}
        for node in self.paths(end):
            if node.inner is not None:
                grads[node] = node.inner
        if "recursive_accumulated" in self.bugs:
            self.down(grads, end, start.astype(np.float32))
            order = [node for node in grads if node.recipe is None]
        else:
            self.add(grads, end, start.astype(np.float32))
            order = self.order(end)
        for node in order:
            g = grads.get(node)
            if g is not None:
                self.visit(grads, node, g)

    def visit(self, grads: dict[Tensor, Any], node: Tensor, g: Any) -> None:
        """Pass a gradient on, or leave it on a leaf."""
        if node.recipe is None:
            if node.tracked or "grad_on_constants" in self.bugs:
                self.deposit(node, g)
            return
        for n, parent in node.recipe.parents.items():
            self.add(grads, parent, self.back(node, node.recipe, n, g))
        if "stale_intermediate" in self.bugs:
            node.inner = g.copy()

    def add(self, grads: dict[Tensor, Any], node: Tensor, new: Any) -> None:
        """Add a contribution."""
        held = grads.get(node)
        if held is None:
            grads[node] = new
        elif picked(IN_PLACE, self.bugs, None) == held.flags.writeable:
            np.add(held, new, out=held)
        else:
            grads[node] = picked(ADDING, self.bugs, np.add)(held, new)

    def order(self, end: Tensor) -> list[Tensor]:
        """Sort, or fail to."""
        if "no_visited" in self.bugs:
            return self.paths(end)[::-1]
        if "order_bfs" in self.bugs:
            level, seen = [end], [end]
            while level:
                below = [p for node in level for p in self.parents(node)]
                level = [p for p in dict.fromkeys(below) if p not in seen]
                seen += level
            return seen
        if "order_preorder" in self.bugs:
            return list(dict.fromkeys(self.preorder(end)))
        # Reversed operands: the other valid order.
        first = list(dict.fromkeys(self.paths(end, step=-1)))
        return first if "order_forward" in self.bugs else first[::-1]

    def parents(self, node: Tensor) -> list[Tensor]:
        """Return what a node was made of."""
        return list(node.recipe.parents.values()) if node.recipe else []

    def paths(self, node: Tensor, step: int = 1) -> list[Tensor]:
        """List what a node is made of, inputs first, once for every path."""
        below = self.parents(node)[::step]
        return [*(n for parent in below for n in self.paths(parent, step)), node]

    def preorder(self, node: Tensor) -> list[Tensor]:
        """List a node before what it is made of."""
        below = [n for parent in self.parents(node) for n in self.preorder(parent)]
        return [node, *below]

    def down(self, grads: dict[Tensor, Any], node: Tensor, new: Any) -> None:
        """Pass the running total on at every arrival."""
        self.add(grads, node, new)
        if node.recipe:
            for n, parent in node.recipe.parents.items():
                self.down(grads, parent, self.back(node, node.recipe, n, grads[node]))

    def deposit(self, node: Tensor, g: Any) -> None:
        """Add to a leaf's gradient."""
        g = np.asarray(g.sum()) if "leaf_sum_scalar" in self.bugs else g
        g = g.astype(np.int32).astype(np.int64) if "int_buffer" in self.bugs else g
        if node.grad is not None and "leaf_overwrite" not in self.bugs:
            g = node.grad + g
        node.grad = np.asarray(g)

    def clear(self, parameters: Sequence[Tensor]) -> None:
        """Forget gradients."""
        for n, each in enumerate(parameters):
            late = n > 0 and "zero_grad_first" in self.bugs
            if not late and "zero_grad_noop" not in self.bugs:
                each.grad = None

    def step(self, parameters: Sequence[Tensor], rate: float) -> None:
        """Move the parameters."""
        signed = rate if "sgd_ascent" in self.bugs else -rate
        signed = -1.0 if "sgd_no_lr" in self.bugs else signed
        for each in parameters:
            moved = Tensor(each.array.copy()) if "sgd_rebinds" in self.bugs else each
            moved.array += np.float32(signed) * each.grad
