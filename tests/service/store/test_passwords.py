import argon2
import pytest

from service.store import passwords
from service.store.refusals import Refusal


def test_a_password_is_kept_as_argon2id_of_19_mib_two_passes_one_lane():
    assert passwords.hashed("correct horse").startswith(
        "$argon2id$v=19$m=19456,t=2,p=1$"
    )


def test_the_right_one_matches_and_nothing_matches_nobody():
    stored = passwords.hashed("correct horse")
    assert passwords.matches(stored, "correct horse")
    assert not passwords.matches(stored, "correct hors")
    assert not passwords.matches("", "the account nobody has")
    assert not passwords.matches("no hash", "correct horse")


def test_a_hash_of_other_parameters_is_outdated_and_still_matches():
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    stored = weak.hash("correct horse")
    assert passwords.matches(stored, "correct horse")
    assert passwords.is_outdated(stored)
    assert not passwords.is_outdated(passwords.hashed("correct horse"))


@pytest.mark.parametrize("password", ["short", "x" * 1025])
def test_too_short_and_too_long_are_refused(password):
    with pytest.raises(Refusal):
        passwords.hashed(password)
