"""Compose a cross-entropy from an engine's own ops, and the ways to get it wrong."""

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.misconceptions.styles.play import Engine


class Wire:
    """A tensor of some engine with the operators a loss needs."""

    def __init__(self, engine: Engine, tensor: Any) -> None:
        self.engine = engine
        self.tensor = tensor

    def to(self, op: str, *operands: Any, extra: Any = (), **named: Any) -> "Wire":
        """Do one op."""
        others = [x.tensor if isinstance(x, Wire) else x for x in operands]
        made = self.engine.apply(op, [self.tensor, *others], extra, named)
        return Wire(self.engine, made)

    def at(self, labels: Any) -> "Wire":
        """Pick the right class of each row."""
        return self.to("getitem", extra=((np.arange(len(labels)), labels),))

    def of(self, labels: Any) -> "Wire":
        """Pick the entries of these classes."""
        return self.to("getitem", extra=((labels,),))


Loss = Callable[[Wire, Any, frozenset[str]], Wire]


def difference(x: Wire, labels: Any, bugs: frozenset[str]) -> Wire:
    """Return log sum exp minus the right logit."""
    right = x.at(labels)
    if "ce_no_normaliser" in bugs:
        return right.to("negative")
    if "ce_softmax_axis0" in bugs:
        total = x.to("exp").to("sum", dim=0).to("log").of(labels)
    else:
        total = x.to("exp").to("sum", dim=1).to("log")
    if "ce_no_minus" in bugs:
        return right.to("subtract", total)
    loss = total.to("subtract", right)
    return (
        loss.to("true_divide", float(len(labels))) if "ce_batch_mean" in bugs else loss
    )


def ratio(x: Wire, labels: Any, bugs: frozenset[str]) -> Wire:
    """Return minus the logarithm of the right class's share."""
    right = x.at(labels).to("exp")
    if "ce_softmax_axis0" in bugs:
        right = right.to("true_divide", x.to("exp").to("sum", dim=0).of(labels))
    elif "ce_no_normaliser" not in bugs:
        right = right.to("true_divide", x.to("exp").to("sum", dim=1))
    loss = right.to("log")
    if "ce_no_minus" not in bugs:
        loss = loss.to("negative")
    return (
        loss.to("true_divide", float(len(labels))) if "ce_batch_mean" in bugs else loss
    )


def softmax(x: Wire, labels: Any, bugs: frozenset[str]) -> Wire:
    """Return minus the logarithm of all shares, of which the right one is picked."""
    shares = x.to("exp")
    axis = 0 if "ce_softmax_axis0" in bugs else 1
    if "ce_no_normaliser" not in bugs:
        shares = shares.to("true_divide", shares.to("sum", dim=axis, keepdim=True))
    loss = shares.to("log").at(labels)
    if "ce_no_minus" not in bugs:
        loss = loss.to("negative")
    return (
        loss.to("true_divide", float(len(labels))) if "ce_batch_mean" in bugs else loss
    )
