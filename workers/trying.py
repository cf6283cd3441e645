"""Ask a pair's engine about a graph of its own, and store what it holds."""

import structlog

from exercises.explain.blame import compared
from exercises.explain.look import Look
from exercises.explain.stored import graph_of, names_of, with_graph
from exercises.explain.summary import summary
from exercises.extract import read
from exercises.nouns import Fault, GraderFault
from service.store import results
from service.store.database import transaction
from service.store.leases import Claim
from workers.desk import Desk
from workers.lease import Lease
from workers.loading import load
from workers.seat import Seat
from workers.watched import Watched

log = structlog.get_logger()


def attempt(desk: Desk, claim: Claim, lease: Lease) -> None:
    """Run the graph of the claim's options on the engine of its submission.

    Raises GraderFault where we failed, Interrupted where nobody waits any more.
    """
    with Seat(Watched(desk.box(), lease)) as seat:
        headline, report = tried(seat, claim)
    with transaction(desk.engine) as db:
        stored = results.store(
            db, claim, headline=headline, report=report, tier=desk.tier
        )
    log.info("tried", grading=claim.grading_id, run=claim.run, stored=stored)


def tried(seat: Seat, claim: Claim) -> tuple[str, dict[str, object]]:
    """Return a headline and what a page needs to draw the answer."""
    spec = graph_of(claim.options)
    if spec is None:
        raise GraderFault(Fault.INFRASTRUCTURE, "This question holds no graph.")
    # The pair's chosen pieces as one file, else the file it handed in.
    composed = claim.options.get("engine")
    extract = (
        read("engine.py", composed.encode())
        if composed
        else read(claim.filename, claim.source.encode())
    )
    loaded = load(seat, extract, extract.attempted)
    if loaded.trouble:
        return loaded.trouble.sentence, {"drawing": None, "log": seat.log}
    look = Look(spec)
    observations, ended = seat.ask(look.programs)
    seen = look.read(observations)
    names = names_of(claim.options)
    picture = compared(spec, seen, called=names)
    headline = ended.sentence if ended else summary(picture)
    seat.hear()
    return headline, {"drawing": with_graph(spec, seen, names), "log": seat.log}
