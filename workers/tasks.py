"""Work for Celery: each bell serves one grading, whichever is next.

Start with ``python -m celery -A workers.tasks worker -Q live,regrade``, or ``-Q stretch``.
"""

from celery import signals

from service import config, logs
from service.doorbell import make_app
from workers.desk import Desk
from workers.mortality import die_with_parent
from workers.priority import give_way
from workers.serving import serve_next

logs.configure()
settings = config.read()
app = make_app(settings)

# Backstops a minute beyond the sandbox's own limits, for when our side hangs.
GRADE_SECONDS = 120
TRAIN_SECONDS = 960

# Celery's pool children are processes of its own making: what one of them holds can
# only stand in its module.
_desks: list[Desk] = []


@signals.worker_process_init.connect
def open_desk(**_: object) -> None:
    """Make this child's engine and sandbox: neither survives a fork."""
    die_with_parent()
    give_way(app.amqp.queues.consume_from)
    _desk()


@signals.worker_process_shutdown.connect
def close_desk(**_: object) -> None:
    """End this child's sandbox with it."""
    while _desks:
        _desks.pop().close()


def _desk() -> Desk:
    if not _desks:  # also when the database was away at the start
        _desks.append(Desk(settings, tuple(app.amqp.queues.consume_from)))
    return _desks[0]


@app.task(name="workers.tasks.grade", time_limit=GRADE_SECONDS)
def grade(_grading_id: str) -> bool:
    """Serve the next grading; the id only woke us."""
    return serve_next(_desk())


@app.task(name="workers.tasks.train", time_limit=TRAIN_SECONDS)
def train(_grading_id: str) -> bool:
    """Serve the next training run; the id only woke us."""
    return serve_next(_desk())
