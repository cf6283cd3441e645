"""The real Celery worker on a machine whose clock is off by SKEW_SECONDS."""

import os
from datetime import UTC, datetime, timedelta

import slow_tasks

from service import clock

app = slow_tasks.app
skew = timedelta(seconds=float(os.environ["SKEW_SECONDS"]))
clock.now = lambda: datetime.now(UTC) + skew
