"""Moments on a class's own clock: shown, and typed into a form."""

from datetime import UTC, datetime

from flask import Flask

from service.store.policies import Rules
from service.store.refusals import Refusal


def local(moment: datetime | None, rules: Rules) -> str:
    """Return a moment as "Tue 24 Nov 2026, 10:30" in the class's zone."""
    if moment is None:
        return ""
    there = moment.astimezone(rules.clock)
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M}"


def field(moment: datetime | None, rules: Rules) -> str:
    """Return a moment as a form's datetime field holds it, "" for none."""
    return f"{moment.astimezone(rules.clock):%Y-%m-%dT%H:%M}" if moment else ""


def typed(text: str, name: str, rules: Rules) -> datetime | None:
    """Return the moment typed into the field ``name``, "" for none; raises Refusal."""
    if not text.strip():
        return None
    try:
        there = datetime.fromisoformat(text.strip()).replace(tzinfo=rules.clock)
        return there.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal(name, "Write a time as 2026-11-24 10:30.") from error


def attach(app: Flask) -> None:
    """Let templates show moments on a class's clock."""
    app.jinja_env.filters.update(local=local, moment_field=field)
