"""Write logs as JSON, a line each, that carry ids and never what the ids stand for."""

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# A log is read by more people, and kept for longer, than the rows.
WITHHELD = {"source", "token", "password", "expected", "code", "secret"}


def configure() -> None:
    """Log to standard error: the supervisor, or a container, gives each program a file."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            withhold,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def withhold(
    logger: object,  # noqa: ARG001 - structlog's signature
    method: str,  # noqa: ARG001
    event: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    """Replace the values that no log may hold."""
    for key in WITHHELD & event.keys():
        event[key] = "withheld"
    return event
