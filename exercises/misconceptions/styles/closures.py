"""An engine without objects: numbered values, and a list of closures read backwards."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exercises.misconceptions.styles import fitting
from exercises.misconceptions.styles.losses import Wire, ratio
from exercises.misconceptions.styles.play import Bugs, picked
from exercises.misconceptions.styles.pulls import pulls
from reference_engine.rules import FORWARD

STRETCHING = {"add", "subtract", "multiply", "true_divide", "maximum"}
# Which held arrays these mistakes write into: writeable ones, or read-only ones.
IN_PLACE = {"inplace_alias": True, "readonly_accumulate": False}
ADDING: dict[str, Callable[[Any, Any], Any]] = {
    "overwrite": lambda held, new: new,  # noqa: ARG005
    "keep_first": lambda held, new: held,  # noqa: ARG005
    "acc_mean": lambda held, new: 0.5 * (held + new),
}


class Closures:
    """A tape of (node, [(parent, pull)]) in the order of execution."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs
        self.values: list[Any] = []
        self.tracked: list[bool] = []
        self.tape: list[tuple[int, list[tuple[int, Callable[[Any], Any]]]]] = []
        self.grads: dict[int, Any] = {}
        self.kept: dict[int, Any] = {}

    def leaf(self, array: Any, *, tracked: bool) -> int:
        """Give an input a number."""
        self.values.append(array)
        self.tracked.append(tracked)
        return len(self.values) - 1

    def value(self, tensor: int) -> Any:
        """Look the value up."""
        return self.values[tensor]

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> int:
        """Compute, and note how to come back; constants are floats, tensors ints."""
        if op == "cross_entropy":
            made: int = ratio(Wire(self, operands[0]), extra[0], self.bugs).tensor
            return made
        args = [self.values[x] if type(x) is int else x for x in operands]
        out = FORWARD[op](*args, *extra, **named)
        tensors = [(n, x) for n, x in enumerate(operands) if type(x) is int]
        flags = [self.tracked[x] for _, x in tensors]
        tracked = all(flags) if "rg_all" in self.bugs else any(flags)
        node = self.leaf(np.asarray(out), tracked=tracked)
        if tracked:
            back = pulls(op, self.bugs)(out, *args, *extra, **named)
            edges = [
                (x, self.fitted(op, back[n], args[n])) for n, x in self.slots(tensors)
            ]
            self.tape.append((node, edges))
        return node

    def slots(self, tensors: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Say which argument's rule serves which parent."""
        if "first_parent_only" in self.bugs:
            return tensors[:1]
        if "argnum_enumerated" in self.bugs:
            return [(n, x) for n, (_, x) in enumerate(tensors)]
        if "same_operand_once" in self.bugs:
            return [
                p for p in tensors if p[1] not in [x for n, x in tensors if n < p[0]]
            ]
        return tensors

    def fitted(self, op: str, pull: Any, operand: Any) -> Callable[[Any], Any]:
        """Let the pull end in the operand's shape."""
        if op not in STRETCHING:
            chosen: Callable[[Any], Any] = pull
            return chosen
        fit = picked(fitting.WRONG, self.bugs, fitting.fit)
        return lambda g: fit(pull(g), np.shape(operand))

    def add(self, grads: dict[int, Any], node: int, new: Any) -> None:
        """Add a contribution."""
        if node not in grads:
            grads[node] = new
        elif picked(IN_PLACE, self.bugs, None) == grads[node].flags.writeable:
            grads[node] += new
        else:
            grads[node] = picked(ADDING, self.bugs, np.add)(grads[node], new)

    def backward(self, end: int, gout: Any) -> None:
        """Walk the tape from its end, then hand out what reached the leaves."""
        start = np.ones(self.values[end].shape)
        if gout is not None and "end_grad_ignored" not in self.bugs:
            start = gout
        if "end_grad_mean" in self.bugs:
            start = start / start.size
        nodes = set(self.paths(end))
        grads = {node: g for node, g in self.kept.items() if node in nodes}
        if "recursive_accumulated" in self.bugs:
            self.down(grads, end, start)
            nodes.difference_update(node for node, _ in self.tape)
            order = sorted(nodes)
        else:
            self.add(grads, end, start)
            order = self.order(end, nodes)
        self.walk(order, grads)

    def walk(self, order: list[int], grads: dict[int, Any]) -> None:
        """Hand on what has arrived, node by node."""
        steps = dict(self.tape)
        for node in order:
            if node not in grads:
                continue
            if node in steps:
                for parent, pull in steps[node]:
                    self.add(grads, parent, pull(grads[node]))
            elif self.tracked[node] or "grad_on_constants" in self.bugs:
                self.deposit(node, grads[node])
        if "stale_intermediate" in self.bugs:
            self.kept = {n: np.array(g) for n, g in grads.items() if n in steps}

    def order(self, end: int, nodes: set[int]) -> list[int]:
        """Return the nodes, last made first, or as the bug has it."""
        if "order_forward" in self.bugs:
            return sorted(nodes)
        if "no_visited" in self.bugs:
            return self.paths(end)[::-1]
        if not {"order_bfs", "order_preorder"} & self.bugs:
            return sorted(nodes, reverse=True)
        steps, seen, waiting = dict(self.tape), list[int](), [end]
        at = 0 if "order_bfs" in self.bugs else -1
        while waiting:
            node = waiting.pop(at)
            if node not in seen:
                seen.append(node)
                parents = [parent for parent, _ in steps.get(node, ())]
                waiting += parents if at == 0 else parents[::-1]
        return seen

    def paths(self, node: int) -> list[int]:
        """List what a node is made of, inputs first, once for every path."""
        steps = dict(self.tape).get(node, ())
        return [*(n for parent, _ in steps for n in self.paths(parent)), node]

    def down(self, grads: dict[int, Any], node: int, new: Any) -> None:
        """Pass the running total on at every arrival."""
        self.add(grads, node, new)
        for parent, pull in dict(self.tape).get(node, ()):
            self.down(grads, parent, pull(grads[node]))

    def deposit(self, node: int, g: Any) -> None:
        """Add to a leaf's gradient."""
        g = np.sum(g) if "leaf_sum_scalar" in self.bugs else np.asarray(g)
        g = g.astype(np.int64) if "int_buffer" in self.bugs else g
        if node in self.grads and "leaf_overwrite" not in self.bugs:
            g = self.grads[node] + g
        self.grads[node] = np.asarray(g)

    def gradient(self, tensor: int) -> Any:
        """Look a leaf's gradient up."""
        return self.grads.get(tensor)

    def clear(self, parameters: Sequence[int]) -> None:
        """Forget gradients."""
        some = parameters[:1] if "zero_grad_first" in self.bugs else parameters
        for each in () if "zero_grad_noop" in self.bugs else some:
            self.grads.pop(each, None)

    def step(self, parameters: Sequence[int], rate: float) -> None:
        """Move the parameters' arrays."""
        rate = 1.0 if "sgd_no_lr" in self.bugs else rate
        rate = -rate if "sgd_ascent" in self.bugs else rate
        for each in parameters:
            array = self.values[each]
            if "sgd_rebinds" in self.bugs:
                array = array - rate * self.grads[each]
            else:
                array[...] -= rate * self.grads[each]
