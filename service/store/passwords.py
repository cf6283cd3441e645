"""Passwords of instructors, as argon2id."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.store.refusals import Refusal

SHORTEST = 10
LONGEST = 1024  # hashing megabytes of "password" is a way to stop a server

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash("the account nobody has")
# Each hash takes 19 MiB: a burst of sign-ins must not take the memory of grading.
_few = threading.Semaphore(2)


def hashed(password: str) -> str:
    """Return the hash to store; raises Refusal for a password too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal("password", f"A password has {SHORTEST} characters or more.")
    with _few:
        return _hasher.hash(password)


def matches(stored: str, password: str) -> bool:
    """Tell whether ``password`` is the stored one.

    Takes the same time for an account without a password or for none at all, so that
    the answer's time does not tell which names exist.
    """
    if len(password) > LONGEST:
        return False
    with _few:
        try:
            _hasher.verify(stored or _nobody, password)
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)
