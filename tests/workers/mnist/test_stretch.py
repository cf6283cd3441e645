import dataclasses

import numpy as np
import pytest

from exercises.scaffolding import FOLDER
from workers.mnist import digits, reference
from workers.mnist.recipe import Recipe
from workers.mnist.stretch import train
from workers.sandbox.box import Box
from workers.sandbox.limits import STRETCH

NOBODY = lambda: False  # noqa: E731 - the shortest way to say it


def run(box, source, few, short, *, report=lambda _: None, cancelled=NOBODY, **other):
    return train(
        source=source,
        filename="day.py",
        digits=few,
        box=box,
        report=report,
        cancelled=cancelled,
        recipe=short,
        **other,
    )


def test_a_right_engine_reaches_what_the_reference_reaches(box, engine, few, short):
    points = []
    outcome = run(box, engine, few, short, report=points.append)
    assert outcome.reason == ""
    assert outcome.counts
    assert outcome.state == "finished"
    assert outcome.audits == outcome.audits_passed > 0
    assert outcome.filled_in == ()
    expected, _ = reference.train(short, few)
    assert abs(outcome.correct - expected) <= 2
    assert [p.accuracy is not None for p in points if p.step in {16, 32}] == [
        True,
        True,
    ]
    assert points[-1].step == points[-1].steps == 32
    told = [mark for point in points for mark in point.marks]
    assert told == [(mark.step, "") for mark in outcome.marks]
    assert len(points[-1].norms) == 3
    assert points[-1].seconds_left == 0
    assert points[0].seconds_left > 0
    assert int((outcome.said == few.held_out_labels).sum()) == outcome.correct
    assert outcome.seconds > 0
    assert outcome.reference_seconds > 0


def test_an_engine_that_keeps_float64_stands_every_audit(box, engine, few, short):
    given = [(FOLDER / "given" / f"{n}.py").read_text() for n in ("tensor", "modules")]
    wide = (
        given[0].replace("np.float32", "np.single").replace("np.float64", "np.single")
    )
    wide = wide.replace("array.astype(np.single)", "array.astype(np.double)")
    outcome = run(box, "\n\n".join((wide, given[1], engine)), few, short)
    assert outcome.reason == ""
    assert outcome.counts


def test_an_engine_we_completed_is_off_the_board(box, engine, few, short):
    start = engine.index("class Linear")
    outcome = run(box, engine[:start], few, short)
    assert outcome.state == "finished"
    assert not outcome.counts
    assert "Linear" in outcome.filled_in
    assert outcome.reason.startswith("Assisted: ")


WRONG_RULE = """
def exp_back(grad_out, out, x):
    return grad_out

BACK_FUNCS.add_back_func(np.exp, 0, exp_back)
"""
WRONG_RATE = """
class SGD(SGD):
    def __init__(self, params, lr):
        super().__init__(params, 3 * lr)
"""
WRONG_LOSS = """
_right = cross_entropy

def cross_entropy(logits, true_labels):
    return _right(logits, true_labels) * 2
"""


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (WRONG_RULE, "the gradient of"),
        (WRONG_RATE, "did not move by the gradient times the rate"),
        (WRONG_LOSS, "computed again it is"),
    ],
)
def test_an_audit_names_what_a_wrong_engine_did(box, engine, few, mistake, told):
    outcome = run(box, engine + mistake, few, Recipe(batch=64, epochs=1))
    assert outcome.state == "finished"
    assert not outcome.counts
    assert told in outcome.reason
    assert outcome.audits_passed < outcome.audits


def test_parameters_swapped_behind_a_commitment_are_noticed(box, engine, few, short):
    forged = (
        "\n\nimport hashlib\n_sha = hashlib.sha256\n"
        "from workers.guest import train as _train\n"
        "_train.digest = lambda arrays: bytes(32)\n"
    )
    outcome = run(box, engine + forged, few, short)
    assert not outcome.counts


SLIPPED_IN = """
class SGD(SGD):
    taken = 0

    def step(self):
        SGD.taken += 1
        super().step()
        if SGD.taken == 30:
            for param in self.params:
                param.array[...] = param.array * 2
"""


def test_parameters_slipped_in_at_an_unaudited_step_are_noticed(
    box, engine, few, short
):
    class First:
        """Audit the first step of every request only."""

        def integers(self, _):
            return 0

    outcome = run(box, engine + SLIPPED_IN, few, short, rng=First())
    assert not outcome.counts
    assert "is not where these steps lead" in outcome.reason


