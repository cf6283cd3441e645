"""Grade ten thousand files in a row and see what piles up in the worker.

``python -m benchmarks.soak [--gradings N] [--json]``. Right files take turns with files
that raise, print, exit, crash, flood and make illegal calls. Memory is measured from
the fifth mark of twenty on, when every cache is filled.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from exercises.nouns import Kind, State
from workers.grading import grade
from workers.sandbox.box import Box

UNIT = "log_back"
BODY = "def log_back(grad_out, out, x):\n    {}\n"
RIGHT = (BODY.format("return grad_out / x"), State.PASSED, None)
FILES = (
    RIGHT,
    (BODY.format("return grad_out * x"), State.FAILED, Kind.VALUE),
    RIGHT,
    (BODY.format("return 1 / 0"), State.FAILED, Kind.ERROR),
    RIGHT,
    (BODY.format("import os; os._exit(0)"), State.FAILED, Kind.NO_ANSWER),
    (BODY.format("print('x' * 100_000); return grad_out / x"), State.PASSED, None),
    (BODY.format("import ctypes; ctypes.string_at(0)"), State.FAILED, Kind.CRASH),
    RIGHT,
    (
        BODY.format("import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)"),
        State.FAILED,
        Kind.SECURITY,
    ),
    (BODY.format("import os; os.write(4, b'x' * 99)"), State.FAILED, None),
    ("def log_back(:\n", None, None),
)
MARKS, WARM_MARKS = 20, 4
GROWTH_KIB = 4096
PAGE_KIB = resource.getpagesize() // 1024


@dataclass(frozen=True, slots=True)
class Mark:
    """What the worker holds at one moment."""

    gradings: int
    rss_kib: int
    descriptors: int
    processes: int
    zombies: int
    files: int


def descendants(pid: int) -> list[int]:
    """Return every process below one that is still there."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    children = [int(child) for child in told.split()]
    return children + [deeper for child in children for deeper in descendants(child)]


def is_zombie(pid: int) -> bool:
    """Tell whether a process has ended and nobody has waited for it."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        )
    except OSError:
        return False


def mark(gradings: int, folder: Path) -> Mark:
    """Count what there is now."""
    family = descendants(os.getpid())
    return Mark(
        gradings=gradings,
        rss_kib=int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_KIB,
        descriptors=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        processes=len(family),
        zombies=sum(map(is_zombie, family)),
        files=sum(1 for _ in folder.rglob("*")),
    )


def one(box: Box, at: int) -> None:
    """Grade one file; a verdict other than its own ends the run."""
    source, state, kind = FILES[at % len(FILES)]
    verdict = grade(
        filename="soak.py", data=source.encode(), units={UNIT}, suite=None, box=box
    )
    (unit,) = verdict.units
    right = state is None or (unit.state is state and kind in {None, unit.kind})
    if not right:
        raise SystemExit(f"grading {at}: {unit.state}, {unit.kind} on\n{source}")


def soak(gradings: int) -> list[Mark]:
    """Grade so many files and return twenty marks or more."""
    every = max(1, gradings // MARKS)
    marks = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tempfile.tempdir = name  # whatever anybody leaves is counted
        try:
            with Box(data=folder) as box:
                for at in range(gradings):
                    one(box, at)
                    if at % every == every - 1:
                        marks.append(mark(at + 1, folder))
            over = mark(gradings, folder)
        finally:
            tempfile.tempdir = None
    return [*marks, over]


def leaks(marks: list[Mark]) -> list[str]:
    """Return what grew, in words; the last mark is from after the sandbox's end."""
    *during, over = marks
    first, last = during[min(WARM_MARKS, len(during) - 1)], during[-1]
    found = []
    if last.rss_kib - first.rss_kib > GROWTH_KIB:
        found.append(f"memory grew from {first.rss_kib} to {last.rss_kib} KiB")
    if last.descriptors > first.descriptors:
        found.append(f"descriptors: {first.descriptors}, then {last.descriptors}")
    if last.files > first.files:
        found.append(f"files: {first.files}, then {last.files}")
    # The jail, its init, the zygote, a child that waits, one on its way out.
    if max(mark.processes for mark in during) > 5:
        found.append(f"{max(mark.processes for mark in during)} processes at once")
    if last.zombies > 1 or over.processes:
        found.append(f"{last.zombies} zombies, {over.processes} processes at the end")
    return found


def main() -> int:
    """Print the marks; return 1 where something piled up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradings", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    began = time.monotonic()
    marks = soak(wanted.gradings)
    found = leaks(marks)
    rows = [{name: getattr(each, name) for name in Mark.__slots__} for each in marks]
    rate = wanted.gradings / (time.monotonic() - began)
    if wanted.json:
        print(json.dumps({"marks": rows, "per_second": rate, "leaks": found}, indent=2))
    else:
        print("  ".join(Mark.__slots__))
        for row in rows:
            print("  ".join(f"{row[name]:>{len(name)}}" for name in row))
        print(f"{rate:.0f} gradings a second")
    for words in found:
        print(f"piled up: {words}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
