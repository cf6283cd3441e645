"""Put the load of a full class on one machine and print ratios.

``python -m benchmarks.load [--database sqlite|postgres] [--pairs N] [--students N]
[--rounds N] [--turns N] [--only rush,reading,memory,trainings,speedup] [--json]``. Ends with
status 1 where a limit is missed; ``--short`` is a form for a look, about a minute.
"""

import argparse
import json
import sys
from collections.abc import Callable
from itertools import product
from math import inf
from typing import Any

from sqlalchemy import Engine, select

from benchmarks.installation import Installation, installed
from benchmarks.load.memory import soak
from benchmarks.load.pages import open_pages
from benchmarks.load.reading import reading_while
from benchmarks.load.rush import rush
from benchmarks.load.speedup import speedup
from benchmarks.load.trainings import beside_trainings
from benchmarks.visitor import Visitor, until
from exercises.stretch import NETWORKS
from service import config
from service.store import demo, people
from service.store.database import make_engine, reading, transaction
from service.store.models import StretchRun

WORKERS, GRAPHS = 2, 20
SHORT = {"students": 60, "rounds": 2, "turns": 60, "reads": 80}
Figures = dict[str, float]
# What is asked of each figure; the others are told beside them.
ASKED: dict[str, dict[str, tuple[float, float]]] = {
    "rush": {"p95_over_queue": (0, 1.3), "refused": (0, 0)},
    "reading": {"failed": (0, 0)},
    "memory": {"web_growth": (0, 1.1), "worker_growth": (0, 1.1)},
    "trainings": {"p50_over_alone": (0, 1.2), "p95_over_alone": (0, 1.2)},
    "speedup": {"workers_over_loops": (0.9, inf)},
}


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", default="sqlite")
    asked.add_argument("--pairs", type=int, default=30)
    asked.add_argument("--open", type=int, default=100, help="live pages")
    asked.add_argument("--students", type=int, default=300)
    asked.add_argument("--rounds", type=int, default=10)
    asked.add_argument("--turns", type=int, default=1000)
    asked.add_argument("--reads", type=int, default=600)
    asked.add_argument("--only", default="rush,reading,memory,trainings,speedup")
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    if given.short:
        vars(given).update(SHORT)
    return given


class Town:
    """A class of pairs and students with an instructor, signed in when needed."""

    def __init__(self, site: Installation, given: argparse.Namespace) -> None:
        """Enrol everybody."""
        self.site, self.given = site, given
        self.engine: Engine = make_engine(site.settings)
        self.members = site.enrol(self.engine, max(given.pairs * 2, given.students))
        with transaction(self.engine) as db:
            self.course = demo.ensure(db).course.id
            teacher = people.add_instructor(db, "Tove")
        self.instructor = Visitor(site.settings.port, teacher.id)

    def signed_in(self, count: int) -> list[Visitor]:
        """Return so many members of as many pairs, each with a session."""
        for member in self.members[:count]:
            if not member.crumb:
                member.sign_in(self.engine)
        return self.members[:count]

    def rush(self) -> Figures:
        """Let all pairs hand in at once, before open pages and the board."""
        self.instructor.sign_in(self.engine)
        # Two open pages are the most that one person's browser may hold.
        watching = self.signed_in(max(self.given.pairs, (self.given.open + 1) // 2))
        pairs = watching[: self.given.pairs]
        with open_pages(
            watching, self.instructor, self.course, self.given.open
        ) as pages:
            rounds = self.given.rounds
            told = rush(self.engine, pairs, rounds=rounds, workers=WORKERS)
        told["page_reads"] = sum(pages.reads.values())
        told["refused"] += pages.failed
        return told

    def reading(self) -> Figures:
        """Let everybody read while twice as many pairs hand in."""
        students = self.signed_in(self.given.students)
        pairs = self.signed_in(2 * self.given.pairs)
        return reading_while(
            self.engine, students, pairs[: 2 * self.given.pairs], self.given.reads
        )

    def memory(self) -> Figures:
        """Play a long session quickly."""
        pairs = self.signed_in(self.given.pairs)
        return soak(self.site, self.engine, pairs, self.given.turns)

    def trainings(self) -> Figures:
        """Hand in one after another while trainings wait and run."""
        pairs = self.signed_in(self.given.pairs)
        return beside_trainings(self.site, self.engine, pairs)


def alone(given: argparse.Namespace) -> Figures:
    """Measure the second worker without a web beside it."""
    with installed(given.database, suite=GRAPHS, start=False) as site:
        engine = make_engine(site.settings)
        pairs = site.enrol(engine, 2 * given.pairs)
        figures = speedup(site, engine, pairs, max(2, given.rounds // 3))
        engine.dispose()
    return figures


def is_measured(engine: Engine, digits: tuple[str, ...]) -> bool:
    """Tell whether the first start has measured every baseline on these digits."""
    found = select(StretchRun.data, StretchRun.track)
    with reading(engine) as db:
        rows = db.execute(found.where(StretchRun.baseline.is_not(None)))
        return {(data, track) for data, track in rows} == set(product(digits, NETWORKS))


def measured(given: argparse.Namespace) -> dict[str, Figures]:
    """Return the figures of each part asked for."""
    wanted = given.only.split(",")
    told: dict[str, Figures] = {}
    real = config.read().mnist_dir
    digits = ("practice", "mnist") if real else ("practice",)
    options: dict[str, Any] = {"core_workers": WORKERS, "mnist_dir": real}
    with installed(given.database, suite=GRAPHS, **options) as site:
        town = Town(site, given)
        # The first start goes on to measure baselines for a minute or two.
        until(lambda: is_measured(town.engine, digits), "the baselines", 900)
        parts: dict[str, Callable[[], Figures]] = {
            "rush": town.rush,
            "reading": town.reading,
            "memory": town.memory,
            "trainings": town.trainings,
        }
        told = {name: part() for name, part in parts.items() if name in wanted}
        town.engine.dispose()
    if "speedup" in wanted:
        told["speedup"] = alone(given)
    return told


def missed(told: dict[str, Figures]) -> list[str]:
    """Return the figures beyond their limits, in words."""
    return [
        f"{part} {name}: {told[part][name]:.2f}, asked for {least:g} to {most:g}"
        for part, limits in ASKED.items()
        for name, (least, most) in limits.items()
        if part in told and not least <= told[part][name] <= most
    ]


def main() -> int:
    """Print the ratios; return 1 where a limit is missed."""
    given = arguments()
    told = measured(given)
    beyond = missed(told)
    if given.json:
        print(json.dumps(told | {"missed": beyond}))
    else:
        for part, figures in told.items():
            for name, value in figures.items():
                print(f"  {part:<10}{name:<22}{value:>9.2f}")
    for words in beyond:
        print(f"missed: {words}", file=sys.stderr)
    return int(bool(beyond))


if __name__ == "__main__":
    sys.exit(main())
