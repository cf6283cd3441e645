"""Say until when a class's leaderboard ranks, and under which names pairs stand."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from service.store import audit, board_rules, policies
from service.store.board_rules import Naming, Rules
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, write
from service.web.times import typed
from service.web.who import Door, asking, door, person

bp = Blueprint("board_rules", __name__, url_prefix="/class/settings/leaderboard")


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show the rules of the board."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    here = course()
    return render_template(
        "leaderboard/rules.html",
        course=here,
        board_rules=board_rules.of(read(), here.id),
        rules=policies.of(read(), here.id),
        refusal=refusal,
    )


@bp.post("")
@door(Door.INSTRUCTOR)
def keep() -> ResponseReturnValue:
    """Set the rules of the board."""
    here, me = course(), person().id
    try:
        clock = policies.of(read(), here.id)
        freeze = typed(forms.text("freeze_at"), "freeze_at", clock)
        rules = Rules(freeze, _naming(forms.text("naming")))
    except Refusal as refusal:
        return _page(refusal), 422
    with write() as db:
        board_rules.keep(db, here.id, rules)
        audit.note(db, "set the leaderboard's rules", actor_id=me, about=here.id)
    tell("board")
    return redirect(url_for("board_rules.show", course=here.id), 303)


def _naming(sent: str) -> Naming:
    if sent not in set(Naming):
        raise Refusal("naming", "Choose under which names pairs stand.")
    return Naming(sent)


def of_mine() -> Rules:
    """Return the rules of the board of whoever is asking."""
    here = asking().course
    return board_rules.of(read(), here.id) if here else Rules()


def attach(app: Flask) -> None:
    """Let a pair's own pages say under which name it stands."""
    app.jinja_env.globals["own_board_rules"] = of_mine
