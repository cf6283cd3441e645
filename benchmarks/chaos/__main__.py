"""Hand in while everything is killed, and count what became of it.

``python -m benchmarks.chaos [--submissions N] [--minutes M] [--seed N]
[--every S] [--database sqlite|postgres|URL] [--json]`` starts the service on a new data folder,
hands in for thirty pairs, half of them through the web, and meanwhile kills workers,
their pool children, jails, zygotes, the web, a Redis that keeps nothing, and the
supervisor with its sweeper; drops and doubles bells; and lets leases and bells grow old
in an instant, as a clock that is set does. What ended by our fault is requeued in the
end, as an instructor would. Ends with status 1 if anything was lost,
stuck or judged twice.
"""

import argparse
import json
import random
import sys
import threading
from math import inf
from time import monotonic

from benchmarks.chaos.handing import drain, hand_in_all, try_again
from benchmarks.chaos.harm import Attack
from benchmarks.chaos.outcome import is_bad, outcome
from benchmarks.installation import Installation, installed
from service.store.database import make_engine

PAIRS = 30


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--submissions", type=int, default=1000)
    asked.add_argument("--minutes", type=float, default=inf, help="hand in no longer")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--every", type=float, default=2.0, help="seconds between harms")
    asked.add_argument("--database", default="sqlite", help="sqlite, postgres or a URL")
    asked.add_argument("--json", action="store_true")
    return asked.parse_args()


def attacked(attack: Attack, count: int, seconds: float) -> dict[str, int]:
    """Hand in while harm is done, wait for the end, and count."""
    engine = make_engine(attack.site.settings)
    members = attack.site.enrol(engine, PAIRS)
    for member in members:
        member.sign_in(engine)
    harm = threading.Thread(target=attack.run)
    harm.start()
    try:
        accepted = hand_in_all(attack, engine, members, count, seconds)
    finally:
        attack.over.set()
        harm.join()
    drain(engine)
    attack.kills["requeued in the end"] = try_again(attack, engine)
    counts = outcome(engine, accepted, drain(engine))
    engine.dispose()
    return counts | {"kills": attack.kills.total()}


def run(site: Installation, given: argparse.Namespace) -> bool:
    """Print the counts; True where every promise was kept."""
    seeded = random.Random(given.seed)  # noqa: S311 - a run that can be had again
    attack = Attack(site, seeded, given.every)
    began = monotonic()
    counts = attacked(attack, given.submissions, 60 * given.minutes)
    if not given.json:
        print(f"\n{monotonic() - began:.0f} s, seed {given.seed}, harm done:")
        for kind, number in sorted(attack.kills.items()):
            print(f"  {number:5} {kind}")
    print(json.dumps(counts))
    return not is_bad(counts)


def main() -> int:
    """Tell by the status whether all went well."""
    given = arguments()
    with installed(given.database, suite=0, core_workers=2) as site:
        if not run(site, given):
            raise SystemExit(f"kept for a look: {site.settings.data.parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
