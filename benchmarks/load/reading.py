"""Let a whole course read while some hand in, and see what a page costs."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from sqlalchemy import Engine

from benchmarks.load.figures import p95
from benchmarks.load.rush import hand_in, served
from benchmarks.visitor import Visitor

# One student reads a page for as long, in seconds.
READS_FOR = 30
PAGES = ("/ladder", "/exercises/log_back", "/exercises/multiply_back", "/leaderboard")
AT_ONCE = 64


class Reader:
    """Pages asked for at even moments, whatever the answers take."""

    def __init__(self) -> None:
        """Begin with no page read."""
        self.seconds: list[float] = []
        self.failed: list[str] = []

    def read(self, visitor: Visitor, path: str) -> None:
        """Read one page."""
        began = monotonic()
        if visitor.get(path) is None:
            self.failed.append(path)
        self.seconds.append(monotonic() - began)

    def crowd(
        self, students: Sequence[Visitor], count: int, meanwhile: Callable[[], None]
    ) -> None:
        """Let students take turns, each with a page every READS_FOR seconds."""
        beside = threading.Thread(target=meanwhile)
        pause = READS_FOR / len(students)
        began = monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            beside.start()
            for number in range(count):
                threading.Event().wait(max(0, began + number * pause - monotonic()))
                student = students[number % len(students)]
                pool.submit(self.read, student, PAGES[number % len(PAGES)])
        beside.join()


def reading_while(
    engine: Engine, students: Sequence[Visitor], pairs: Sequence[Visitor], count: int
) -> dict[str, float]:
    """Return the p95 of a page in three states of the server, as ratios to the first.

    Quiet: one reader, one page after another. Read: all students. Busy: all students,
    while each of ``pairs`` hands in within a second.
    """
    quiet, read, busy = Reader(), Reader(), Reader()
    for number in range(max(20, count // 4)):
        quiet.read(students[0], PAGES[number % len(PAGES)])
    read.crowd(students, count, lambda: None)
    refused: list[int] = []

    def submit() -> None:
        tokens, failed = hand_in(pairs, within=1)
        refused.append(failed)
        served(engine, tokens)

    busy.crowd(students, count, submit)
    base = p95(quiet.seconds)
    return {
        "read_over_quiet": p95(read.seconds) / base,
        "busy_over_quiet": p95(busy.seconds) / base,
        "busy_over_read": p95(busy.seconds) / p95(read.seconds),
        "failed": len(quiet.failed + read.failed + busy.failed) + sum(refused),
    }
