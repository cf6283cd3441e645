import numpy as np
import pytest

from exercises.explain.torch_lines import lines
from exercises.interpret import interpret
from exercises.sketch import COURSE, sketch
from exercises.suite import bank

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch


def graphs():
    rng = np.random.default_rng(11)
    return [*bank(), *(sketch(rng, COURSE) for _ in range(150))]


def printed(code):
    """Run the lines as they are and return what the last one would print."""
    *before, last = code
    space = {}
    exec("\n".join(before), space)
    return eval(last.removeprefix("print").strip("()"), space).detach().numpy()


def test_the_lines_print_the_expected_gradient_of_every_leaf():
    for spec in graphs():
        answer = interpret(spec)
        for leaf, gradient in zip(spec.leaves, answer.gradients, strict=True):
            if gradient is None:
                continue
            code = lines(spec, leaf.id)
            got = printed(code)
            assert got.shape == gradient.shape
            scale = max(np.abs(gradient).max(), 1e-2)
            assert np.abs(got - gradient).max() <= 1e-3 * scale, code


def test_the_lines_print_the_result_where_that_is_asked():
    for spec in graphs():
        np.testing.assert_allclose(
            printed(lines(spec, None)), interpret(spec).out, rtol=1e-3, atol=1e-4
        )


def test_there_are_three_to_eight_lines():
    for spec in graphs():
        counts = {len(lines(spec, leaf.id)) for leaf in spec.leaves} | {
            len(lines(spec, None))
        }
        assert counts <= set(range(3, 9)), lines(spec, None)
