"""Raised hands and disputed verdicts, on every database."""

import pytest
from sqlalchemy import select

from exercises.nouns import State
from service.clock import now
from service.config import Settings
from service.store import (
    disputes,
    gradings,
    hands,
    history,
    leases,
    overrides,
    pairs,
    people,
    progress,
    submissions,
    suites,
)
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import Audit, Grading, Phase, Purpose, Result, UnitRow
from service.store.refusals import Refusal


class Class:
    """A course with an instructor and pairs, and verdicts without a worker."""

    def __init__(self, settings):
        upgrade(settings)
        self.engine = make_engine(settings)
        with transaction(self.engine) as db:
            self.course = people.make_course(db, "Backprop")
            self.ida = people.add_instructor(db, "Ida", course_id=self.course.id)
            self.olu = people.add_instructor(db, "Olu", course_id=self.course.id)
            suites.store(db, "v1", b"")

    def pair(self, *names):
        with transaction(self.engine) as db:
            both = [people.add_student(db, self.course, name) for name in names]
            return pairs.make(db, *both)

    def failed(self, pair, unit="log_back"):
        """Hand in something that fails."""
        with transaction(self.engine) as db:
            sent, grading, _ = submissions.record(
                db,
                pair_id=pair.id,
                author_id=pair.driver_id,
                drawer_id=None,
                rung=unit,
                filename="a.py",
                source="def log_back(grad_out, out, x):\n    return x\n",
                client_token=f"{pair.id}{unit}"[-60:],
            )
            db.merge(grading).phase = Phase.DONE
            report = {"units": [{"name": unit, "state": "failed"}], "assembled": None}
            db.add(
                Result(
                    grading_id=grading.id,
                    run=1,
                    headline="Not yet.",
                    report=report,
                    tier="A",
                    created_at=now(),
                )
            )
            db.add(
                UnitRow(
                    grading_id=grading.id, unit=unit, run="isolated", state="failed"
                )
            )
        with reading(self.engine) as db:
            return history.find(db, sent.id, pair_id=pair.id)


@pytest.fixture
def room(tmp_path, database):
    room = Class(Settings(data=tmp_path, broker="none", database_url=database))
    yield room
    room.engine.dispose()


def raise_for(room, pair, about=""):
    with transaction(room.engine) as db:
        hands.raise_one(db, pair.id, pair.driver_id, about)


def place_of(room, pair):
    with reading(room.engine) as db:
        return hands.of_pair(db, pair)


def test_hands_are_a_line_and_a_taken_one_leaves_it(room):
    first, second = room.pair("Ana", "Ben"), room.pair("Cem", "Dua")
    raise_for(room, first)
    raise_for(room, second)
    assert [place_of(room, pair).place for pair in (first, second)] == ["1st", "2nd"]
    with transaction(room.engine) as db:
        assert hands.take(db, hands.of_pair(db, first).hand.id, room.ida.id)
    assert place_of(room, first).taker.name == "Ida"
    assert place_of(room, second).place == "1st"


def test_a_hand_raised_twice_keeps_its_place_and_takes_the_new_words(room):
    first, second = room.pair("Ana"), room.pair("Ben")
    raise_for(room, first)
    raise_for(room, second)
    raise_for(room, first, "  the \n shapes ")
    assert place_of(room, first).place == "1st"
    assert place_of(room, first).hand.about == "the shapes"


def test_of_two_teachers_one_takes_the_hand_and_only_she_gives_it_back(room):
    pair = room.pair("Ana")
    raise_for(room, pair)
    hand = place_of(room, pair).hand.id
    with transaction(room.engine) as db:
        assert hands.take(db, hand, room.ida.id)
        assert not hands.take(db, hand, room.olu.id)
        assert not hands.give_back(db, hand, room.olu.id)
        assert hands.give_back(db, hand, room.ida.id)
    assert place_of(room, pair).taker is None


