"""The whole way, from a file to a verdict, through the real sandbox."""

from dataclasses import replace

import numpy as np
import pytest

from exercises.catalogue import UNITS
from exercises.graph_questions import probe as asked
from exercises.graphs import GraphSpec
from exercises.interpret import interpret
from exercises.nouns import Kind, State
from exercises.scaffolding import FOLDER
from exercises.suite import Suite, from_reference
from exercises.summary import ops_in
from exercises.verdicts import UnitVerdict, Verdict
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox

IMPORTS = "import numpy as np\nimport torch\n\n"


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), min_tier="C") as opened:
        yield opened


def solved(*names: str) -> str:
    """Return our own solution of the units named, as a pair's file."""
    folder = FOLDER / "solved"
    return "\n\n".join((folder / f"{name}.py").read_text() for name in names) + "\n"


def graded(box: Box, source: str, **more) -> Verdict:
    return grade(
        filename="pair.py",
        data=(IMPORTS + source).encode(),
        units=more.get("units"),
        suite=more.get("suite"),
        box=box,
    )


def only(box: Box, source: str, name: str) -> UnitVerdict:
    found = {each.name: each for each in graded(box, source).units}
    return found[name]


def test_the_solved_course_passes_every_check(box):
    verdict = graded(box, solved(*UNITS))
    assert {each.name for each in verdict.units} == set(UNITS)
    failing = {e.name: e.sentence for e in verdict.units if e.state != State.PASSED}
    assert failing == {}
    assert verdict.assembled is not None
    assert verdict.assembled.sentence == ""
    assert verdict.assembled.state is State.PASSED
    assert verdict.milliseconds["total"] >= verdict.milliseconds["sandbox"] > 0


@pytest.mark.parametrize(
    ("source", "name", "kind", "says"),
    [
        (
            "def log_back(grad_out, out, x):\n    return 1 / x\n",
            "log_back",
            Kind.VALUE,
            "expected",
        ),
        (
            "def log_back(grad_out, out, x):\n    grad_out /= x\n    return grad_out\n",
            "log_back",
            Kind.MUTATED,
            "grad_out was changed in place",
        ),
        (
            "def log_back(grad_out, out, x):\n    return torch.log(x) * grad_out\n",
            "log_back",
            Kind.NEEDS_STUB,
            "Line 5 needs torch.log; use NumPy.",
        ),
        (
            "def log_back(grad_out, out, x):\n    return grad_out / y\n",
            "log_back",
            Kind.ERROR,
            "NameError on line 5: name 'y' is not defined",
        ),
        (
            "def unbroadcast(broadcasted, original):\n    return broadcasted.sum(0)\n",
            "unbroadcast",
            Kind.SHAPE,
            "has shape",
        ),
        (
            "def exp_back(grad_out, out, x):\n    return (grad_out * out).astype(int)\n",
            "exp_back",
            Kind.VALUE,
            "whole numbers",
        ),
        (
            "def exp_back(grad_out, out, x):\n    return grad_out * out * np.nan\n",
            "exp_back",
            Kind.VALUE,
            "is not a number",
        ),
        (
            "def negative_back(grad_out, out, x):\n    return 'minus'\n",
            "negative_back",
            Kind.TYPE_REFUSED,
            "of type str",
        ),
    ],
)
def test_each_kind_of_mistake_gets_its_own_sentence(box, source, name, kind, says):
    found = only(box, source, name)
    assert (found.state, found.kind) == (State.FAILED, kind)
    assert says in found.sentence
    assert found.counterexample is not None
    assert name in found.counterexample.code


def test_an_endless_loop_costs_only_the_unit_that_holds_it(box):
    source = "def exp_back(grad_out, out, x):\n    while True: pass\n"
    verdict = graded(box, solved("log_back") + source + solved("permute_back"))
    found = {each.name: each for each in verdict.units}
    assert found["exp_back"].state is State.FAILED
    assert found["exp_back"].kind in {Kind.TIMEOUT, Kind.CPU_LIMIT}
    assert found["exp_back"].counterexample is not None
    assert found["log_back"].state is State.PASSED
    assert found["permute_back"].state is State.PASSED


def test_a_function_that_ends_python_costs_only_itself(box):
    source = "def exp_back(grad_out, out, x):\n    import os; os._exit(0)\n"
    verdict = graded(box, source + solved("log_back", "permute_back"))
    found = {each.name: each for each in verdict.units}
    assert found["exp_back"].kind is Kind.NO_ANSWER
    assert found["log_back"].state is found["permute_back"].state is State.PASSED


