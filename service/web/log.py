"""Log the requests worth reading about: those that changed something, failed or dragged."""

import time

import structlog
from flask import Flask, Response, g, request

from service import tally
from service.web.rows import request_id

SLOW_SECONDS = 1.0
# Thousands of polls and streams an hour tell nothing.
READS = {"GET", "HEAD", "OPTIONS"}
log = structlog.get_logger()


def attach(app: Flask) -> None:
    """Note when a request begins, and say how it ended."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.monotonic()


def _end(response: Response) -> Response:
    # A hook of another part may end a request before ours saw it begin.
    seconds = time.monotonic() - g.get("began", time.monotonic())
    tally.ANSWERS.labels(f"{response.status_code // 100}xx").inc()
    if response.status_code == 429:
        tally.THROTTLED.inc()
    failed = response.status_code >= 500
    if failed or request.method not in READS or seconds > SLOW_SECONDS:
        log.log(
            40 if failed else 20,
            "request",
            request=request_id(),
            method=request.method,
            # Not the path: a sign-in link's holds its secret.
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round(1000 * seconds),
        )
    return response
