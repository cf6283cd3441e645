"""Ring for a worker; the message carries an id, the row carries the truth.

Losing a bell loses nothing: the sweeper rings again. Hearing one twice does nothing:
a claim is a conditional update. So no option here buys reliability; each one keeps
Celery from adding a failure of its own.
"""

from functools import lru_cache
from typing import Any

import redis
from celery import Celery

from service import tally
from service.broker import PREFIX, UNREACHABLE, has_broker
from service.config import Settings

TASKS = {
    "live": "workers.tasks.grade",
    "regrade": "workers.tasks.grade",
    "stretch": "workers.tasks.train",
}


@lru_cache(maxsize=4)
def make_app(settings: Settings) -> Celery:
    """Return the Celery application, for ringing and for working."""
    app = Celery("pairgrad", broker=_broker_url(settings), set_as_current=False)
    app.conf.update(OPTIONS)
    app.conf.broker_transport_options = _transport(settings)
    return app


OPTIONS: dict[str, Any] = {
    # Results live in rows; a backend would be a second, lossy truth.
    "task_ignore_result": True,
    # Late acks are redelivered by a timer of the broker that nothing extends: a long
    # task runs twice, a killed one comes back after an hour. The lease does it in
    # seconds, so the message may go as soon as it is heard.
    "task_acks_late": False,
    # The multiplier alone still reserves one message behind a long job, where no idle
    # worker can hear it.
    "worker_prefetch_multiplier": 1,
    "worker_disable_prefetch": True,
    # Whatever leaks, leaks for two hundred gradings at most (KiB for the memory).
    "worker_max_tasks_per_child": 200,
    "worker_max_memory_per_child": 1_000_000,
    # A child starts its sandbox first; four seconds, the default, would kill it there.
    "worker_proc_alive_timeout": 60.0,
    # A supervisor starts workers and Redis together: the first to come waits.
    "broker_connection_retry_on_startup": True,
    # By default a worker gives up and exits after a hundred tries.
    "broker_connection_max_retries": None,
    # A page must not wait for a broker that is down; the sweeper rings later.
    "task_publish_retry": False,
    # Pickled messages would let whoever reaches the broker run code.
    "task_serializer": "json",
    "accept_content": ["json"],
    # Nobody listens to events; they would fill Redis for nothing.
    "worker_send_task_events": False,
    # Celery's own log would otherwise swallow the program's.
    "worker_hijack_root_logger": False,
}


def _transport(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {
        # One Redis may serve others as well.
        "global_keyprefix": PREFIX,
        # Without them a dead peer hangs a page, or a worker, for ever.
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        # A half-open connection is found within a minute.
        "health_check_interval": 25,
        # Kombu otherwise tries for six seconds, whatever task_publish_retry says.
        "max_retries": 1,
        "interval_start": 0,
        "interval_max": 0.1,
    }
    if not settings.redis_url.startswith("unix:"):
        options["socket_keepalive"] = True  # an error on a Unix socket
    return options


def _broker_url(settings: Settings) -> str:
    # The same address is spelt differently by redis-py and by Celery.
    return settings.redis_url.replace("unix://", "redis+socket://", 1)


def ring(settings: Settings, grading_id: str, queue: str) -> bool:
    """Wake a worker of ``queue``; False: nobody could be rung, which is no error."""
    if not has_broker(settings):
        return False
    try:
        make_app(settings).send_task(
            TASKS[queue], args=[grading_id], queue=queue, retry=False
        )
    except UNREACHABLE:
        tally.RINGS_FAILED.inc()
        return False
    return True


def count_bells(settings: Settings, queue: str) -> int:
    """Return how many bells lie unheard in ``queue``; 0 if the broker is away."""
    if not has_broker(settings):
        return 0
    try:
        with redis.Redis.from_url(settings.redis_url, socket_timeout=5) as client:
            return int(client.llen(PREFIX + queue))
    except UNREACHABLE:
        return 0