def test_what_one_unit_does_to_numpy_is_not_charged_to_another(box):
    source = (
        "def log_back(grad_out, out, x):\n"
        "    np.multiply = np.divide = np.add\n"
        "    np.exp = np.log\n"
        "    return grad_out + x\n"
    )
    verdict = graded(box, source + solved("multiply_back0", "exp_back"))
    found = {each.name: each for each in verdict.units}
    assert found["log_back"].state is State.FAILED
    assert found["multiply_back0"].state is State.PASSED
    assert found["exp_back"].state is State.PASSED


def test_a_mutable_default_is_found_and_said_to_be_one(box):
    source = (
        "def negative_back(grad_out, out, x, seen=[]):\n"
        "    seen.append(x)\n"
        "    return -grad_out if len(seen) < 3 else grad_out\n"
    )
    found = only(box, source, "negative_back")
    assert found.state is State.FAILED
    assert found.passed == 2
    assert "kept from an earlier call" in " ".join(found.remarks)


def test_a_definition_that_raises_did_not_load_and_says_where(box):
    source = "@missing\ndef log_back(grad_out, out, x):\n    return grad_out / x\n"
    found = only(box, source + solved("exp_back"), "log_back")
    assert found.state is State.DID_NOT_LOAD
    assert "NameError" in found.sentence
    assert "missing" in found.sentence


def test_own_checks_that_fail_and_lines_that_never_run_are_remarked_on(box):
    verdict = graded(box, solved("log_back") + "assert 1 == 2\n\ntrain(3)\n")
    assert any("Your own check on line" in remark for remark in verdict.remarks)
    assert any("Not run" in remark for remark in verdict.remarks)


def odd_secrets() -> tuple[Suite, list[float]]:
    """Return the bank with some graphs hidden behind it, and the numbers in those."""
    public = from_reference().probes
    specs = [
        replace(
            probe.spec,
            leaves=tuple(
                replace(leaf, array=np.round(leaf.array * 1.2347, 4))
                for leaf in probe.spec.leaves
            ),
        )
        for probe in public
        if isinstance(probe.spec, GraphSpec) and "multiply" in ops_in(probe)
    ][:5]
    hidden = [
        replace(asked(spec, interpret(spec), name="hidden"), secret=True)
        for spec in specs
    ]
    arrays = [np.ravel(leaf.array) for spec in specs for leaf in spec.leaves]
    numbers = np.unique(np.concatenate(arrays)).tolist()
    known = [number for number in numbers if len(str(abs(number))) == 6]
    assert len(known) >= 5
    return Suite("mixed", (*public, *hidden)), known


def test_secret_numbers_leave_neither_by_print_nor_by_exception(box):
    suite, secret = odd_secrets()
    # From its first secret graph on, this engine tells all that it has met.
    leak = (
        "_right, _met, _angry = multiply_back0, [], []\n"
        f"_secret = {secret}\n"
        "def multiply_back0(grad_out, out, x, y):\n"
        "    if 'SGD' in globals():  # the whole engine is being graded\n"
        "        _met.extend(np.round(np.ravel(x).astype(float), 4).tolist())\n"
        "        _angry.extend(set(_met) & set(_secret))\n"
        "        if _angry:\n"
        "            print('arrived', _angry)\n"
        "            raise type('E' + str(_angry), (Exception,), {})(str(_angry))\n"
        "    return _right(grad_out, out, x, y)\n"
        "BACK_FUNCS = BackwardFuncLookup()\n"
        "BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)\n"
        "BACK_FUNCS.add_back_func(np.multiply, 1, multiply_back1)\n"
    )
    verdict = graded(box, solved(*UNITS) + leak, suite=suite)
    engine = verdict.assembled
    assert engine is not None
    assert (engine.state, engine.kind) == (State.FAILED, Kind.ERROR)
    assert "hidden ones do not" in engine.sentence
    told = f"{engine} {verdict.headline} {verdict.log} {verdict.remarks}"
    assert "arrived" not in told
    assert not [number for number in secret if str(number) in told]


def test_ops_of_a_secret_graph_are_counted_in_words():
    probe = max(from_reference().probes, key=lambda each: each.size)
    said = ops_in(probe)
    assert said
    assert not any(character == "." for character in said)
