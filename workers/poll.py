"""Work without any broker: look into the database for something to serve.

Start with ``python -m workers.poll --queue live,regrade``, or ``--queue stretch``.
"""

import argparse
import signal
import threading
import time
from types import FrameType

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service import config, logs
from workers.desk import Desk
from workers.priority import give_way
from workers.serving import serve_next

IDLE_SECONDS = 0.5
log = structlog.get_logger()


def run(desk: Desk, stop: threading.Event) -> None:
    """Serve gradings one after the other until ``stop``; look twice a second if idle."""
    while not stop.is_set():
        try:
            served = serve_next(desk)
        except SQLAlchemyError as error:
            log.warning("database not reached", error=str(error))
            served = False
        if not served:
            # Not stop.wait: a signal's handler that sets what its own thread is waiting
            # on can lock up.
            time.sleep(IDLE_SECONDS)


def main(arguments: list[str] | None = None) -> None:
    """Run until SIGTERM or SIGINT; the grading in work is finished first."""
    parser = argparse.ArgumentParser(prog="python -m workers.poll", description=__doc__)
    parser.add_argument(
        "--queue", default="live,regrade", help="queues by comma, the first names us"
    )
    queues = tuple(parser.parse_args(arguments).queue.split(","))
    stop = threading.Event()

    def asked_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked_to_stop)
    logs.configure()
    give_way(queues)
    desk = Desk(config.read(), queues)
    try:
        run(desk, stop)
    finally:
        desk.close()


if __name__ == "__main__":
    main()
