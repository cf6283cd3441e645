"""Say on which questions which mistakes show, and which of them look alike there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exercises.graphs import GraphSpec, TrainSpec
from exercises.misconceptions.host import run
from exercises.misconceptions.sighting import Sighting, same

Question = GraphSpec | TrainSpec


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows are questions; columns are a right engine (first) and the mutants.

    Equal ``looks`` within a row mean that nothing tells the two apart; 0 is right.
    ``raised`` marks an exception, which detects a mistake but is no evidence of which.
    """

    mutants: tuple[str, ...]
    looks: NDArray[np.int16]
    raised: NDArray[np.bool_]

    @property
    def shows(self) -> NDArray[np.bool_]:
        """Return where a mutant differs from a right engine by its numbers."""
        shown: NDArray[np.bool_] = (self.looks != 0) & ~self.raised
        return shown[:, 1:]

    @property
    def kills(self) -> NDArray[np.bool_]:
        """Return where a mutant differs from a right engine in any way."""
        killed: NDArray[np.bool_] = self.looks[:, 1:] != 0
        return killed

    def apart(self) -> NDArray[np.bool_]:
        """Return by question and pair of columns, first below second, what differs."""
        one, other = np.triu_indices(len(self.mutants) + 1, 1)
        differ: NDArray[np.bool_] = self.looks[:, one] != self.looks[:, other]
        return differ


def table(questions: Sequence[Question], mutants: Sequence[str]) -> Table:
    """Run every mutant on every question."""
    looks = np.zeros((len(questions), len(mutants) + 1), np.int16)
    raised = np.zeros(looks.shape, np.bool_)
    for row, spec in enumerate(questions):
        kinds: list[Sighting] = [run(spec)]
        for column, name in enumerate(mutants, 1):
            seen = run(spec, (name,))
            raised[row, column] = seen.raised is not None
            alike = (n for n, kind in enumerate(kinds) if same(seen, kind))
            looks[row, column] = found = next(alike, len(kinds))
            if found == len(kinds):
                kinds.append(seen)
    return Table(tuple(mutants), looks, raised)
