"""The story of a pretend evening: many endings, every hand-in one of ours."""

from collections import Counter

from exercises.catalogue import RUNGS
from exercises.misconceptions.catalogue import CAUSES
from exercises.pretend.evening import Ending, evening
from exercises.pretend.mistakes import mistakes
from exercises.scaffolding import solution

GROUPS = evening(30, 1)


def test_the_same_seed_gives_the_same_evening_and_another_a_different_one():
    assert evening(30, 1) == GROUPS
    assert evening(30, 2) != GROUPS


def test_pairs_finish_are_stuck_stop_half_way_or_have_just_come():
    endings = Counter(group.ending for group in GROUPS)
    assert set(endings) == set(Ending)
    assert endings[Ending.STUCK] >= 3


def test_groups_have_one_to_three_members_with_names_of_their_own():
    assert {len(group.names) for group in GROUPS} == {1, 2, 3}
    names = [name for group in evening(80, 3) for name in group.names]
    assert len(set(names)) == len(names)


def test_who_is_stuck_repeats_one_mistake_with_other_text():
    for group in GROUPS:
        if group.ending is Ending.STUCK:
            last = [
                one for one in group.hand_ins if one.rung == group.hand_ins[-1].rung
            ]
            assert len({one.source for one in last}) >= 3
            assert solution_of(last[0].rung) not in {one.source for one in last}


def solution_of(slug: str) -> str:
    return solution(next(rung for rung in RUNGS if rung.slug == slug))


def test_every_mistake_is_of_a_rung_and_its_cause_in_the_catalogue():
    slugs = {rung.slug for rung in RUNGS}
    for mistake in mistakes():
        assert mistake.rung in slugs
        assert mistake.cause in {"", *CAUSES}
