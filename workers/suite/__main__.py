"""Build the hidden tests of this installation, or report on them."""

import argparse
import sys
from collections import Counter
from datetime import datetime

from exercises import suite
from exercises.nouns import GraderFault
from service import config
from service.store import database, installation, suites
from workers.suite import report


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="pairgrad suite", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("build", help="build the suite and store it")
    making.add_argument("--if-missing", action="store_true", help="keep a current one")
    making.add_argument("--graphs", type=int, help="how many random graphs")
    commands.add_parser("show", help="say what the active suite holds")
    telling = commands.add_parser("report", help="say which mistakes each probe kills")
    telling.add_argument("--json", action="store_true", help="as one JSON object")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "show":
            return _show()
        if chosen.command == "report":
            return _report(as_json=chosen.json)
        return _build(graphs=chosen.graphs, if_missing=chosen.if_missing)
    except (GraderFault, config.SettingError) as error:
        print(error, file=sys.stderr)
        return 2


def _build(*, graphs: int | None, if_missing: bool) -> int:
    settings = config.read()
    database.upgrade(settings)
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        seed = installation.secret_seed(db)
        stored = suites.active(db)
    if if_missing and stored and suite.recipe_of(stored.blob) == suite.recipe():
        print(f"suite {stored.version[:12]} is ready", flush=True)
        return 0
    # PyTorch takes seconds to load: only here is it needed.
    from workers.suite.build import RANDOM_GRAPHS, build  # noqa: PLC0415

    blob = build(seed, graphs or RANDOM_GRAPHS, _progress)
    version = suite.version_of(blob)
    with database.transaction(engine) as db:
        suites.store(db, version, blob)
    print(f"suite {version[:12]} is built", flush=True)
    return 0


def _progress(done: int, whole: int) -> None:
    if done % 20 == 0 or done == whole:
        print(f"suite {done}/{whole}", flush=True)


def _active() -> tuple[suite.Suite, datetime] | None:
    with database.reading(database.make_engine(config.read())) as db:
        stored = suites.active(db)
        if stored is not None:
            return suite.load(stored.blob, stored.version), stored.built_at
    print("no suite yet: run `pairgrad suite build`", file=sys.stderr)
    return None


def _show() -> int:
    found = _active()
    if found is None:
        return 2
    held, built_at = found
    secret = sum(probe.secret for probe in held.probes)
    print(f"suite {held.version[:12]}, built {built_at:%Y-%m-%d %H:%M} UTC")
    print(f"{len(held.probes) - secret} public questions, {secret} secret ones")
    for concept, number in Counter(probe.concept for probe in held.probes).items():
        print(f"  {number:4d}  {concept}")
    return 0


def _report(*, as_json: bool) -> int:
    found = _active()
    if found is None:
        return 2
    told = report.made(found[0], _counted if sys.stderr.isatty() else None)
    if as_json:
        print(report.as_json(told))
    else:
        print(*report.lines(told), sep="\n")
    # A suite that lets a known mistake pass is no suite.
    return 1 if told.survivors else 0


def _counted(done: int, whole: int) -> None:
    end = "\n" if done == whole else ""
    print(f"\r{done}/{whole} probes", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
