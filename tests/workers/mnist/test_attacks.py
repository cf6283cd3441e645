"""Ways to a place on a board without an engine that learned: caught, or worth nothing."""

import numpy as np
import pytest

from exercises.stretch import Budget
from workers.mnist import digits, reference
from workers.mnist.stretch import train

# A network written by hand beside the engine: it sees what the engine sees.
BY_HAND = """

_seen = {}
_right = cross_entropy


def cross_entropy(logits, true_labels):
    _seen["labels"] = true_labels.array
    return _right(logits, true_labels)


class Linear(Linear):
    def forward(self, x):
        if x.array.shape[-1] == 784:
            _seen["x"] = x.array
        return super().forward(x)


def _gradients(arrays):
    values = [_seen["x"]]
    for weight, bias in zip(arrays[::2], arrays[1::2]):
        values.append(np.maximum(values[-1] @ weight.T + bias, 0))
    logits = values[-2] @ arrays[-2].T + arrays[-1]
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    slope = raised / raised.sum(axis=1, keepdims=True)
    slope[np.arange(len(slope)), _seen["labels"]] -= 1
    slope /= len(slope)
    found = []
    for number in range(len(arrays) // 2 - 1, -1, -1):
        found = [slope.T @ values[number], slope.sum(axis=0), *found]
        slope = (slope @ arrays[2 * number]) * (values[number] > 0)
    return found


class SGD(SGD):
    pace = PACE

    def step(self):
        params = list(self.params)
        for param, slope in zip(params, _gradients([p.array for p in params])):
            ALSO
            param.array[...] = param.array - self.pace * self.lr * slope
"""


def run(box, source, few, short, **other):
    return train(
        source=source,
        filename="day.py",
        digits=few,
        box=box,
        report=lambda _: None,
        cancelled=lambda: False,
        recipe=short,
        **other,
    )


def by_hand(pace, also="pass"):
    return BY_HAND.replace("PACE", str(pace)).replace("ALSO", also)


def test_a_loop_that_ignores_the_engine_and_trains_faster_is_caught(
    box, engine, few, short
):
    outcome = run(box, engine + by_hand(4), few, short)
    assert outcome.state == "finished"
    assert "did not move by the gradient times the rate" in outcome.reason
    assert not outcome.counts


def test_a_loop_that_forges_the_gradients_it_steps_by_is_caught(
    box, engine, few, short
):
    forged = by_hand(1, "slope = 4 * slope; param.grad = Tensor(slope)")
    outcome = run(box, engine + forged, few, short)
    # Gradients are taken down between the backward pass and the step.
    assert "weight of layer 1 did not move by the gradient" in outcome.reason
    assert not outcome.counts


def test_a_network_by_hand_that_takes_the_same_steps_gains_nothing(
    box, engine, few, short
):
    same = by_hand(1, "param.grad = Tensor(slope)")
    outcome = run(box, engine + same, few, short)
    assert outcome.reason == ""
    expected, _ = reference.train(short, few)
    assert abs(outcome.correct - expected) <= 2


LOOKED_UP = """

class Remembered(Module):
    def __init__(self):
        super().__init__()
        self.last = Linear(784, 10)

    def forward(self, x):
        known = {table}
        ink = np.rint((x.array * 0.35 + 0.28).sum(axis=1) * 255)
        return Tensor(np.eye(10)[[known.get(int(each), 0) for each in ink]])


class OpenRun:
    def __init__(self):
        self.model = Remembered()

    def step(self, x, labels, share):
        return 0.0
"""


@pytest.mark.parametrize("disguised", [False, True])
def test_labels_looked_up_by_a_pictures_ink_are_a_guess_once_disguised(
    box, engine, few, shelf, disguised
):
    # Against the pictures as they are, the same code names nearly all of them.
    ink = few.held_out_images.astype(np.int64).sum(axis=1)
    table = dict(zip(ink.tolist(), few.held_out_labels.tolist(), strict=True))
    source = LOOKED_UP.format(table=table)
    shown, labels = few.held_out_images, few.held_out_labels
    if disguised:
        shown, labels = digits.disguised(few, 7)
    where = digits.guest_folder(shelf) / "practice" / "held_out_images.npy"
    kept = where.read_bytes()
    np.save(where, shown)
    try:
        budget = Budget(epochs=1, batch=512)
        outcome = run(box, engine + source, few, None, seen=labels, budget=budget)
    finally:
        where.write_bytes(kept)
    share = outcome.correct / outcome.of
    assert share < 0.3 if disguised else share > 0.9
