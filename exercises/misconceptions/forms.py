"""List right ways to write the engine in which a mistake shows elsewhere.

A pair's relu may be a maximum with 0 or have a rule; its loss may be composed in three
ways; its walk may take any valid order. None of them is a mistake, but a diagnosis that
knows one of them only would not recognise a mistake in the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.misconceptions import orders
from exercises.misconceptions.tape import (
    log_of_each_share,
    log_of_ratio,
    log_of_softmax,
)
from exercises.misconceptions.variants import VARIANTS


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One right way to fill a slot that is not the course's usual one."""

    id: str
    slot: str
    override: Mapping[str, Any]


_FORMS = (
    Form("relu_own_rule", "relu", {"relu": lambda g, out, _x: g * (out > 0)}),
    Form("ce_ratio", "ce", {"loss": log_of_ratio}),
    Form("ce_softmax", "ce", {"loss": log_of_softmax}),
    Form("ce_log_softmax", "ce", {"loss": log_of_each_share}),
    Form("order_reversed", "order", {"order": orders.from_the_other_side}),
    Form("order_counted", "order", {"order": orders.counted_first_in}),
    Form("order_counted_last", "order", {"order": orders.counted_last_in}),
    Form("order_by_height", "order", {"order": orders.highest_first}),
    Form("order_per_path", "order", VARIANTS["recursion per path"]),
    Form("ce_shifted", "ce", VARIANTS["shifted loss"]),
)
FORMS: Mapping[str, Form] = {each.id: each for each in _FORMS}
