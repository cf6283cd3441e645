import json

import numpy as np

from exercises import training


def test_a_drawn_training_does_not_diverge_and_its_seed_decides_it():
    one, other = (training.draw(np.random.default_rng(6), seed=6) for _ in range(2))
    assert np.array_equal(one.x, other.x)
    assert one.seed == 6
    assert max(np.abs(each).max() for each in training.run(one)) <= 5


def test_each_step_lowers_the_loss():
    spec = training.draw(np.random.default_rng(7))
    after = training.run(spec)
    pairs = [(spec.weight, spec.bias), *zip(after[::2], after[1::2], strict=True)]
    losses = [((spec.x @ w + b - spec.y) ** 2).sum() for w, b in pairs]
    assert losses == sorted(losses, reverse=True)


def test_a_training_survives_the_way_through_json():
    spec = training.draw(np.random.default_rng(8))
    again = training.from_json(json.loads(json.dumps(training.as_json(spec))))
    for one, other in zip(training.run(spec), training.run(again), strict=True):
        assert np.array_equal(one, other)
