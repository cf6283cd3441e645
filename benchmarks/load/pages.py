"""Hold live pages open: each reads itself again when it is told that something changed."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from benchmarks.visitor import Visitor

# What the ladder's page reads again when its pair's topic is told, as live.js does.
PAIR_REGIONS = ("/ladder/rungs", "/pair/roles", "/help/button")
BOARD_REGIONS = ("/class/rows", "/class/visits")


class LivePages:
    """Pages of visitors, each on a topic with its regions; counts what they read."""

    def __init__(self) -> None:
        """Begin with none."""
        self.reads: Counter[str] = Counter()
        self.failed = 0
        self._over = threading.Event()
        self._open = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []

    def open(self, visitor: Visitor, topic: str, regions: tuple[str, ...]) -> None:
        """Open one page."""
        page = threading.Thread(target=self._live, args=(visitor, topic, regions))
        page.daemon = True
        page.start()
        self._threads.append(page)

    def wait(self) -> None:
        """Come back when each page's stream has been accepted."""
        for _ in self._threads:
            if not self._open.acquire(timeout=60):
                raise TimeoutError("a live page did not open")

    def _live(self, visitor: Visitor, topic: str, regions: tuple[str, ...]) -> None:
        with suppress(OSError):
            for told in visitor.listen(topic, self._over):
                if not told:
                    self._open.release()
                    continue
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
        pages.open(member, f"pair:{member.pair_id}", PAIR_REGIONS)
    pages.open(instructor, f"course:{course}", BOARD_REGIONS)
    try:
        pages.wait()
        yield pages
    finally:
        pages.close()
