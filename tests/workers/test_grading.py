"""Grading by named fakes: what each says is stated, so each verdict is known."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from exercises.answers import Ended, Note, Nothing, Numbers, Observation, Raised, Record
from exercises.nouns import GraderFault, Kind, State
from exercises.questions import (
    Absent,
    Holds,
    Near,
    Order,
    Probe,
    Program,
    Raises,
    Untouched,
    Within,
)
from exercises.suite import Suite, from_reference
from exercises.verdicts import Verdict
from workers import assembled, seat
from workers.grading import grade
from workers.isolated import AFTER_AN_EARLIER_CALL, questions

TWO = b"""import numpy as np

def log_back(grad_out, out, x):
    return grad_out / x

def unbroadcast(broadcasted, original):
    return broadcasted.sum().reshape(original.shape)
"""
ENGINE = b"""
def wrap_forward_fn(numpy_func, is_differentiable=True):
    return numpy_func

def backprop(end_node, end_grad=None):
    return print(end_node)
"""


def rising(before: tuple[tuple[int, int], ...], nodes: int, last: int) -> list[int]:
    order: list[int] = []
    while len(order) < nodes:
        order += [
            node
            for node in range(nodes)
            if node not in order
            and all(child in order for child, parent in before if parent == node)
            and (node != last or len(order) == nodes - 1)
        ][:1]
    return order


def wanted(expect: object) -> Record:  # noqa: PLR0911 - one line per kind
    """Return the record that fulfils one expectation."""
    match expect:
        case Near(array=array) | Untouched(array=array):
            return Numbers(np.asarray(array, dtype=np.float64), "f8")
        case Absent():
            return Nothing()
        case Holds(truth=truth):
            return Numbers(np.array(truth), "b1")
        case Raises():
            return Raised("ValueError", "as asked", 1)
        case Order(nodes=nodes, before=before, last=last):
            return Numbers(np.array(rising(before, nodes, last)), "i8")
        case Within(low=low, high=high, shape=shape):
            return Numbers(np.resize([low, high], shape), "f8")
    raise AssertionError(expect)


def right(probe: Probe) -> Observation:
    return Observation({each.step: wanted(each) for each in probe.expects})


def wrong(probe: Probe) -> Observation:
    first = probe.expects[0]
    return Observation({**right(probe).records, first.step: Nothing()})


Answer = Observation | Ended
Teller = Callable[[Probe, int], Answer]


def truly(probe: Probe, _: int) -> Answer:
    return right(probe)


def false_on(name: str, *, guests: Sequence[int] = range(9)) -> Teller:
    """Answer one probe wrongly, in the guests given by number."""
    return lambda probe, guest: (
        wrong(probe) if probe.name == name and guest in guests else right(probe)
    )


def stop_at(name: str) -> Teller:
    """End the guest at one probe."""
    stop = Ended(Kind.TIMEOUT, "The code ran longer than 3 s.")
    return lambda probe, _: stop if probe.name == name else right(probe)


@dataclass
class EchoBox:
    """Answer every known question as told: rightly, wrongly, or by ending."""

    tell: Teller = truly
    notes: tuple[Note, ...] = ()
    suite: Suite | None = None
    tier: str = "fake"
    guests: list["EchoGuest"] = field(default_factory=list)

    @contextmanager
    def guest(self):
        self.guests.append(EchoGuest(self, len(self.guests)))
        yield self.guests[-1]

    def known(self) -> dict[int, Probe]:
        """Return probes by their programs, which is all that a guest is given."""
        units = ("log_back", "unbroadcast", "wrap_forward_fn", "backprop")
        probes = [probe for unit in units for probe in questions(unit)]
        probes += self.suite.probes if self.suite else from_reference_once()
        probes += [probe for several in assembled.wholes() for probe in several]
        return {id(probe.program): probe for probe in probes}


@dataclass
class EchoGuest:
    """One guest of an EchoBox; its log tells what it was asked."""

    box: EchoBox
    number: int
    log: str = ""

    def scaffold(self, _: str) -> tuple[Note, ...]:
        return ()

    def load(self, _: str) -> tuple[Note, ...]:
        return self.box.notes

    def ask(
        self, programs: Sequence[Program]
    ) -> tuple[list[Observation], Ended | None]:
        known = self.box.known()
        seen: list[Observation] = []
        for program in programs:
            probe = known.get(id(program))
            self.log += f"[{probe.name}]\n" if probe else ""
            answer = self.box.tell(probe, self.number) if probe else Observation({})
            if isinstance(answer, Ended):
                return seen, answer
            seen.append(answer)
        return seen, None


class BrokenBox:
    """Hand out guests in which our own code does not load; the first may be sound."""

    tier = "fake"

    def __init__(self, *, broken: Callable[[int, int], bool]) -> None:
        self.broken = broken
        self.count = 0

    @contextmanager
    def guest(self):
        box, number, uses = self, self.count, iter(range(99))
        self.count += 1

        class Spoilt(EchoGuest):
            def scaffold(self, source: str) -> tuple[Note, ...]:
                if box.broken(number, next(uses)):
                    return (Note(1, "raised", "NameError", "np"),)
                return super().scaffold(source)

        yield Spoilt(EchoBox(), number)


_BANK: list[Suite] = []


def from_reference_once() -> tuple[Probe, ...]:
    if not _BANK:
        _BANK.append(from_reference())
    return _BANK[0].probes


def bank() -> Suite:
    from_reference_once()
    return _BANK[0]


def veiled() -> Suite:
    """Return a suite whose last five probes are secret."""
    probes = bank().probes
    secret = tuple(
        replace(probe, name=f"secret {at}", secret=True, program=(*probe.program,))
        for at, probe in enumerate(probes[-5:])
    )
    return Suite("v", probes[:-5] + secret)


def graded(box, data: bytes = TWO, **more) -> Verdict:
    suite = more.pop("suite", None) or bank()
    return grade(
        filename=more.pop("filename", "pair.py"),
        data=data,
        units=more.pop("units", None),
        suite=suite,
        box=box,
    )


def unit(verdict: Verdict, name: str):
    return next(each for each in verdict.units if each.name == name)


def test_a_right_file_passes_what_it_attempts_and_nothing_else_has_a_verdict():
    verdict = graded(EchoBox())
    states = {each.name: each.state for each in verdict.units}
    assert {name for name, state in states.items() if state is State.PASSED} == {
        "log_back",
        "unbroadcast",
    }
    assert set(states.values()) == {State.PASSED, State.NOT_ATTEMPTED}
    assert len(states) == 29
    assert verdict.headline == "All checks passed (2 exercises)."
    assert verdict.assembled is None
    assert verdict.tier == "fake"
    assert set(verdict.milliseconds) == {"sandbox", "judge", "total"}


def test_the_first_failing_probe_is_the_counterexample():
    third = questions("log_back")[2]
    verdict = graded(EchoBox(false_on(third.name)))
    found = unit(verdict, "log_back")
    assert found.state is State.FAILED
    assert found.line == 3
    assert found.passed == found.total - 1
    assert found.counterexample is not None
    assert found.counterexample.code == "\n".join(third.lines)
    assert found.counterexample.got == "None"
    assert unit(verdict, "unbroadcast").state is State.PASSED
    assert verdict.headline.startswith("1 of 2 exercises passed. First log_back: ")


def test_only_the_units_asked_for_are_graded():
    verdict = graded(EchoBox(), units=["unbroadcast"])
    assert [each.name for each in verdict.units] == ["unbroadcast"]
    assert verdict.assembled is None


def test_a_stop_fails_the_unit_that_was_running_and_keeps_its_earlier_checks():
    third = questions("log_back")[2]
    verdict = graded(EchoBox(stop_at(third.name)))
    found = unit(verdict, "log_back")
    assert (found.state, found.kind, found.passed) == (State.FAILED, Kind.TIMEOUT, 2)
    assert found.sentence == "The code ran longer than 3 s."
    assert found.counterexample is not None
    assert found.counterexample.code == "\n".join(third.lines)
    assert found.counterexample.got == "no answer"
    assert unit(verdict, "unbroadcast").state is State.PASSED


def test_a_unit_is_not_charged_with_what_another_did_to_its_guest():
    name = questions("unbroadcast")[0].name
    verdict = graded(EchoBox(false_on(name, guests=[0])))
    assert unit(verdict, "unbroadcast").state is State.PASSED


def test_a_case_that_fails_only_after_an_earlier_call_says_so():
    # Guest 0 asks all, guest 1 the failing probe alone.
    third = questions("log_back")[2]
    verdict = graded(EchoBox(false_on(third.name, guests=[0])), units=["log_back"])
    assert unit(verdict, "log_back").state is State.FAILED
    assert unit(verdict, "log_back").remarks == (AFTER_AN_EARLIER_CALL,)
    always = graded(EchoBox(false_on(third.name)), units=["log_back"])
    assert unit(always, "log_back").remarks == ()


def test_a_definition_that_raised_did_not_load():
    notes = (Note(3, "raised", "NameError", "name 'Arr' is not defined"),)
    verdict = graded(EchoBox(notes=notes))
    found = unit(verdict, "log_back")
    assert found.state is State.DID_NOT_LOAD
    assert found.sentence == "NameError on line 3: name 'Arr' is not defined"
    assert unit(verdict, "unbroadcast").state is State.PASSED


def test_our_own_broken_code_is_our_fault():
    with pytest.raises(GraderFault):
        graded(BrokenBox(broken=lambda *_: True))


def test_a_guest_spoilt_by_one_unit_is_replaced_for_the_next():
    box = BrokenBox(broken=lambda guest, use: guest == 0 and use > 0)
    verdict = graded(box)
    assert unit(verdict, "unbroadcast").state is State.PASSED


def test_what_the_time_did_not_reach_is_not_graded_and_not_failed(monkeypatch):
    monkeypatch.setattr(seat, "SUBMISSION_SECONDS", -1.0)
    verdict = graded(EchoBox())
    found = unit(verdict, "log_back")
    assert found.state is State.NOT_GRADED
    assert "60 s" in found.sentence


def test_an_engine_is_graded_on_the_suite_as_it_stands():
    verdict = graded(EchoBox(), TWO + ENGINE)
    assert verdict.assembled is not None
    assert verdict.assembled.state is State.PASSED
    asked = len(bank().probes) + len(assembled.wholes()[0])
    assert verdict.assembled.passed == verdict.assembled.total == asked
    assert "relu" in verdict.assembled.filled_in
    assert "backprop" not in verdict.assembled.filled_in
    assert verdict.headline == "All checks passed (4 exercises)."


def test_an_engine_that_fails_only_as_a_whole_says_so():
    name = bank().probes[7].name
    verdict = graded(EchoBox(false_on(name)), TWO + ENGINE)
    assert verdict.assembled is not None
    assert verdict.assembled.state is State.FAILED
    assert verdict.assembled.counterexample is not None
    assert verdict.assembled.counterexample.code == "\n".join(bank().probes[7].lines)
    assert verdict.headline.startswith("Every piece passes alone, but not together: ")


def test_a_public_graph_is_shown_before_a_secret_one():
    suite = veiled()
    shown = suite.probes[3]

    def tell(probe: Probe, _: int) -> Answer:
        return wrong(probe) if probe.secret or probe is shown else right(probe)

    verdict = graded(EchoBox(tell, suite=suite), TWO + ENGINE, suite=suite)
    assert verdict.assembled is not None
    assert verdict.assembled.counterexample is not None
    assert verdict.assembled.counterexample.code == "\n".join(shown.lines)
    assert verdict.assembled.passed == verdict.assembled.total - 6


def test_a_secret_graph_shows_its_ops_and_none_of_its_numbers():
    suite = veiled()
    secret = [probe for probe in suite.probes if probe.secret]

    def tell(probe: Probe, _: int) -> Answer:
        return wrong(probe) if probe.secret else right(probe)

    box = EchoBox(tell, suite=suite)
    engine = graded(box, TWO + ENGINE, suite=suite).assembled
    assert engine is not None
    assert engine.state is State.FAILED
    assert engine.counterexample is None
    assert "5 of 5 hidden ones do not" in engine.sentence
    for probe in secret:
        assert not any(line in engine.sentence for line in probe.lines)
    assert "." not in engine.sentence.replace(". In", "").rstrip(".")


def test_a_stop_on_a_secret_graph_fails_the_engine_without_showing_it():
    suite = veiled()
    box = EchoBox(stop_at("secret 2"), suite=suite)
    engine = graded(box, TWO + ENGINE, suite=suite).assembled
    assert engine is not None
    assert engine.kind is Kind.TIMEOUT
    assert engine.counterexample is None
    assert engine.passed == engine.total - 3


def test_what_is_printed_while_secret_graphs_run_is_withheld():
    suite = veiled()
    verdict = graded(EchoBox(suite=suite), TWO + ENGINE, suite=suite)
    assert f"[{suite.probes[0].name}]" in verdict.log
    assert "secret" not in verdict.log


def test_own_failing_checks_are_remarked_on():
    notes = (
        Note(9, "assert", "AssertionError", ""),
        Note(11, "raised", "NameError", "name 'root_dir' is not defined"),
        Note(12, "raised", "ValueError", "no"),
    )
    verdict = graded(EchoBox(notes=notes))
    assert verdict.remarks == (
        "Your own check on line 9 fails.",
        "Raised an exception and was passed over: line 12.",
    )


def test_a_definition_that_is_no_python_yet_is_unparsable_and_the_rest_is_graded():
    verdict = graded(EchoBox(), TWO + b"\ndef relu(x:\n    return x\n")
    assert unit(verdict, "relu").state is State.UNPARSABLE
    assert "is not Python yet" in unit(verdict, "relu").sentence
    assert unit(verdict, "log_back").state is State.PASSED


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe\x01", b"x" * (9 << 20)])
def test_what_is_no_source_at_all_gets_one_sentence(data):
    verdict = graded(EchoBox(), data, units=["log_back"])
    assert verdict.headline
    assert [each.state for each in verdict.units] == [State.NOT_GRADED]


def test_places_in_a_notebook_are_named_by_cell():
    cell = '{"cell_type": "code", "metadata": {}, "outputs": [], "source": %s}'
    first = cell % '"import numpy as np\\n"'
    second = cell % '"def log_back(grad_out, out, x):\\n    return torch.log(x)\\n"'
    book = f'{{"cells": [{first}, {second}], "nbformat": 4, "metadata": {{}}}}'

    def tell(probe: Probe, _: int) -> Answer:
        step = probe.expects[0].step
        return Observation({step: Raised("KeyError", "'x'", 6)})

    verdict = graded(EchoBox(tell), book.encode(), filename="a.ipynb")
    found = unit(verdict, "log_back")
    assert (found.cell, found.line) == (2, 1)
    assert found.kind is Kind.ERROR
    assert found.sentence == "KeyError in cell 2, line 2: 'x'"
    assert found.counterexample is not None
    assert found.counterexample.got == "KeyError in cell 2, line 2"


def test_a_stop_on_a_question_that_does_not_count_is_a_remark():
    labelled = questions("unbroadcast")[-1]
    assert labelled.labelled
    verdict = graded(EchoBox(stop_at(labelled.name)))
    found = unit(verdict, "unbroadcast")
    assert found.state is State.PASSED
    assert found.passed == found.total
    assert found.remarks == (
        f"Shown, not counted ({labelled.name}): The code ran longer than 3 s. {labelled.note}",
    )


def test_a_name_that_numpy_has_changed_is_read_and_remarked_on():
    source = b"""import numpy as np

def reshape_back(grad_out, out, x, new_shape):
    return np.reshape(grad_out, newshape=x.shape)
"""
    verdict = graded(EchoBox(), source, units=["log_back"])
    assert verdict.remarks == (
        "Read np.reshape's newshape= as shape=, its new name: line 4.",
    )
