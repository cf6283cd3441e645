"""Run an attack in a real guest, then insist that a right answer still grades."""

import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exercises.answers import Ended, Numbers, Raised, Refused, Text
from exercises.questions import Op, Step
from workers.sandbox.box import Box
from workers.sandbox.limits import CORE, Limits

CALL = (Step(op=Op.NAME, name="attack"), Step(op=Op.CALL, handles=(0,), observe=True))
RIGHT = "def attack():\n    return 6.0 * 7.0\n"
BRIEF = replace(CORE, answer_seconds=0.7)
Attack = Callable[..., str]


@pytest.fixture(scope="session", params=["A", "C"])
def box(request, tmp_path_factory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    bwrap = "bwrap" if request.param == "A" else "/missing/bwrap"
    with Box(data=data, min_tier=request.param, bwrap=bwrap) as box:
        assert box.tier == request.param
        yield box


def outcome(box: Box, source: str, limits: Limits) -> str:
    """Return in one word what became of ``attack()``."""
    with box.guest(limits=limits) as guest:
        guest.scaffold("import numpy as np")
        loaded = guest.load(source)
        if isinstance(loaded, Ended):
            return str(loaded.kind)
        observations, ended = guest.ask([CALL])
        if ended:
            return str(ended.kind)
        # What arrives beside an answer shows when the next question is put.
        time.sleep(0.01)
        _, ended = guest.ask([CALL[:1]])
        if ended:
            return str(ended.kind)
    return described(observations[0].records[1])


def described(record: object) -> str:
    if isinstance(record, Raised):
        return record.type
    if isinstance(record, Refused):
        return "type_refused"
    if isinstance(record, Text):
        return record.text
    return str(record.array.tolist()) if isinstance(record, Numbers) else "None"


@pytest.fixture
def attack(box: Box) -> Attack:
    """Return a function: the body of ``attack()`` -> its outcome in this tier.

    ``expected`` is ``A | C`` where the tiers differ, and comes back for this tier, so
    that a test compares two plain words.
    """

    def run(code: str, expected: str, limits: Limits | None = None) -> tuple[str, str]:
        body = textwrap.indent(textwrap.dedent(code).strip(), "    ")
        # Only what is meant to be slow gets a short clock: a busy machine is no attack.
        limits = limits or (BRIEF if expected == "timeout" else CORE)
        seen = outcome(box, f"def attack():\n{body}\n", limits)
        assert outcome(box, RIGHT, CORE) == "42.0"
        first, _, second = expected.partition(" | ")
        return seen, second if second and box.tier == "C" else first

    return run


@pytest.fixture
def python_folder(box: Box) -> Path:
    """Return where the interpreter's folder lies as a guest sees it."""
    return Path("/python") if box.tier == "A" else box.runtime.python
