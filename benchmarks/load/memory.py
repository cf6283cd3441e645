"""Watch what web and workers hold while a long session is played quickly."""

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.chaos.harm import descendants
from benchmarks.installation import Installation
from benchmarks.load.reading import PAGES
from benchmarks.load.rush import hand_in, served
from benchmarks.visitor import Visitor

MARKS, WARM = 10, 4


def held(site: Installation) -> dict[str, int]:
    """Return the bytes that web and live workers hold now, each with its children."""
    sums = {"web": 0, "worker": 0}
    for pid, words, _ in descendants(site.process.pid):
        if "gunicorn" in words:
            sums["web"] += resident(pid)
        elif "workers.tasks worker" in words and "live" in words:
            sums["worker"] += resident(pid)
    return sums


def resident(pid: int) -> int:
    """Return the bytes of memory of one process; 0 where it is gone."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def processor(pid: int) -> float:
    """Return the processor seconds one process has used; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def soak(
    site: Installation, engine: Engine, members: Sequence[Visitor], turns: int
) -> dict[str, float]:
    """Return what is held at the end over what was held when every cache was full.

    One turn is what a pair does in some minutes: it reads four pages and hands in.
    """
    marks = []
    for part in range(MARKS):
        for turn in range(turns // MARKS):
            member = members[(part * turns + turn) % len(members)]
            for page in PAGES:
                member.get(page)
            tokens, _ = hand_in([member], within=0)
        served(engine, tokens)
        marks.append(held(site))
    return {f"{kind}_growth": marks[-1][kind] / marks[WARM][kind] for kind in marks[0]}
