"""Run the sandbox and its rivals once each, and say what one run took."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from exercises.answers import Numbers
from exercises.questions import Op, Step
from workers.sandbox.box import Box
from workers.sandbox.guest import Guest

DOUBLE = "def double(x):\n    return x * 2\n"
QUESTION = (
    Step(op=Op.NAME, name="double"),
    Step(op=Op.VALUE, value=2.0),
    Step(op=Op.CALL, handles=(0, 1), observe=True),
)
QUESTIONS = 40  # of one submission, one at a time
BATCH = 10  # gradings whose processor time is added up
PAUSE_SECONDS = 0.03  # as between two submissions: the next child is ready
FRESH = (
    *("bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/"),
    *(sys.executable, "-c", "import numpy"),
)
PLAIN = (sys.executable, "-c", "import numpy")
# The same memory as a zygote has, and nothing done with it.
FLOOR = """
import gc, os, sys
from contextlib import suppress
from importlib import import_module
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from workers.guest.__main__ import PRELOAD
for name in PRELOAD:
    with suppress(ImportError):
        import_module(name)
gc.collect()
gc.freeze()
def spent():
    both = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
for line in sys.stdin:
    before = spent()
    for _ in range(int(line)):
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)
    print(spent() - before, flush=True)
"""


def opened(guest: Guest) -> None:
    """Load the submission and ask it one question; a wrong answer ends the run."""
    guest.scaffold("")
    guest.load(DOUBLE)
    observations, ended = guest.ask([QUESTION])
    record = observations[0].records[2] if observations else ended
    if not (isinstance(record, Numbers) and record.array == 4.0):
        raise SystemExit(f"a guest answered {record}: nothing was measured")


def warm(box: Box) -> float:
    """Return the seconds from a submission to its answer while a child waits."""
    time.sleep(PAUSE_SECONDS)
    started = time.perf_counter()
    with box.guest() as guest:
        opened(guest)
        return time.perf_counter() - started


def cold(box: Box) -> float:
    """Return the same when the child has to be made first."""
    time.sleep(PAUSE_SECONDS)
    with box.guest():  # takes the child that waited
        started = time.perf_counter()
        with box.guest() as guest:
            opened(guest)
            return time.perf_counter() - started


def again(box: Box) -> float:
    """Return the seconds of one more question to a live guest."""
    with box.guest() as guest:
        opened(guest)
        started = time.perf_counter()
        guest.ask([QUESTION])
        return time.perf_counter() - started


def whole(box: Box) -> float:
    """Return the seconds from a submission to its forty-first answer, guest gone."""
    time.sleep(PAUSE_SECONDS)
    started = time.perf_counter()
    with box.guest() as guest:
        opened(guest)
        for _ in range(QUESTIONS):
            guest.ask([QUESTION])
    return time.perf_counter() - started


def program(command: tuple[str, ...]) -> float:
    """Return the seconds one command takes."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Meter:
    """Processor time of everything one box needs: worker, zygote, guests."""

    box: Box

    def __call__(self) -> float:
        """Return the processor seconds of one grading, over a batch of them."""
        before = self._spent()
        guests = 0.0
        for _ in range(BATCH):
            with self.box.guest() as guest:
                opened(guest)
            guests += guest.fate.cpu if guest.fate else 0.0
        return (self._spent() - before + guests) / BATCH

    def _spent(self) -> float:
        ran = Path(f"/proc/{self._zygote}/schedstat").read_text().split()[0]
        return time.process_time() + int(ran) / 1e9

    @property
    def _zygote(self) -> int:
        pid = self.box.zygote.process.pid
        # Bubblewrap, the init of its namespace, the zygote.
        return below(below(pid)[0])[0] if self.box.tier == "A" else pid

    def dirty(self) -> int | None:
        """Return the KiB a guest shares with nobody; None where we may not look."""
        with self.box.guest() as guest:
            opened(guest)
            pid = below(self._zygote)[0]
            try:
                told = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except PermissionError:
                return None
        line = next(line for line in told.splitlines() if "Private_Dirty" in line)
        return int(line.split()[1])


class Floor:
    """Fork, exit, wait in a process as large as a zygote."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FLOOR],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path.cwd())},
        )
        return self

    def __call__(self) -> float:
        """Return the processor seconds of one round, over a batch of them."""
        talk = self._process
        if not talk.stdin or not talk.stdout:
            raise SystemExit("the floor has no pipes")
        talk.stdin.write(f"{BATCH}\n")
        talk.stdin.flush()
        return float(talk.stdout.readline()) / BATCH

    def __exit__(self, *_: object) -> None:
        with self._process:
            self._process.kill()


def below(pid: int) -> list[int]:
    """Return the children of a process."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]