def test_an_exception_of_the_engine_ends_the_run_with_its_line(box, engine, few, short):
    broken = f"{engine}\n\n\nclass SGD(SGD):\n    def step(self):\n        raise ValueError('no')\n"
    outcome = run(box, broken, few, short)
    assert outcome.state == "stopped"
    assert "ValueError" in outcome.reason
    assert "on line" in outcome.reason
    assert not outcome.counts


def test_a_loss_that_is_no_number_ends_the_run(box, engine, few, short):
    broken = (
        f"{engine}\n\n\n_right = cross_entropy\n"
        "def cross_entropy(logits, true_labels):\n"
        "    return _right(logits, true_labels) * float('nan')\n"
    )
    outcome = run(box, broken, few, short)
    assert outcome.state == "stopped"
    assert outcome.reason == "The loss is nan after step 1."


def test_a_run_can_be_cancelled(box, engine, few, short):
    points = []
    outcome = run(
        box, engine, few, short, report=points.append, cancelled=lambda: bool(points)
    )
    assert outcome.state == "cancelled"
    assert not outcome.counts
    assert len(points) == 1


class Hasty:
    """A sandbox whose guests get seconds, not minutes, for an answer or in all."""

    def __init__(self, box, **seconds):
        self.box = box
        self.digits = box.digits
        self.limits = dataclasses.replace(STRETCH, **seconds)

    def guest(self, *, stretch):
        return self.box.guest(stretch=stretch, limits=self.limits)


def test_an_engine_that_never_answers_ends_the_run_with_a_sentence(
    box, engine, few, short
):
    hanging = f"{engine}\n\n\nclass SGD(SGD):\n    def step(self):\n        while True: pass\n"
    outcome = run(Hasty(box, answer_seconds=1.0), hanging, few, short)
    assert (outcome.state, outcome.counts) == ("stopped", False)
    assert "did not finish within" in outcome.reason


def test_steps_that_take_too_long_together_end_the_run_with_a_sentence(
    box, engine, few, short
):
    slow = f"{engine}\n\n\n_right = SGD\nclass SGD(_right):\n    def step(self):\n        import time\n        time.sleep(1)\n        super().step()\n"
    outcome = run(Hasty(box, guest_seconds=3.0), slow, few, short)
    assert (outcome.state, outcome.counts) == ("stopped", False)
    assert "did not finish within" in outcome.reason


def test_a_guest_that_leaves_ends_the_run_with_a_sentence(box, engine, few, short):
    leaving = f"{engine}\n\n\nclass SGD(SGD):\n    def step(self):\n        import os\n        os._exit(0)\n"
    outcome = run(box, leaving, few, short)
    assert outcome.state == "stopped"
    assert outcome.reason.endswith(".")


def test_a_file_that_ends_python_while_loading_is_stopped(box, few, short):
    outcome = run(box, "import os\nos._exit(0)\n", few, short)
    assert outcome.state == "stopped"
    assert outcome.audits == 0
    assert not outcome.counts


@pytest.mark.parametrize(
    "forged",
    [
        "_train.TRAINED = b'\\x02\\x00'",
        "_train.ANSWERS[1] = lambda training, reader: b''",
        "_train.ANSWERS[2] = lambda training, reader: b'\\xff'",
        "_train.ANSWERS[4] = lambda training, reader: b'\\xff'",
        "_train.begin = lambda reader, scope: 1 / 0",
    ],
)
def test_a_forged_answer_ends_the_run_as_theirs(box, engine, few, short, forged):
    reach = "import sys\n_train = sys.modules.get('workers.guest.train')\n"
    reach += "if _train is None:\n    import workers.guest.train as _train\n"
    outcome = run(box, f"{engine}\n\n{reach}{forged}\n", few, short)
    assert outcome.state == "stopped"
    assert outcome.reason
    assert not outcome.counts


def test_the_audited_steps_follow_from_the_given_generator(box, engine, few, short):
    one, other = (
        run(
            box,
            engine,
            few,
            dataclasses.replace(short, epochs=1),
            rng=np.random.default_rng(1),
        )
        for _ in range(2)
    )
    assert one.marks[0] == other.marks[0]


@pytest.mark.sandbox
def test_training_works_behind_the_walls(engine, few, short, shelf):
    with Box(data=shelf, stretch=digits.guest_folder(shelf)) as box:
        assert box.tier == "A"
        assert run(box, engine, few, short).counts
