"""Keep what an engine showed of one graph, as data that a verdict can store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from exercises.nouns import Array

LARGEST = 64  # numbers; more are told by their shape


class Held(NamedTuple):
    """One thing an engine holds: an array, or the word for what is there instead."""

    array: Array | None = None
    word: str = ""

    @property
    def is_none(self) -> bool:
        """Tell whether it is None, as a gradient is that was never set."""
        return self.array is None and self.word == "None"


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What an engine showed: absent keys were not observed.

    ``values`` are the operations' results in the whole graph, ``gradients`` those of the
    leaves in the whole graph and of an operation's result where that is made a leaf.
    ``alone`` and ``alone_values`` are what one operation with leaves of its own and the
    right arriving gradient gives: by (operation, argument), and its result.
    """

    values: Mapping[int, Held] = field(default_factory=dict)
    gradients: Mapping[int, Held] = field(default_factory=dict)
    alone: Mapping[tuple[int, int], Held] = field(default_factory=dict)
    alone_values: Mapping[int, Held] = field(default_factory=dict)


def as_json(seen: Seen) -> dict[str, Any]:
    """Return it as JSON values; numbers that JSON lacks become words."""
    return {
        "values": {str(node): _plain(held) for node, held in seen.values.items()},
        "gradients": {str(node): _plain(held) for node, held in seen.gradients.items()},
        "alone": [[*edge, _plain(held)] for edge, held in seen.alone.items()],
        "alone_values": {
            str(node): _plain(held) for node, held in seen.alone_values.items()
        },
    }


def from_json(plain: Mapping[str, Any]) -> Seen:
    """Return what :func:`as_json` wrote."""

    def by_node(name: str) -> dict[int, Held]:
        return {int(node): _held(held) for node, held in plain[name].items()}

    return Seen(
        values=by_node("values"),
        gradients=by_node("gradients"),
        alone={(at, argument): _held(held) for at, argument, held in plain["alone"]},
        alone_values=by_node("alone_values"),
    )


def as_numbers(array: Array) -> Any:
    """Return nested lists in which nan and infinities are words: JSON has neither."""
    if array.ndim:
        return [as_numbers(np.asarray(row)) for row in array]
    value = float(array)
    return value if np.isfinite(value) else str(value)


def from_numbers(plain: Any) -> Array:
    """Return the array of :func:`as_numbers`."""
    return np.array(plain, dtype=np.float64)


def _plain(held: Held) -> dict[str, Any]:
    if held.array is None:
        return {"word": held.word}
    if held.array.size > LARGEST:
        return {"word": f"an array of shape {held.array.shape}"}
    return {"a": as_numbers(held.array)}


def _held(plain: Mapping[str, Any]) -> Held:
    if "a" in plain:
        return Held(from_numbers(plain["a"]))
    return Held(word=plain["word"])
