"""What may stand in one guest: no unit after its own solution."""

from exercises import scaffolding
from exercises.catalogue import UNITS
from workers.grading import SITTINGS


def solution(unit):
    return (scaffolding.FOLDER / "solved" / f"{unit}.py").read_text()


def test_every_unit_is_graded_once():
    assert sorted(name for sitting in SITTINGS for name in sitting) == sorted(UNITS)


def test_no_guest_has_seen_our_solution_of_what_it_is_asked_later():
    leaked = [
        (earlier, later)
        for sitting in SITTINGS
        for at, later in enumerate(sitting)
        for earlier in sitting[: at + 1]
        if solution(later) in scaffolding.isolated(earlier)
    ]
    assert leaked == []
    # The check can fail: of one rung, each stands beside our solution of the other.
    assert solution("multiply_back1") in scaffolding.isolated("multiply_back0")
