"""Attack our own sandbox once at start; one surprise and nothing is graded.

Stops: a layer that is configured and does not hold on this kernel. Does not stop: attacks
nobody has thought of; tests/escape has the long list.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.sandbox.box import Box


def check(box: "Box") -> None:
    """Raise GraderFault (SANDBOX_UNAVAILABLE) naming the canary that got through."""
