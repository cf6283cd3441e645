"""An engine of plain loops: sums over named axes, a table of edges, recursion."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.misconceptions.styles import fitting, slopes
from exercises.misconceptions.styles.losses import Wire, softmax
from exercises.misconceptions.styles.play import Bugs, picked
from reference_engine.rules import FORWARD

STRETCHING = {"add", "subtract", "multiply", "true_divide", "maximum"}


class Loops:
    """Tensors are keys of dicts; each path hands its share down by itself."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs
        self.arrays: dict[str, Any] = {}
        self.tracked: set[str] = set()
        self.made: dict[str, tuple[str, Any, Any, Any, list[tuple[int, str]]]] = {}
        self.grads: dict[str, Any] = {}
        self.old: dict[str, Any] = {}

    def leaf(self, array: Any, *, tracked: bool) -> str:
        """Name an input."""
        name = f"t{len(self.arrays)}"
        self.arrays[name] = array
        if tracked:
            self.tracked.add(name)
        return name

    def value(self, tensor: str) -> Any:
        """Look the array up."""
        return self.arrays[tensor]

    def gradient(self, tensor: str) -> Any:
        """Look the gradient up."""
        return self.grads.get(tensor)

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> str:
        """Compute and remember the edges."""
        if op == "cross_entropy":
            made: str = softmax(Wire(self, operands[0]), extra[0], self.bugs).tensor
            return made
        args = tuple(self.arrays[x] if isinstance(x, str) else x for x in operands)
        edges = [(n, x) for n, x in enumerate(operands) if isinstance(x, str)]
        inside = [x in self.tracked for _, x in edges]
        wanted = False not in inside if "rg_all" in self.bugs else True in inside
        node = self.leaf(
            np.asarray(FORWARD[op](*args, *extra, **named)), tracked=wanted
        )
        if wanted:
            self.made[node] = (op, args, tuple(extra), named, self.recorded(edges))
        return node

    def recorded(self, edges: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Return the edges that are kept."""
        kept: list[tuple[int, str]] = []
        for at, (n, x) in enumerate(edges):
            if "first_parent_only" in self.bugs and at:
                continue
            if "same_operand_once" in self.bugs and x in [p for _, p in kept]:
                continue
            kept.append((at if "argnum_enumerated" in self.bugs else n, x))
        return kept

    def sent(self, node: str, n: int, g: Any) -> Any:
        """Return what goes along one edge."""
        op, args, extra, named, _ = self.made[node]
        made = (self.arrays[node], args, extra, named)
        raw = slopes.back(op, n, self.bugs, g, made)
        if op not in STRETCHING:
            return raw
        fit = picked(fitting.WRONG, self.bugs, fitting.fit)
        return fit(np.asarray(raw), np.shape(args[n]))

    def joined(self, total: dict[str, Any], node: str, new: Any) -> None:
        """Join what arrives with what is there."""
        held = total.get(node)
        if held is None or "overwrite" in self.bugs:
            total[node] = new
        elif "inplace_alias" in self.bugs:
            held += new
        elif "acc_mean" in self.bugs:
            total[node] = held / 2 + new / 2
        elif "keep_first" not in self.bugs:
            total[node] = held + new

    def backward(self, end: str, gout: Any) -> None:
        """Pass gradients down, node by node in an order found by depth."""
        shape = self.arrays[end].shape
        plain = gout is None or "end_grad_ignored" in self.bugs
        start = np.ones(shape) if plain else gout
        if "end_grad_mean" in self.bugs:
            start = start * (1 / max(start.size, 1))
        inside = set(self.walked(end, []))
        total = {node: g for node, g in self.old.items() if node in inside}
        if "recursive_accumulated" in self.bugs:
            self.down(total, end, start)
            order = [node for node in total if node not in self.made]
        else:
            self.joined(total, end, start)
            order = self.order(end)
        for node in order:
            if node in total and node in self.made:
                for n, parent in self.made[node][4]:
                    self.joined(total, parent, self.sent(node, n, total[node]))
            elif node in total:
                self.deposit(node, total[node])
        if "stale_intermediate" in self.bugs:
            self.old = {n: np.array(g) for n, g in total.items() if n in self.made}

    def depth(self, node: str) -> int:
        """Return the longest way down to a leaf."""
        edges = self.made[node][4] if node in self.made else []
        return 1 + max((self.depth(parent) for _, parent in edges), default=0)

    def walked(self, node: str, seen: list[str]) -> list[str]:
        """List nodes as a walk down meets them, each once."""
        if node not in seen:
            seen.append(node)
            for _, parent in self.made[node][4] if node in self.made else ():
                self.walked(parent, seen)
        return seen

    def order(self, end: str) -> list[str]:
        """Return the deepest node first: what it is made of is less deep."""
        if "no_visited" in self.bugs:
            return self.every(end)[::-1]
        if "order_preorder" in self.bugs:
            return self.walked(end, [])
        if "order_bfs" in self.bugs:
            queue = [end]
            for node in queue:
                for _, parent in self.made[node][4] if node in self.made else ():
                    if parent not in queue:
                        queue.append(parent)
            return queue
        deepest = "order_forward" not in self.bugs
        return sorted(self.walked(end, []), key=self.depth, reverse=deepest)

    def every(self, node: str) -> list[str]:
        """List what a node is made of, inputs first, once for every path."""
        edges = self.made[node][4] if node in self.made else []
        return [*(x for _, parent in edges for x in self.every(parent)), node]

    def down(self, total: dict[str, Any], node: str, new: Any) -> None:
        """Pass the running total on at every arrival."""
        self.joined(total, node, new)
        if node in self.made:
            for n, parent in self.made[node][4]:
                self.down(total, parent, self.sent(node, n, total[node]))

    def deposit(self, node: str, g: Any) -> None:
        """Add to a leaf's gradient, element by element."""
        if node not in self.tracked and "grad_on_constants" not in self.bugs:
            return
        g = np.array(np.sum(g) if "leaf_sum_scalar" in self.bugs else g)
        g = g.astype(np.int64) if "int_buffer" in self.bugs else g
        if node in self.grads and "leaf_overwrite" not in self.bugs:
            g = g + self.grads[node]
        self.grads[node] = np.asarray(g)

    def clear(self, parameters: Sequence[str]) -> None:
        """Forget gradients."""
        if "zero_grad_noop" in self.bugs:
            return
        for each in parameters:
            self.grads.pop(each, None)
            if "zero_grad_first" in self.bugs:
                return

    def step(self, parameters: Sequence[str], rate: float) -> None:
        """Move the parameters number by number."""
        for each in parameters:
            array = self.arrays[each]
            target = array.copy() if "sgd_rebinds" in self.bugs else array
            grad = np.broadcast_to(self.grads[each], array.shape)
            for at in np.ndindex(*array.shape):
                size = float(grad[at]) * (1.0 if "sgd_no_lr" in self.bugs else rate)
                target[at] += size if "sgd_ascent" in self.bugs else -size
