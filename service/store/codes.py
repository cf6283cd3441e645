"""Secrets and codes: long ones for links, short ones that people read aloud."""

import hashlib
import secrets

# No O 0 I 1 L U: a code is read from a projector and typed in a hurry.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
JOIN_CODE_LENGTH = 8
PAIR_CODE_LENGTH = 4


def secret() -> str:
    """Return an unguessable text for a link or a cookie."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """Return the sha256 under which a secret is stored: a stolen row opens nothing."""
    return hashlib.sha256(text.encode()).hexdigest()


def code(length: int) -> str:
    """Return a fresh code of ``length`` characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def typed(text: str) -> str:
    """Return what someone typed as a code would be stored: "bx-tq " means BXTQ."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:20]
