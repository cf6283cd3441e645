"""Take a person out: their name, their ways in, and their words; results stay nameless."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import audit, pairs, visits
from service.store.models import (
    ApiToken,
    Base,
    Draft,
    Extension,
    Grading,
    Identity,
    Membership,
    Note,
    Pair,
    Person,
    Result,
    Session,
    SetAside,
    SharedDraft,
    SignIn,
    SketchRow,
    Submission,
)

# What a person wrote in words: table -> {the text's column: its author's}. A new table
# that points at people stands here or below; a test asks.
WORDS: dict[str, dict[str, str]] = {
    "hand": {"about": "person_id"},
    "dispute": {"reason": "person_id", "reply": "replied_by"},
    "override": {"reason": "actor_id"},
    "extension": {"reason": "granted_by"},
    "notice": {"sentence": "posted_by"},
    "regrade": {"reason": "actor_id"},
    "message": {"text": "author_id"},
    "behaviour_name": {"claim": "named_by"},
}
# Tables that point at people and hold no words of theirs beyond their code.
NO_WORDS = {
    "api_token", "audit", "cause_answer", "choice", "draft", "hint_opening",
    "identity", "note",
    "membership", "pair", "pin", "presence", "turn",
    "provenance_question", "session", "set_aside", "sign_in", "submission",
    "solution_opening", "solution_release", "absence", "delivery", "sketch",
}  # fmt: skip
GONE = "(erased)"


def erase(db: Database, person: Person) -> bool:
    """Erase a person; return whether their code went too.

    A pair's code is its members' together: it goes with the last of them.
    """
    groups = _groups(db, person.id)
    pairs.leave(db, person.id)
    visits.end_all(db, person.id)
    for way_in in (SignIn, ApiToken, Identity):  # a program acts for nobody then
        db.execute(delete(way_in).where(way_in.person_id == person.id))
    shared = update(Session).where(Session.partner_id == person.id)
    db.execute(shared.values(partner_id=None))
    db.execute(delete(Session).where(Session.person_id == person.id))
    _forget_words(db, person.id)
    person.name, person.password = f"Former student {person.seq}", ""
    person.theme, person.erased_at = "", clock.now()
    db.add(person)
    db.flush()
    went = [_rename(db, group) for group in groups]
    detail = {"pairs": len(groups), "without_code": sum(went)}
    audit.note(db, "erased a person", actor_id=None, about=person.id, detail=detail)
    return bool(went) and all(went)


def _groups(db: Database, person_id: str) -> list[Pair]:
    theirs = select(Membership.pair_id).where(Membership.person_id == person_id)
    return list(db.scalars(select(Pair).where(Pair.id.in_(theirs))))


def _forget_words(db: Database, person_id: str) -> None:
    for name, texts in WORDS.items():
        table = Base.metadata.tables[name]
        for words, author in texts.items():
            theirs = update(table).where(table.c[author] == person_id)
            db.execute(theirs.values({words: GONE}))


def _rename(db: Database, pair: Pair) -> bool:
    """Take the name out of a pair's; return whether nobody is left and its code went."""
    ever = list(
        db.scalars(
            select(Person)
            .where(
                Person.id.in_(
                    select(Membership.person_id).where(Membership.pair_id == pair.id)
                )
            )
            .order_by(Person.seq)
        )
    )
    now = pairs.members(db, pair.id) or ever
    pair.name = " + ".join(one.name for one in now)[:200]
    # "Ben was ill" is about them, whoever wrote it.
    why = update(Extension).where(Extension.pair_id == pair.id)
    db.execute(why.values(reason=GONE))
    everyone_asked = all(one.erased_at is not None for one in ever)
    if everyone_asked:
        pair.nickname, pair.on_board = f"Pair {pair.seq}", False
        _forget_code(db, pair.id)
    db.add(pair)
    db.flush()
    return everyone_asked


def _forget_code(db: Database, pair_id: str) -> None:
    for drafts in (Draft, SharedDraft, SetAside, SketchRow, Note):
        db.execute(delete(drafts).where(drafts.pair_id == pair_id))
    gone = {"source": "", "source_sha256": "", "filename": "erased.py"}
    db.execute(update(Submission).where(Submission.pair_id == pair_id).values(gone))
    graded = select(Grading.id).where(Grading.pair_id == pair_id)
    for result in db.scalars(select(Result).where(Result.grading_id.in_(graded))):
        # What their code printed, and the name of their file.
        kept = {key: value for key, value in result.report.items() if key != "log"}
        result.report = {**kept, "file": "erased.py"} if "file" in kept else kept


def named(db: Database, name: str) -> list[Person]:
    """Return the people called so, or the one with this id."""
    same = func.lower(Person.name) == name.strip().lower()
    return list(db.scalars(select(Person).where(same | (Person.id == name))))
