"""Hold the rows of the ops beyond the course."""

from collections.abc import Callable, Sequence
from typing import Any

FURTHER_FORWARD: dict[str, Callable[..., Any]] = {}
FURTHER_BACKWARD: dict[str, Sequence[Callable[..., Any]]] = {}
