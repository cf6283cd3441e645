"""Hold live pages open: each reads itself again when it is told that something changed."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from benchmarks.visitor import Visitor

# What a ladder and a class board read again, and within which seconds, as live.js does.
WORK_REGIONS, WORK_SECONDS = ("/ladder/rungs",), (0.25, 2.25)
BOARD_REGIONS, BOARD_SECONDS = ("/class/rows", "/class/visits"), (0.25, 0.25)


class LivePages:
    """Pages of visitors, each on a topic with its regions; counts what they read."""

    def __init__(self) -> None:
        """Begin with none."""
        self.reads: Counter[str] = Counter()
        self.failed = 0
        self._over = threading.Event()
        self._open = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []

    def open(
        self,
        visitor: Visitor,
        topic: str,
        regions: tuple[str, ...],
        calm: tuple[float, float],
    ) -> None:
        """Open one page, which reads its regions some ``calm`` seconds after a hint."""
        page = threading.Thread(target=self._live, args=(visitor, topic, regions, calm))
        page.daemon = True
        page.start()
        self._threads.append(page)

    def wait(self) -> None:
        """Come back when each page's stream has been accepted."""
        for _ in self._threads:
            if not self._open.acquire(timeout=60):
                raise TimeoutError("a live page did not open")

    def _live(
        self,
        visitor: Visitor,
        topic: str,
        regions: tuple[str, ...],
        calm: tuple[float, float],
    ) -> None:
        with suppress(OSError):
            for told in visitor.listen(topic, self._over):
                if not told:
                    self._open.release()
                    continue
                self._over.wait(random.uniform(*calm))  # noqa: S311 - a moment
                for region in regions:
                    self.reads[region] += 1
                    self.failed += visitor.get(region) is None

    def close(self) -> None:
        """Let every page go; its stream ends with its next sign of life."""
        self._over.set()


@contextmanager
def open_pages(
    members: list[Visitor], instructor: Visitor, course: str, count: int
) -> Iterator[LivePages]:
    """Yield so many open pages of the pairs, and the instructor's board beside them."""
    pages = LivePages()
    for number in range(count):
        member = members[number % len(members)]
        pages.open(member, f"work:{member.pair_id}", WORK_REGIONS, WORK_SECONDS)
    pages.open(instructor, f"course:{course}", BOARD_REGIONS, BOARD_SECONDS)
    try:
        pages.wait()
        yield pages
    finally:
        pages.close()
