"""The real Celery worker, but for its sandbox."""

from functools import partial

from slow_box import open_slow

from workers import tasks
from workers.desk import Desk

tasks.Desk = partial(Desk, opener=open_slow)
app = tasks.app
