"""Count what happens in this process and leaves no row: rings, streams, refusals."""

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge
from prometheus_client.multiprocess import MultiProcessCollector

RINGS_FAILED = Counter("pairgrad_rings_failed", "Bells that nobody could be rung with")
ANSWERS = Counter(
    "pairgrad_answers", "Answers of the web by class of status", ["status"]
)
THROTTLED = Counter("pairgrad_throttled", "Requests refused because they came too fast")
STREAMS_REFUSED = Counter("pairgrad_streams_refused", "Live streams sent to polling")
STREAMS_OPEN = Gauge(
    "pairgrad_streams_open", "Live streams open now", multiprocess_mode="livesum"
)


def registry(*, shared: bool) -> CollectorRegistry:
    """Return what to show: of this process, or of all that share a folder."""
    if not shared:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
