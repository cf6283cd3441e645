"""An engine of objects: a node knows the function object that made it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.misconceptions.styles.functions import FUNCTIONS, Node
from exercises.misconceptions.styles.losses import Wire, softmax
from exercises.misconceptions.styles.play import Bugs, picked
from reference_engine.rules import FORWARD


class Classes:
    """Depth first with a set of what was seen."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs
        self.kept: dict[Node, Any] = {}

    def leaf(self, array: Any, *, tracked: bool) -> Node:
        """Make a node nobody made."""
        return Node(array, tracked=tracked, made=None)

    def value(self, tensor: Node) -> Any:
        """Return the array."""
        return tensor.array

    def gradient(self, tensor: Node) -> Any:
        """Return the gradient."""
        return tensor.grad

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> Node:
        """Apply a function object."""
        if op == "cross_entropy":
            made: Node = softmax(Wire(self, operands[0]), extra[0], self.bugs).tensor
            return made
        if op == "relu" and not any(b.startswith("relu") for b in self.bugs):
            return self.apply("maximum", [operands[0], 0.0], (), {})
        args = [x.array if isinstance(x, Node) else x for x in operands] + list(extra)
        function = FUNCTIONS[op](self.bugs, args, named)
        function.out = np.asarray(FORWARD[op](*args, **named))
        inputs = [(n, x) for n, x in enumerate(operands) if isinstance(x, Node)]
        count = sum(x.tracked for _, x in inputs)
        tracked = count == len(inputs) if "rg_all" in self.bugs else count > 0
        function.parents = self.parents(inputs)
        return Node(function.out, tracked=tracked, made=function if tracked else None)

    def parents(self, inputs: list[tuple[int, Node]]) -> list[tuple[int, Node]]:
        """Return what is kept of the inputs."""
        if "argnum_enumerated" in self.bugs:
            return [(n, x) for n, (_, x) in enumerate(inputs)]
        if "first_parent_only" in self.bugs:
            return inputs[:1]
        if "same_operand_once" in self.bugs and len({x for _, x in inputs}) == 1:
            return inputs[:1]
        return inputs

    def backward(self, end: Node, gout: Any) -> None:
        """Send gradients down."""
        start = np.ones_like(end.array)
        if gout is not None and "end_grad_ignored" not in self.bugs:
            start = np.asarray(gout)
        if "end_grad_mean" in self.bugs:
            start = start / np.size(end.array)
        sums = {node: g for node, g in self.kept.items() if node in self.sorted(end)}
        if "recursive_accumulated" in self.bugs:
            self.recurse(sums, end, start)
            order = [node for node in sums if node.made is None]
        else:
            self.pay(sums, end, start)
            order = self.order(end)
        for node in order:
            if node in sums:
                self.visit(sums, node, sums[node])
        if "stale_intermediate" in self.bugs:
            self.kept = {node: g + 0.0 for node, g in sums.items() if node.made}

    def visit(self, sums: dict[Node, Any], node: Node, g: Any) -> None:
        """Pass a gradient on, or leave it on a leaf."""
        if node.made is None:
            self.deposit(node, g)
            return
        for sent, parent in node.made.back(g):
            self.pay(sums, parent, sent)

    def pay(self, sums: dict[Node, Any], node: Node, new: Any) -> None:
        """Add a contribution."""
        if node not in sums or "overwrite" in self.bugs:
            sums[node] = np.asarray(new)
        elif "keep_first" in self.bugs:
            return
        elif "inplace_alias" in self.bugs and sums[node].flags.writeable:
            sums[node] += new
        else:
            sums[node] = sums[node] + new
            if "acc_mean" in self.bugs:
                sums[node] = sums[node] / 2

    def recurse(self, sums: dict[Node, Any], node: Node, new: Any) -> None:
        """Pass the running total on at every arrival."""
        self.pay(sums, node, new)
        if node.made is not None:
            # One operand after the other: the total may grow in between.
            for at in range(len(node.made.parents)):
                sent, parent = node.made.back(sums[node])[at]
                self.recurse(sums, parent, sent)

    def order(self, end: Node) -> list[Node]:
        """Return the order of the walk."""
        if "order_bfs" in self.bugs:
            return self.levels(end)
        if "order_preorder" in self.bugs:
            return self.sorted(end, before=True)
        if "no_visited" in self.bugs:
            return self.unfolded(end)[::-1]
        order = self.sorted(end)
        return order if "order_forward" in self.bugs else order[::-1]

    def levels(self, end: Node) -> list[Node]:
        """List nodes by the shortest way to the end."""
        seen, level = [end], [end]
        while level:
            fresh = dict.fromkeys(p for node in level for p in node.below)
            level = [node for node in fresh if node not in seen]
            seen += level
        return seen

    def sorted(self, end: Node, *, before: bool = False) -> list[Node]:
        """List each node once, after what it was made of, or before."""
        order: list[Node] = []
        seen: set[Node] = set()

        def visit(node: Node) -> None:
            if node in seen:
                return
            seen.add(node)
            order.extend([node] if before else [])
            for parent in node.below:
                visit(parent)
            order.extend([] if before else [node])

        visit(end)
        return order

    def unfolded(self, node: Node) -> list[Node]:
        """List a node once for every path that leads to it."""
        return [*(n for parent in node.below for n in self.unfolded(parent)), node]

    def deposit(self, node: Node, g: Any) -> None:
        """Add to a leaf's gradient."""
        if not node.tracked and "grad_on_constants" not in self.bugs:
            return
        if "leaf_sum_scalar" in self.bugs:
            g = np.add.reduce(np.ravel(g))
        if "int_buffer" in self.bugs:
            g = np.array(g, dtype=int)
        held = None if "leaf_overwrite" in self.bugs else node.grad
        node.grad = np.asarray(g) if held is None else held + g

    def clear(self, parameters: Sequence[Node]) -> None:
        """Forget gradients."""
        stop = {"zero_grad_noop": 0, "zero_grad_first": 1}
        for each in parameters[: picked(stop, self.bugs, None)]:
            each.grad = None

    def step(self, parameters: Sequence[Node], rate: float) -> None:
        """Move the parameters."""
        factor = picked({"sgd_ascent": -rate, "sgd_no_lr": 1.0}, self.bugs, rate)
        for each in parameters:
            if each.grad is None:
                raise TypeError("a parameter has no gradient")
            if "sgd_rebinds" not in self.bugs:
                np.subtract(each.array, factor * each.grad, out=each.array)
