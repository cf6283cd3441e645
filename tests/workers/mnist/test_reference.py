import numpy as np
import pytest

from workers.mnist import reference
from workers.mnist.recipe import Recipe, accuracy


def test_the_recipe_fixes_first_parameters_and_every_batch(short):
    one, other = short.parameters(), short.parameters()
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert [each.shape for each in one][:2] == [(64, 784), (64,)]
    assert abs(one[0]).max() <= 1 / 28
    batches = list(short.batches(1024))
    assert len(batches) == short.steps(1024) == 32
    assert sorted(np.concatenate(batches[:16])) == list(range(1024))
    assert not np.array_equal(batches[0], batches[16])


def test_a_last_batch_may_be_smaller():
    assert [len(each) for each in Recipe(batch=4, epochs=1).batches(10)] == [4, 4, 2]


def test_training_lowers_the_loss_and_raises_the_accuracy(few, short):
    first = accuracy(short, short.parameters(), few)
    heard = []
    correct, seconds = reference.train(
        short, few, lambda epoch, right: heard.append((epoch, right))
    )
    assert correct > first
    assert heard[-1] == (2, correct)
    assert seconds > 0


def test_one_step_moves_each_parameter_by_its_gradient(few, short):
    before = short.parameters()
    done = reference.one_step(short, few, before, np.arange(64))
    for old, slope, new in zip(before, done.gradients, done.after, strict=True):
        assert np.allclose(new, old - short.rate * slope, atol=1e-7)
        assert np.abs(slope).max() > 0


@pytest.mark.torch
def test_pytorch_reaches_the_same_accuracy_by_the_same_recipe(few, short):
    prepare = pytest.importorskip("workers.mnist.prepare")
    theirs, _ = prepare.baseline(short, few)
    ours, _ = reference.train(short, few)
    assert abs(theirs - ours) <= 2
