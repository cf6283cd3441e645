"""Throw mutated answers at the trusted parser and count what it makes of them.

``python -m benchmarks.fuzz [--frames N] [--seed S] [--json]``. It must raise nothing but
ProtocolError, return nothing but the records of docs/wire.md, and never take more memory
than two frames of the largest size. The first frame that breaks this is printed.
"""

import argparse
import json
import os
import random
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread

from benchmarks.fuzz_frames import frames
from exercises.answers import Note, Observation
from exercises.nouns import Kind
from workers.mnist import wire as training
from workers.sandbox.limits import CORE
from workers.sandbox.line import Line
from workers.sandbox.wire import FRAME_BYTES, ProtocolError, Trained, parse

MEMORY = 2 * FRAME_BYTES
STREAMS_PER_FRAME = 1 / 500  # a conversation takes pipes and system calls
ENDINGS = {Kind.PROTOCOL, Kind.NO_ANSWER, Kind.OUTPUT_LIMIT, Kind.TIMEOUT}


class Broken(Exception):  # noqa: N818 - the parser is broken, not this program
    """Report the frame that the parser mishandled."""


def outcome(frame: bytes) -> str:
    """Parse one frame in all ways we ever do and name what came of it."""
    readers: list[Callable[[bytes], object]] = [
        training.numbers,
        training.begun,
        lambda payload: training.commitments(payload, 3),
    ]
    for read in readers:
        with suppress(ProtocolError, training.TrainingRaised):
            read(frame)
    try:
        answer = parse(frame)
    except ProtocolError:
        return "refused"
    known = isinstance(answer, Observation | Trained) or (
        isinstance(answer, tuple) and all(isinstance(one, Note) for one in answer)
    )
    if not known:
        raise TypeError(f"no answer of docs/wire.md: {type(answer)}")
    return "read"


def check(frame: bytes) -> tuple[str, int]:
    """Return the outcome and the bytes it took at most; raises Broken."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        found = outcome(frame)
    except Exception as error:
        shown = frame[:200].hex()
        raise Broken(f"{error!r} on {len(frame)} bytes: {shown}") from error
    taken = tracemalloc.get_traced_memory()[1] - before
    if taken > MEMORY:
        raise Broken(f"{taken} bytes taken by {len(frame)} bytes: {frame[:200].hex()}")
    return found, taken


def converse(stream: bytes, awaited: int, *, early: bool) -> str:
    """Let a line read a raw stream, lengths included, and name how that ended.

    ``early``: it is there before anything was asked, else behind the question.
    """
    (their_in, request), (result, their_out), (log, their_log) = (
        os.pipe() for _ in range(3)
    )
    line = Line(request, result, log)

    def forge() -> None:
        if not early:
            os.read(their_in, 64)
        with os.fdopen(their_out, "wb") as out:
            out.write(stream)

    forger = Thread(target=forge)
    forger.start()
    if early:
        forger.join()
    answers, stop = line.exchange(b"\x02\x00\x00", awaited, CORE)
    forger.join()
    line.close()
    os.close(their_in)
    os.close(their_log)
    allowed = {Kind.PROTOCOL, Kind.NO_ANSWER} if early else ENDINGS
    whole = stop is None and len(answers) == awaited and not early
    if not whole and (stop is None or stop.kind not in allowed):
        raise Broken(f"{len(answers)} of {awaited}, {stop}: {stream[:200].hex()}")
    return stop.kind.value if stop else "answered"


def streams(seed: int, count: int) -> Iterator[tuple[bytes, int, bool]]:
    """Yield raw bytes as a guest may write them, how many answers are awaited, and when.

    Most announce the length they have.
    """
    source = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for frame in frames(seed, count):
        short = frame[:15_000]  # twice this fits into a pipe, so nobody has to wait
        sizes = (len(short),) * 4 + (0, 1, len(short) + 1, 1 << 31, 0xFFFFFFFF)
        head = source.choice(sizes).to_bytes(4, "little")[: source.choice((4, 4, 4, 2))]
        times = source.choice((1, 1, 2))
        yield (head + short) * times, source.choice((1, times)), source.random() < 0.2


def run(count: int, seed: int) -> dict[str, object]:
    """Parse ``count`` frames; return the outcomes; raises Broken at the first fault."""
    found: Counter[str] = Counter()
    most = 0
    tracemalloc.start()
    try:
        for frame in frames(seed, count):
            said, taken = check(frame)
            found[said] += 1
            most = max(most, taken)
    finally:
        tracemalloc.stop()
    spoken = Counter(
        converse(stream, awaited, early=early)
        for stream, awaited, early in streams(
            seed, max(1, int(count * STREAMS_PER_FRAME))
        )
    )
    return {
        "seed": seed,
        "frames": found.total(),
        **found,
        "most_bytes_taken": most,
        "conversations": dict(spoken),
    }


def main() -> int:
    """Print what happened; return 1 at the first frame that was mishandled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    try:
        told = run(wanted.frames, wanted.seed)
    except Broken as broken:
        print(broken, file=sys.stderr)
        return 1
    if wanted.json:
        print(json.dumps(told))
    else:
        for name, figure in told.items():
            print(f"{name:<18} {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