def test_a_hand_that_is_down_can_be_raised_again(room):
    pair = room.pair("Ana")
    raise_for(room, pair)
    with transaction(room.engine) as db:
        assert hands.put_down(db, pair.id, pair.driver_id)
        assert not hands.put_down(db, pair.id, pair.driver_id)
    assert place_of(room, pair) is None
    raise_for(room, pair)
    assert place_of(room, pair).place == "1st"


@pytest.mark.parametrize(
    ("ahead", "word"), [(0, "1st"), (1, "2nd"), (2, "3rd"), (3, "4th"), (10, "11th"), (20, "21st")]
)  # fmt: skip
def test_places_are_said_as_people_say_them(ahead, word):
    assert hands.Raised(None, None, None, None, ahead).place == word


def test_a_replay_touches_nothing_of_the_pair(room):
    pair = room.pair("Ana")
    shown = room.failed(pair)
    with transaction(room.engine) as db:
        again = disputes.replay(db, shown.submission, room.ida.id)
    with transaction(room.engine) as db:
        claim = leases.claim(db, ("regrade",), worker="w", host="h")
        assert claim.grading_id == again.id
        leases.finish(db, claim)
    with reading(room.engine) as db:
        assert history.find(db, shown.submission.id, pair_id=pair.id).grading.id == (
            shown.grading.id
        )
        assert submissions.charged(db, pair.id, "log_back") == 1


def test_a_replay_takes_nobodys_place_in_the_queue(room):
    pair = room.pair("Ana")
    shown = room.failed(pair)
    with transaction(room.engine) as db:
        for purpose in (Purpose.VISIBLE, Purpose.TRY, Purpose.SUBMIT):
            gradings.enqueue(db, shown.submission, purpose)
        disputes.replay(db, shown.submission, room.ida.id)
        phases = db.scalars(select(Grading.phase).where(Grading.run_no > 0)).all()
    assert Phase.CANCELLED not in phases


def test_an_override_stands_on_the_ladder_until_it_is_withdrawn(room):
    pair = room.pair("Ana")
    shown = room.failed(pair)
    with transaction(room.engine) as db:
        made = overrides.add(
            db, shown.submission, "log_back", State.PASSED,
            reason="Right by the course's own answer.", actor_id=room.ida.id,
        )  # fmt: skip
    with reading(room.engine) as db:
        assert progress.of_pair(db, pair.id)["log_back"].state == "passed"
        (note,) = db.scalars(select(Audit))
        assert (note.actor_id, note.detail["state"]) == (room.ida.id, "passed")
    with transaction(room.engine) as db:
        assert overrides.withdraw(db, made.id, room.ida.id)
        assert not overrides.withdraw(db, made.id, room.ida.id)
    with reading(room.engine) as db:
        assert progress.of_pair(db, pair.id)["log_back"].state == "tried"
        (told,) = overrides.about(db, shown.submission.id)
        assert told.override.withdrawn_by == room.ida.id


def test_an_override_without_a_reason_is_refused(room):
    shown = room.failed(room.pair("Ana"))
    told = {"reason": " ", "actor_id": room.ida.id}
    with pytest.raises(Refusal, match="reason"), transaction(room.engine) as db:
        overrides.add(db, shown.submission, "log_back", State.PASSED, **told)


def test_a_dispute_can_be_reworded_until_it_is_answered(room):
    pair = room.pair("Ana")
    shown = room.failed(pair)
    with transaction(room.engine) as db:
        for reason in ("Wrong.", "PyTorch gives ours."):
            disputes.begin(db, shown, pair.driver_id, unit="log_back", reason=reason)
    with transaction(room.engine) as db:
        (case,) = disputes.inbox(db, room.course.id)
        assert case.dispute.reason == "PyTorch gives ours."
        disputes.reply(db, case, room.ida.id, "Look at the shape.")
    with pytest.raises(Refusal, match="answered"), transaction(room.engine) as db:
        disputes.begin(db, shown, pair.driver_id, unit="log_back", reason="But!")
