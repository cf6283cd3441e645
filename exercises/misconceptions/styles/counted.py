"""An engine of edges: a node is done when all of its consumers have paid in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.misconceptions.styles import fitting, slopes
from exercises.misconceptions.styles.losses import Wire, difference
from exercises.misconceptions.styles.play import Bugs, picked
from reference_engine.rules import FORWARD

STRETCHING = {"add", "subtract", "multiply", "true_divide", "maximum"}


@dataclass(eq=False)
class Knot:
    """A value, who made it of what, and what has been paid in so far."""

    array: Any
    tracked: bool
    op: str = ""
    args: tuple[Any, ...] = ()
    extra: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)
    edges: list[tuple[int, "Knot"]] = field(default_factory=list)
    paid: list[Any] = field(default_factory=list)
    grad: Any = None
    stale: Any = None


class Counted:
    """Kahn's order; contributions are collected and joined when a node is done."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs

    def leaf(self, array: Any, *, tracked: bool) -> Knot:
        """Make a knot nobody made."""
        return Knot(array, tracked)

    def value(self, tensor: Knot) -> Any:
        """Return the array."""
        return tensor.array

    def gradient(self, tensor: Knot) -> Any:
        """Return the gradient."""
        return tensor.grad

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> Knot:
        """Compute and tie the knots together."""
        if op == "cross_entropy":
            made: Knot = difference(Wire(self, operands[0]), extra[0], self.bugs).tensor
            return made
        own_relu = any(b.startswith("relu") for b in self.bugs)
        if op == "relu" and not own_relu:
            return self.apply("maximum", [operands[0], 0.0], (), {})
        args = tuple(x.array if isinstance(x, Knot) else x for x in operands)
        knot = Knot(np.asarray(FORWARD[op](*args, *extra, **named)), tracked=False)
        inputs = [(n, x) for n, x in enumerate(operands) if isinstance(x, Knot)]
        rule = all if "rg_all" in self.bugs else any
        if rule([x.tracked for _, x in inputs]):
            knot.tracked = True
            knot.op, knot.args, knot.extra, knot.named = op, args, tuple(extra), named
            knot.edges = self.edges(inputs)
        return knot

    def edges(self, inputs: list[tuple[int, Knot]]) -> list[tuple[int, Knot]]:
        """Return the edges that are recorded."""
        if "argnum_enumerated" in self.bugs:
            return list(enumerate(x for _, x in inputs))
        if "same_operand_once" in self.bugs:
            once = {id(x): (n, x) for n, x in reversed(inputs)}
            return list(once.values())[::-1]
        return inputs[:1] if "first_parent_only" in self.bugs else inputs

    def joined(self, knot: Knot) -> Any:
        """Join what was paid in."""
        paid = knot.paid
        if "overwrite" in self.bugs:
            return paid[-1]
        if "keep_first" in self.bugs:
            return paid[0]
        total = paid[0]
        for each in paid[1:]:
            total = total + each
            total = total / 2 if "acc_mean" in self.bugs else total
        return total

    def pay(self, knot: Knot, new: Any) -> None:
        """Pay in; in place the first payment is the purse."""
        if "inplace_alias" in self.bugs and knot.paid:
            knot.paid[0] += new
        else:
            knot.paid.append(new)

    def backward(self, end: Knot, gout: Any) -> None:
        """Pay the end, then pass on what is complete."""
        start = np.ones(end.array.shape)
        if gout is not None and "end_grad_ignored" not in self.bugs:
            start = gout
        start = start / start.size if "end_grad_mean" in self.bugs else start
        knots = self.all(end)
        for knot in knots:
            knot.paid = [] if knot.stale is None else [knot.stale]
        if "recursive_accumulated" in self.bugs:
            self.down(end, start)
            order = [knot for knot in knots if not knot.edges]
        else:
            self.pay(end, start)
            order = self.order(end, knots)
        for knot in order:
            if knot.paid:
                self.settle(knot)

    def settle(self, knot: Knot) -> None:
        """Pass on all that was paid in, or keep it on a leaf."""
        if not knot.edges:
            self.deposit(knot)
            return
        g = self.joined(knot)
        for n, parent in knot.edges:
            self.pay(parent, self.sent(knot, n, g))
        if "stale_intermediate" in self.bugs:
            knot.stale = np.array(g)

    def sent(self, knot: Knot, n: int, g: Any) -> Any:
        """Return what goes along one edge."""
        made = (knot.array, knot.args, knot.extra, knot.named)
        raw = slopes.back(knot.op, n, self.bugs, g, made)
        if knot.op not in STRETCHING:
            return raw
        fit = picked(fitting.WRONG, self.bugs, fitting.fit)
        return fit(np.asarray(raw), np.shape(knot.args[n]))

    def all(self, end: Knot) -> list[Knot]:
        """Return every knot the end hangs on, itself first."""
        found = [end]
        for knot in found:
            found += [
                p for p in dict.fromkeys(p for _, p in knot.edges) if p not in found
            ]
        return found

    def order(self, end: Knot, knots: list[Knot]) -> list[Knot]:
        """Return the order of the walk, or as the bug has it."""
        if "order_bfs" in self.bugs:
            return knots
        if "order_preorder" in self.bugs:
            return self.dived(end, [])
        if "no_visited" in self.bugs:
            return self.paths(end)[::-1]
        order = self.ready(end, knots)
        return order[::-1] if "order_forward" in self.bugs else order

    def ready(self, end: Knot, knots: list[Knot]) -> list[Knot]:
        """Count consumers: a knot is ready when all of them have been."""
        waiting: dict[Knot, int] = defaultdict(int)
        for knot in knots:
            for _, parent in knot.edges:
                waiting[parent] += 1
        order, ready = [], [end]
        while ready:
            order.append(ready.pop())
            for _, parent in order[-1].edges:
                waiting[parent] -= 1
                if not waiting[parent]:
                    ready.append(parent)
        return order

    def dived(self, knot: Knot, seen: list[Knot]) -> list[Knot]:
        """Go down before going across."""
        if knot not in seen:
            seen.append(knot)
            for _, parent in knot.edges:
                self.dived(parent, seen)
        return seen

    def paths(self, knot: Knot) -> list[Knot]:
        """List what a knot is made of, inputs first, once for every path."""
        return [*(k for _, parent in knot.edges for k in self.paths(parent)), knot]

    def down(self, knot: Knot, new: Any) -> None:
        """Pass the running total on at every arrival."""
        knot.paid.append(new)
        for n, parent in knot.edges:
            self.down(parent, self.sent(knot, n, self.joined(knot)))

    def deposit(self, knot: Knot) -> None:
        """Add to a leaf's gradient."""
        if not knot.tracked and "grad_on_constants" not in self.bugs:
            return
        g = np.array(self.joined(knot))
        g = g.sum() if "leaf_sum_scalar" in self.bugs else g
        g = np.trunc(g).astype(int) if "int_buffer" in self.bugs else g
        fresh = knot.grad is None or "leaf_overwrite" in self.bugs
        knot.grad = np.asarray(g if fresh else knot.grad + g)

    def clear(self, parameters: Sequence[Knot]) -> None:
        """Forget gradients."""
        if "zero_grad_noop" not in self.bugs:
            last = 1 if "zero_grad_first" in self.bugs else None
            for each in parameters[:last]:
                each.grad = None

    def step(self, parameters: Sequence[Knot], rate: float) -> None:
        """Move the parameters."""
        for each in parameters:
            change = each.grad if "sgd_no_lr" in self.bugs else each.grad * rate
            change = -change if "sgd_ascent" in self.bugs else change
            if "sgd_rebinds" in self.bugs:
                Knot(each.array - change, tracked=True)
            else:
                each.array -= change
