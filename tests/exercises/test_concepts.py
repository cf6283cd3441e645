import pytest

from exercises.catalogue import RUNGS
from exercises.explain.concepts import CONCEPTS, concepts
from exercises.explain.expression import parsed, tensors
from exercises.explain.values import leaves


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("y = log(x)", "x = [1, 2]", set()),
        ("y = log(exp(x))", "x = [1, 2]", {"chain rule"}),
        ("y = x * x", "x = [1, 2]", {"reuse"}),
        ("y = x * b", "x = [1, 2]\nb = [3]", {"broadcasting"}),
        ("y = log(x) * log(x)", "x = [1, 2]", {"reuse", "chain rule"}),
    ],
)
def test_a_graph_needs_what_is_at_work_in_it(expression, values, expected):
    filled = leaves(values, tensors(expression), 1)
    assert concepts(parsed(expression, filled).spec) == expected


def test_a_computed_value_read_twice_is_a_matter_of_order():
    spec = parsed("y = exp(x) * 2", leaves("x = [1, 2]", ["x"], 1)).spec
    assert "order" not in concepts(spec)
    twice = parsed("e = exp(x); y = e * e", leaves("x = [1, 2]", ["x"], 1)).spec
    assert concepts(twice) == {"order", "reuse", "chain rule"}


def test_every_badge_of_the_ladder_is_a_concept_a_question_can_ask_for():
    assert {name for rung in RUNGS for name in rung.concepts} <= set(CONCEPTS)
