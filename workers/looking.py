"""Look into a failing graph: ask the engine once more, about its parts."""

from dataclasses import replace

from exercises.explain.look import Look
from exercises.explain.stored import graph_of, with_graph
from exercises.verdicts import UnitVerdict
from workers.seat import Seat


def looked_into(seat: Seat, verdict: UnitVerdict) -> UnitVerdict:
    """Return the verdict with what the engine holds inside its counterexample.

    The guest in ``seat`` must still hold the engine. One batch of questions; what they
    do not show stays unobserved.
    """
    shown = verdict.counterexample
    spec = graph_of(shown.drawing) if shown else None
    if shown is None or spec is None:
        return verdict
    look = Look(spec)
    observations, ended = seat.ask(look.programs)
    if ended or not observations:
        return verdict
    drawing = with_graph(spec, look.read(observations))
    return replace(verdict, counterexample=replace(shown, drawing=drawing))
