"""Keep with a verdict what a drawing of its counterexample needs, and read it back."""

from collections.abc import Mapping
from typing import Any

from exercises import graphs
from exercises.answers import Observation
from exercises.explain import held
from exercises.explain.arrays import array_case
from exercises.explain.held import Seen
from exercises.explain.look import shown
from exercises.explain.trained import train_case
from exercises.graphs import GraphSpec, TrainSpec
from exercises.questions import Probe
from exercises.verdicts import Finding


def stored(
    probe: Probe, found: Finding, observation: Observation | None
) -> dict[str, Any] | None:
    """Return what is known of a failing probe: its graph, training, or arrays that differ.

    None where there is none of these: a sort, an exception without numbers.
    """
    if isinstance(probe.spec, TrainSpec):
        return train_case(probe, probe.spec, observation)
    if isinstance(probe.spec, GraphSpec):
        seen = shown(probe.spec, observation) if observation else Seen()
        return with_graph(probe.spec, seen)
    return array_case(probe, found, observation) if observation else None


def with_graph(
    spec: GraphSpec, seen: Seen, names: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """Return a graph and what an engine showed of it as JSON values.

    ``names`` are the pair's own, where it wrote the expression.
    """
    plain: dict[str, Any] = {"graph": graphs.as_json(spec), "seen": held.as_json(seen)}
    if names:
        plain["names"] = {str(node): name for node, name in names.items()}
    return plain


def graph_of(plain: Mapping[str, Any] | None) -> GraphSpec | None:
    """Return the stored graph, None where there is none."""
    if not plain or "graph" not in plain:
        return None
    return graphs.from_json(plain["graph"])


def seen_of(plain: Mapping[str, Any]) -> Seen:
    """Return what the engine showed of the stored graph."""
    return held.from_json(plain["seen"])


def names_of(plain: Mapping[str, Any]) -> dict[int, str] | None:
    """Return the pair's own names, None where there are none."""
    named = plain.get("names")
    return {int(node): name for node, name in named.items()} if named else None
