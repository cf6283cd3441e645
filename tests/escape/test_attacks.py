"""Every attack, in both tiers: no harm is seen, and it ends as it is said to."""

import re
from pathlib import Path

import pytest

from workers.sandbox.attacks.attack import GRANTED
from workers.sandbox.attacks.catalogue import ATTACKS, BEYOND, LISTED
from workers.sandbox.attacks.play import play

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

# Cases that are no code in one guest: where they are proved instead.
ELSEWHERE = {
    89: "tests/escape/test_secrets.py::test_89_",
    91: "tests/workers/test_grading_in_the_sandbox.py::test_secret_numbers_leave_neither",
    93: "tests/escape/test_secrets.py::test_93_",
    94: "tests/escape/test_secrets.py::test_94_",
    96: "tests/escape/test_fail_closed.py::test_96_",
    97: "tests/escape/test_fail_closed.py::test_97_",
    98: "tests/escape/test_fail_closed.py::test_98_",
    99: "tests/workers/sandbox/test_box.py::test_a_killed_zygote_is_replaced",
    100: "tests/workers/sandbox/test_box.py::test_a_killed_worker_takes_its_guests",
    101: "tests/workers/sandbox/test_box.py::test_two_guests_of_one_box_do_not",
    102: "tests/workers/sandbox/test_box.py::test_a_zygote_serves_only_so_many",
    62: "tests/escape/test_conversations.py::test_62_",
    86: "tests/escape/test_conversations.py::test_86_",
}


@pytest.mark.sandbox
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_no_attack_does_harm(box, witness, attack):
    seen = play(box, witness, attack)
    assert seen.harmless, seen
    assert seen.as_expected, seen


def test_all_102_cases_are_attacks_or_proved_elsewhere():
    numbers = {int(attack.name.split()[0]) for attack in LISTED}
    assert not numbers & set(ELSEWHERE)
    assert numbers | set(ELSEWHERE) == set(range(1, 103))
    for place in ELSEWHERE.values():
        file, _, name = place.partition("::")
        assert re.search(rf"^def {name}", (ROOT / file).read_text(), re.MULTILINE), (
            place
        )


def test_at_least_twenty_attacks_are_our_own_and_each_taught_something():
    assert len(BEYOND) >= 20
    assert all(attack.name.startswith("own: ") and attack.lesson for attack in BEYOND)
    assert not any(attack.lesson for attack in LISTED)


def test_every_attack_has_a_name_of_its_own():
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


def test_what_is_granted_in_a_tier_carries_a_reason():
    for attack in ATTACKS:
        for tier in ("A", "C"):
            assert (GRANTED in attack.wanted(tier)) == (tier in attack.granted)
