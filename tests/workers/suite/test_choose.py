import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed")

from exercises import suite
from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.misconceptions.mutants.catalogue import VALUE_MUTANTS
from workers.suite.choose import chosen, fixed, is_fit, pool, written
from workers.suite.separate import table

pytestmark = pytest.mark.torch


@pytest.mark.slow
def test_the_committed_bank_is_what_the_command_chooses():
    assert written(chosen(fixed(), list(pool()))) == suite.BANK.read_text()


def test_every_bank_holds_each_op_alone_and_what_the_course_warns_of():
    held = fixed()
    alone = [spec for spec in held if len(spec.operations) == 1]
    assert len(alone) >= 32
    assert sum(spec.twice for spec in held) == 2
    known = {str(spec.operations) for spec in suite.bank()}
    assert {str(spec.operations) for spec in held} <= known


def test_a_pool_that_leaves_two_mistakes_alike_is_refused():
    few = [spec for spec in fixed() if len(spec.operations) == 1]
    with pytest.raises(SystemExit, match="larger"):
        chosen(few, few[:1])


def test_a_gradient_that_single_precision_cuts_off_elsewhere_is_not_fit():
    def quotient(x, y):
        leaves = (Leaf(0, np.array([x])), Leaf(1, np.array([y])))
        return GraphSpec(leaves, (Operation(2, "true_divide", (0, 1)),), 2)

    assert is_fit(quotient(0.35, 0.6))
    # 30 is 29.999999999999996 in double precision.
    assert not is_fit(quotient(0.3, 0.1))


def test_a_table_says_who_looks_like_whom():
    leaf = Leaf(0, np.array([0.5, 3.0]))
    log = GraphSpec((leaf,), (Operation(1, "log", (0,)),), 1, np.array([2.0, 0.7]))
    told = table([log], VALUE_MUTANTS)
    looks = dict(zip(VALUE_MUTANTS, told.looks[0, 1:], strict=True))
    assert looks["exp_uses_x"] == 0
    assert looks["log_times_x"] != looks["log_uses_out"] != 0
    assert not told.raised.any()
    assert told.apart().shape == (1, 85 * 84 // 2)
