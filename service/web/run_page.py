"""What the page of a training run shows: its state in words, its curves, its mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.store.history import Training
from service.store.models import Phase, Progress
from service.store.runs import Earlier
from service.web.charts import Chart, line, thinned
from service.web.words import percent

MOST_ROWS = 60
SHADES = 5


@dataclass(frozen=True, slots=True)
class Audit:
    """One audited step; ``fault`` is empty where it was right."""

    step: int
    fault: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the confusion matrix with its shade, 0 to 5 of its row."""

    count: int
    shade: int
    is_right: bool


def state(training: Training) -> str:
    """Return one word for where a run stands; each has a paragraph on the page."""
    phase, run = training.grading.phase, training.run
    if phase == Phase.RUNNING:
        return "stopping" if training.grading.cancel_asked else "running"
    if phase != Phase.DONE:
        return "fault" if phase == Phase.FAILED else str(phase)
    if run is None or run.ending == "stopped":
        return "stopped"
    if run.counts:
        return "counts"
    return "audit_failed" if run.audits_passed < run.audits else "for_fun"


def audits(points: Sequence[Progress]) -> list[Audit]:
    """Return the audited steps so far, in order."""
    return [Audit(*mark) for point in points for mark in point.marks or []]


def charts(
    points: Sequence[Progress], beside: Mapping[str, Sequence[Progress]]
) -> list[Chart]:
    """Return loss, accuracy and gradients of a run; ``beside`` are others by label."""
    own = {"This run": points, **beside}
    layers = max((len(point.norms or []) for point in points), default=0)
    drawn = (
        Chart(
            "loss",
            "Training loss",
            [line(who, _losses(its)) for who, its in own.items() if its],
            _marks(audits(points)),
        ),
        Chart(
            "accuracy",
            "Accuracy on held-out digits",
            [line(who, _accuracies(its)) for who, its in own.items() if its],
            low=0.0,
            high=1.0,
            form="percent",
        ),
        Chart(
            "norms",
            "Length of the gradient, by layer",
            [
                line(f"Layer {number + 1}", _norms(points, number))
                for number in range(layers)
            ],
            low=0.0,
        ),
    )
    return [chart for chart in drawn if chart.is_there]


def _marks(seen: Sequence[Audit]) -> list[tuple[float, bool]]:
    """Return every audit that failed, and as many of the others as can be told apart."""
    held = [one for one in seen if not one.fault]
    failed = [one for one in seen if one.fault]
    return sorted((one.step, not one.fault) for one in [*thinned(held), *failed])


def _losses(points: Sequence[Progress]) -> list[tuple[float, float | None]]:
    return [(point.step, point.loss) for point in points]


def _accuracies(points: Sequence[Progress]) -> list[tuple[float, float | None]]:
    return [(point.step, point.accuracy) for point in points]


def _norms(points: Sequence[Progress], layer: int) -> list[tuple[float, float | None]]:
    known = [point for point in points if point.norms]
    return [(point.step, (point.norms or [])[layer]) for point in known]


def rows(points: Sequence[Progress]) -> list[Progress]:
    """Return the points of the table twin: a bounded choice, every epoch's end in it."""
    chosen = {point.step for point in thinned(points, MOST_ROWS)}
    return [
        point for point in points if point.step in chosen or point.accuracy is not None
    ]


def label(one: Earlier) -> str:
    """Return an earlier run as a pair would call it."""
    run = one.run
    share = percent(run.correct / run.of) if run.epochs else "not measured"
    network = ", large network" if run.track == "large" else ""
    return f"Run {one.run_no} of {one.filename}{network}: {share}"


def shaded(confusion: Sequence[Sequence[int]]) -> list[list[Cell]]:
    """Return the matrix with a shade of each number, by its share of its row."""
    return [
        [
            Cell(count, _shade(count, sum(row)), truth == said)
            for said, count in enumerate(row)
        ]
        for truth, row in enumerate(confusion)
    ]


def _shade(count: int, total: int) -> int:
    """Return 0 for none, 1 for any, 5 for all: mistakes are few and must still show."""
    return 1 + round((SHADES - 1) * (count / total) ** 0.5) if count else 0


def most_confused(confusion: Sequence[Sequence[int]]) -> dict[str, Any] | None:
    """Return the most frequent mistake: the digit, what it was taken for, how often."""
    wrong = [
        (count, truth, said)
        for truth, row in enumerate(confusion)
        for said, count in enumerate(row)
        if said != truth and count
    ]
    if not wrong:
        return None
    count, truth, said = max(wrong, key=lambda each: (each[0], -each[1], -each[2]))
    return {"truth": truth, "said": said if said < 10 else None, "count": count}
