"""An engine that never makes a gradient twice: zeroed buffers, added to in place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.misconceptions.styles import fitting
from exercises.misconceptions.styles.losses import Wire, difference
from exercises.misconceptions.styles.play import Bugs, picked
from exercises.misconceptions.styles.pulls import pulls
from reference_engine.rules import FORWARD

STRETCHING = {"add", "subtract", "multiply", "true_divide", "maximum"}


@dataclass(eq=False, slots=True)
class Cell:
    """A value with a buffer for its gradient, and its height above the leaves."""

    array: Any
    tracked: bool
    height: int = 0
    inputs: list["Cell"] = field(default_factory=list)
    pulls: list[Any] = field(default_factory=list)
    buffer: Any = None
    grad: Any = None


class Buffers:
    """Cells from the highest to the lowest; all of one height at a time."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs

    def leaf(self, array: Any, *, tracked: bool) -> Cell:
        """Make a cell on the ground."""
        return Cell(array, tracked)

    def value(self, tensor: Cell) -> Any:
        """Return the array."""
        return tensor.array

    def gradient(self, tensor: Cell) -> Any:
        """Return the gradient."""
        return tensor.grad

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> Cell:
        """Put a cell on top of its operands."""
        if op == "cross_entropy":
            made: Cell = difference(Wire(self, operands[0]), extra[0], self.bugs).tensor
            return made
        args = [x.array if isinstance(x, Cell) else x for x in operands]
        cell = Cell(np.asarray(FORWARD[op](*args, *extra, **named)), tracked=False)
        inputs = [(n, x) for n, x in enumerate(operands) if isinstance(x, Cell)]
        flags = {x.tracked for _, x in inputs}
        cell.tracked = flags == {True} if "rg_all" in self.bugs else True in flags
        if cell.tracked:
            cell.height = 1 + max(x.height for _, x in inputs)
            made_of = pulls(op, self.bugs)(cell.array, *args, *extra, **named)
            for n, x in self.connected(inputs):
                cell.inputs.append(x)
                shape = np.shape(args[n]) if op in STRETCHING else None
                cell.pulls.append((made_of[n], shape))
        return cell

    def connected(self, inputs: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
        """Return which rule serves which input."""
        if "argnum_enumerated" in self.bugs:
            inputs = [(n, x) for n, (_, x) in enumerate(inputs)]
        cells = [x for _, x in inputs]
        if (
            "same_operand_once" in self.bugs
            and len(cells) == 2
            and cells[0] is cells[1]
        ):
            return inputs[:1]
        return inputs[:1] if "first_parent_only" in self.bugs else inputs

    def receive(self, cell: Cell, new: Any) -> None:
        """Add into the cell's buffer."""
        sharing = {"inplace_alias", "readonly_accumulate"} & self.bugs
        if cell.buffer is None or "overwrite" in self.bugs:
            cell.buffer = np.asarray(new) if sharing else np.array(new)
        elif "acc_mean" in self.bugs:
            cell.buffer = (cell.buffer + new) / 2
        elif "keep_first" not in self.bugs:
            fits = np.shape(new) == cell.buffer.shape
            wanted = "readonly_accumulate" not in self.bugs
            if fits and (not sharing or cell.buffer.flags.writeable == wanted):
                cell.buffer += new
            else:
                cell.buffer = cell.buffer + new

    def backward(self, end: Cell, gout: Any) -> None:
        """Empty the buffers from the top down."""
        start = np.ones(end.array.shape)
        if gout is not None and "end_grad_ignored" not in self.bugs:
            start = gout
        start = start / max(1, start.size) if "end_grad_mean" in self.bugs else start
        cells = self.cells(end)
        for cell in cells:
            if not cell.inputs or "stale_intermediate" not in self.bugs:
                cell.buffer = None
        if "recursive_accumulated" in self.bugs:
            self.down(end, start)
            self.finish([cell for cell in cells if not cell.inputs])
            return
        self.receive(end, start)
        for cell in self.order(end, cells):
            if cell.buffer is not None:
                for n, each in enumerate(cell.inputs):
                    self.receive(each, self.pulled(cell, n))
                self.finish([] if cell.inputs else [cell])

    def pulled(self, cell: Cell, n: int) -> Any:
        """Return what input ``n`` gets."""
        pull, shape = cell.pulls[n]
        raw = pull(cell.buffer)
        if shape is None:
            return raw
        return picked(fitting.WRONG, self.bugs, fitting.fit)(np.asarray(raw), shape)

    def down(self, cell: Cell, new: Any) -> None:
        """Pass the buffer on at every arrival."""
        self.receive(cell, new)
        for n, each in enumerate(cell.inputs):
            self.down(each, self.pulled(cell, n))

    def cells(self, end: Cell) -> list[Cell]:
        """Return all cells below, the nearest first."""
        found = [end]
        for cell in found:
            found += [x for x in dict.fromkeys(cell.inputs) if x not in found]
        return found

    def order(self, end: Cell, cells: list[Cell]) -> list[Cell]:
        """Return the cells from the highest down, or as the bug has it."""
        if "order_bfs" in self.bugs:
            return cells
        if "order_preorder" in self.bugs:
            return list(dict.fromkeys(self.unfolded(end, first=True)))
        if "no_visited" in self.bugs:
            return self.unfolded(end)[::-1]
        upward = "order_forward" in self.bugs
        return sorted(cells, key=lambda cell: cell.height, reverse=not upward)

    def unfolded(self, cell: Cell, *, first: bool = False) -> list[Cell]:
        """List a cell once for every path, before or after what it stands on."""
        below = [x for each in cell.inputs for x in self.unfolded(each, first=first)]
        return [cell, *below] if first else [*below, cell]

    def finish(self, leaves: list[Cell]) -> None:
        """Move what a leaf's buffer holds into its gradient."""
        for cell in leaves:
            if cell.buffer is None:
                continue
            if not cell.tracked and "grad_on_constants" not in self.bugs:
                continue
            new = cell.buffer.copy()
            if "leaf_sum_scalar" in self.bugs:
                new = np.asarray(new.sum())
            if "int_buffer" in self.bugs:
                new = new.astype("int64")
            if cell.grad is None or "leaf_overwrite" in self.bugs:
                cell.grad = new
            else:
                cell.grad = cell.grad + new

    def clear(self, parameters: Sequence[Cell]) -> None:
        """Fill gradients with zeros."""
        for each in parameters:
            if "zero_grad_noop" in self.bugs or each.grad is None:
                continue
            if "zero_grad_first" in self.bugs and each is not parameters[0]:
                continue
            each.grad = np.zeros_like(each.grad)

    def step(self, parameters: Sequence[Cell], rate: float) -> None:
        """Move the parameters in place."""
        for each in parameters:
            array = each.array.copy() if "sgd_rebinds" in self.bugs else each.array
            scaled = each.grad * picked({"sgd_no_lr": 1.0}, self.bugs, rate)
            array += scaled if "sgd_ascent" in self.bugs else -scaled
