"""Ask an engine what it holds inside a graph, by questions that a sandbox can answer.

Gradients of intermediates are not kept by the course's engine. So each is made a leaf
of a smaller graph, and each operation is asked on its own: what comes back is observed,
never inferred.
"""

from collections.abc import Sequence

import numpy as np

from exercises.answers import Nothing, Numbers, Observation, Raised, Refused
from exercises.explain.held import Held, Seen
from exercises.explain.parts import Reference, alone, cut
from exercises.graph_questions import Asking
from exercises.graphs import GraphSpec
from exercises.questions import Program
from exercises.wording import raised

MOST_PROGRAMS = 64


class Look:
    """The questions about one graph; ``programs`` are asked in order, in one batch."""

    def __init__(self, spec: GraphSpec) -> None:
        """Take the graph apart; large graphs are asked as a whole only."""
        self.spec = spec
        self.reference = Reference(spec)
        operations = self.reference.operations
        if 1 + 2 * len(operations) > MOST_PROGRAMS:
            operations = []
        self._whole = Asking(spec)
        question = self._whole.question
        self._values = {
            each.id: question.observe(
                question.attr(self._whole.nodes[each.id], "array")
            )
            for each in spec.operations
        }
        self._cuts = [
            (each.id, cut(self.reference, each.id))
            for each in operations
            if each.id != spec.out
        ]
        self._alone = [(each.id, *alone(self.reference, each)) for each in operations]
        self._asked = [
            self._whole,
            *(Asking(part) for _, part in self._cuts),
            *(Asking(part) for _, part, _ in self._alone),
        ]

    @property
    def programs(self) -> list[Program]:
        """Return what to send."""
        return [each.question.program for each in self._asked]

    def read(self, observations: Sequence[Observation]) -> Seen:
        """Return what the answers show, as far as they got."""
        answers = dict(enumerate(observations))
        gradients: dict[int, Held] = {}
        values: dict[int, Held] = {}
        own: dict[tuple[int, int], Held] = {}
        own_values: dict[int, Held] = {}
        if 0 in answers:
            steps = zip(self.spec.leaves, self._whole.gradients, strict=True)
            gradients = {leaf.id: held(answers[0], step) for leaf, step in steps}
            values = {n: held(answers[0], step) for n, step in self._values.items()}
        for at, (node, part) in enumerate(self._cuts, start=1):
            if at in answers:
                place = [leaf.id for leaf in part.leaves].index(node)
                gradients[node] = held(answers[at], self._asked[at].gradients[place])
        for at, (node, _, arguments) in enumerate(self._alone, 1 + len(self._cuts)):
            if at in answers:
                asked = self._asked[at]
                own_values[node] = held(answers[at], asked.out)
                for argument, step in zip(arguments, asked.gradients, strict=True):
                    own[node, argument] = held(answers[at], step)
        return Seen(values, gradients, own, own_values)


def shown(spec: GraphSpec, observation: Observation) -> Seen:
    """Return what the answer to the graph itself already shows: result and leaves."""
    asked = Asking(spec)
    steps = zip(spec.leaves, asked.gradients, strict=True)
    return Seen(
        values={spec.out: held(observation, asked.out)},
        gradients={leaf.id: held(observation, step) for leaf, step in steps},
    )


def held(observation: Observation, step: int) -> Held:
    """Return what one step showed; after an exception, which it was."""
    record = observation.records.get(step)
    if isinstance(record, Numbers):
        return Held(record.array.astype(np.float64))
    for other in observation.records.values():
        if isinstance(other, Raised):
            return Held(word=raised(other)[1].rstrip("."))
    if isinstance(record, Refused):
        return Held(word=f"a {record.type}")
    if isinstance(record, Nothing):
        return Held(word="None")
    return Held(word="no answer")
