from pathlib import Path

import numpy as np
import pytest

from exercises.nouns import GraderFault
from exercises.stretch import Budget
from workers.mnist import digits
from workers.mnist.stretch import train

SMALL = Budget(epochs=6, batch=64)
OWN = (Path(__file__).parents[2] / "corpus" / "stretch" / "open_run.py").read_text()


@pytest.fixture(scope="session")
def seen(few, shelf):
    return digits.seen_labels(shelf, few)


def run(box, source, few, seen, *, report=lambda _: None, budget=SMALL, stop=False):
    return train(
        source=source,
        filename="day.py",
        digits=few,
        box=box,
        report=report,
        cancelled=lambda: stop,
        seen=seen,
        budget=budget,
    )


def test_a_model_of_its_own_learns_and_is_scored_outside(box, engine, few, seen):
    points = []
    outcome = run(box, engine + OWN, few, seen, report=points.append)
    assert outcome.reason == ""
    assert (outcome.track, outcome.state, outcome.counts) == ("open", "finished", True)
    assert (outcome.audits, outcome.reference_seconds) == (0, None)
    assert outcome.epochs == SMALL.epochs
    assert outcome.correct > 0.5 * outcome.of
    assert points[-1].accuracy == outcome.correct / outcome.of
    assert int((outcome.said == seen).sum()) == outcome.correct
    assert points[-1].seconds_left == 0
    assert points[-1].step == points[-1].steps


def test_a_run_ends_when_its_seconds_are_used(box, engine, few, seen):
    outcome = run(
        box,
        engine + OWN,
        few,
        seen,
        budget=Budget(cpu_seconds=1e-6, batch=64, epochs=9),
    )
    assert outcome.state == "finished"
    assert outcome.epochs == 1


def test_a_model_beyond_the_budget_is_told_both_numbers(box, engine, few, seen):
    outcome = run(box, engine + OWN, few, seen, budget=Budget(parameters=1000))
    assert outcome.state == "stopped"
    assert "25450 numbers" in outcome.reason
    assert "1 to 1000" in outcome.reason


def test_a_file_without_an_open_run_is_told_what_the_track_needs(
    box, engine, few, seen
):
    outcome = run(box, engine, few, seen)
    assert outcome.state == "stopped"
    assert "a class OpenRun with a model" in outcome.reason


def test_a_cancelled_open_run_does_not_count(box, engine, few, seen):
    outcome = run(box, engine + OWN, few, seen, stop=True)
    assert (outcome.state, outcome.counts) == ("cancelled", False)


def test_an_engine_we_completed_is_off_the_open_board(box, engine, few, seen):
    start = engine.index("class Linear")
    outcome = run(box, engine[:start] + OWN, few, seen)
    assert outcome.state == "finished"
    assert outcome.reason.startswith("Assisted: ")


def test_embedded_weights_are_noticed_before_the_first_step(box, engine, few, seen):
    # Means of the held-out digits' own classes are the best weights one could embed.
    pixels = few.held_out_images.astype(float) / 255
    means = np.stack([pixels[few.held_out_labels == n].mean(0) for n in range(10)])
    table = repr((means * 255).round().astype(int).tolist())
    embedded = f"""

class Known(Module):
    def __init__(self):
        super().__init__()
        means = np.array({table}) / 255
        self.last = Linear(784, 10)
        self.last.weight.array[...] = 0.35 * means
        self.last.bias.array[...] = 0.28 * means.sum(1) - (means**2).sum(1) / 2

    def forward(self, x):
        return self.last(x)


class OpenRun:
    def __init__(self):
        self.model = Known()

    def step(self, x, labels, share):
        return 0.0
"""
    outcome = run(box, engine + embedded, few, seen)
    assert not outcome.counts
    assert "before its first step" in outcome.reason


def test_embedded_labels_are_worth_a_guess(box, engine, few, seen):
    table = few.held_out_labels.tolist()
    embedded = f"""

class Remembered(Module):
    def __init__(self):
        super().__init__()
        self.last = Linear(784, 10)
        self.told = 0

    def forward(self, x):
        known = np.array({table})[: x.shape[0]]
        return Tensor(np.eye(10)[known])


class OpenRun:
    def __init__(self):
        self.model = Remembered()

    def step(self, x, labels, share):
        return 0.0
"""
    outcome = run(box, engine + embedded, few, seen)
    assert outcome.correct < 0.3 * outcome.of


def test_forged_progress_changes_no_accuracy(box, engine, few, seen):
    forged = OWN.replace("return loss", "return 1e-9").replace(
        "self.optimiser.step()", ""
    )
    points = []
    outcome = run(box, engine + forged, few, seen, report=points.append)
    assert points[-1].loss == 1e-9
    assert outcome.correct < 0.4 * outcome.of


def test_a_loss_that_is_no_number_ends_an_open_run(box, engine, few, seen):
    broken = OWN.replace("return loss", "return float('inf')")
    outcome = run(box, engine + broken, few, seen)
    assert outcome.state == "stopped"
    assert outcome.reason == "The loss is inf after step 1."


def test_an_order_that_was_not_kept_is_our_fault(few, tmp_path):
    with pytest.raises(GraderFault, match="pairgrad mnist prepare"):
        digits.seen_labels(tmp_path, few)


def test_an_order_of_other_digits_is_our_fault(few, tmp_path):
    digits.folder(tmp_path).mkdir()
    np.save(digits.folder(tmp_path) / "practice-seen.npy", few.held_out_labels[1:])
    with pytest.raises(GraderFault, match="belongs to other"):
        digits.seen_labels(tmp_path, few)


def test_time_slept_is_not_taken_from_the_budget(box, engine, few, seen):
    sleeping = OWN.replace(
        "    def step(self, x, labels, share):",
        "    def step(self, x, labels, share):\n        time.sleep(0.1)",
    )
    assert sleeping != OWN
    outcome = run(
        box,
        f"{engine}\nimport time\n{sleeping}",
        few,
        seen,
        budget=Budget(cpu_seconds=3.2, batch=64, epochs=2),
    )
    # 32 steps sleep as long as the whole budget is; a clock on the wall would stop them.
    assert outcome.epochs == 2
    assert outcome.seconds < 3.2
