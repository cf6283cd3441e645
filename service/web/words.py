"""How values read on a page: ages, shares, states."""

import re
from datetime import datetime

from flask import Flask

from service import clock

# state or phase: glyph, word; the template adds the class, so colour is never alone
STATES = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "not yet"),
    "did_not_load": ("✗", "did not load"),
    "not_attempted": ("·", "not attempted"),
    "unparsable": ("?", "not Python yet"),
    "not_graded": ("?", "not graded"),
    "open": ("○", "open"),
    "tried": ("↻", "tried"),
    "waiting": ("…", "being graded"),
    "queued": ("…", "queued"),
    "running": ("▸", "running"),
    "done": ("✓", "done"),
    "cancelled": ("·", "cancelled"),
    "fault": ("!", "our fault"),
}

# Colours and cursor moves, and the terminal's titles and links with their text.
_ANSI = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))")
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def plain(text: object) -> str:
    """Return a stranger's text without colour codes, controls and direction tricks."""
    return _HIDDEN.sub("", _ANSI.sub("", str(text or "")))


def glyph(state: str) -> str:
    """Return the sign of a state."""
    return STATES.get(state, ("?", state))[0]


def word(state: str) -> str:
    """Return the word of a state."""
    return STATES.get(state, ("?", state))[1]


def ago(then: datetime | None) -> str:
    """Return how long ago a moment was, in words."""
    if then is None:
        return "never"
    seconds = max(0, round((clock.now() - then).total_seconds()))
    for size, name in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {name}{'s' * (name == 'day' and number > 1)} ago"
    return f"{seconds} s ago" if seconds > 4 else "just now"


def percent(share: float, digits: int = 1) -> str:
    """Return a share as "97.3 %"."""
    return f"{100 * share:.{digits}f} %"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 attempt", "2 attempts"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def dashed(code: str) -> str:
    """Return a long code in two halves that can be read aloud."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}" if half > 3 else code


def attach(app: Flask) -> None:
    """Let templates use these."""
    app.jinja_env.filters.update(
        plain=plain,
        glyph=glyph,
        word=word,
        ago=ago,
        percent=percent,
        dashed=dashed,
    )
    app.jinja_env.globals["count"] = count
