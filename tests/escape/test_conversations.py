"""Attacks that take more than one question, or more than one guest."""

import pytest

from exercises.answers import Ended
from exercises.questions import Op, Step

pytestmark = pytest.mark.sandbox


def test_60_a_print_flood_keeps_16_kib(box):
    with box.guest() as guest:
        guest.scaffold("")
        notes = guest.load("for _ in range(10):\n    print('y' * 10 ** 7)")
        assert not isinstance(notes, Ended)
        assert guest.log == "y" * (16 << 10)


def test_62_source_that_cannot_be_sent_is_refused_outside(box):
    with box.guest() as guest:
        guest.scaffold("")
        with pytest.raises(ValueError, match="at most"):
            guest.load("#" * (65 << 10))
        with pytest.raises(UnicodeEncodeError):
            guest.load("x = '\ud800'")
        (note,) = guest.load("x = '\0'")
        assert note.what == "uncompilable"


def test_86_inputs_changed_in_place_do_not_reach_the_next_question(box):
    question = (
        Step(op=Op.NAME, name="f"),
        Step(op=Op.VALUE, value=[1.0]),
        Step(op=Op.CALL, handles=(0, 1), observe=True),
    )
    with box.guest() as guest:
        guest.scaffold("")
        guest.load("def f(x):\n    x[0] += 1\n    return x[0]")
        seen, _ = guest.ask([question, question])
    assert [float(one.records[2].array) for one in seen] == [2.0, 2.0]


def test_90_what_one_guest_leaves_behind_no_other_finds(box):
    with box.guest() as first:
        first.scaffold("")
        first.load("import builtins; builtins.left_behind = 1")
        with box.guest() as second:
            second.scaffold("")
            (note,) = second.load("left_behind")
    assert note.type == "NameError"


def test_95_escape_sequences_and_direction_marks_are_dropped(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load("print('\\x1b[2Ja\\u202eb<b>')")
        assert guest.log == "[2Jab<b>\n"


def test_random_numbers_differ_between_guests(box):
    drawn = set()
    for _ in range(3):
        with box.guest() as guest:
            guest.scaffold("import random\ndef f(): return random.random()")
            call = (
                Step(op=Op.NAME, name="f"),
                Step(op=Op.CALL, handles=(0,), observe=True),
            )
            drawn.add(float(guest.ask([call])[0][0].records[1].array))
    assert len(drawn) == 3
