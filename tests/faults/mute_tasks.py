"""The real Celery worker, which is killed before it can tell anyone of a result."""

import os
import signal

import slow_tasks

from workers import serving

app = slow_tasks.app


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


serving._tell = die
