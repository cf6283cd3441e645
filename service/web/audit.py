"""The audit log as a page: who did what, the newest first."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from service.store import audit, people
from service.web.rows import read
from service.web.who import Door, door

bp = Blueprint("audit", __name__, url_prefix="/class/audit")


@bp.get("")
@door(Door.INSTRUCTOR)
def index() -> ResponseReturnValue:
    """Show a page of the log, of one kind of action if asked for."""
    action = request.args.get("action", "").replace("\x00", "")
    lines = audit.latest(read(), action=action, before=_before())
    named = {line.actor_id for line in lines} | {line.object for line in lines}
    named |= {one for line in lines for one in line.detail.get("members", [])}
    return render_template(
        "audit/index.html",
        lines=lines,
        names=people.names(read(), {one for one in named if one}),
        actions=audit.actions(read()),
        action=action,
        older=lines[-1].seq if len(lines) == audit.A_PAGE else None,
    )


def _before() -> int | None:
    wanted = request.args.get("before", "")
    # Postgres and SQLite both refuse what no sequence reaches.
    return (
        int(wanted)
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 10
        else None
    )
