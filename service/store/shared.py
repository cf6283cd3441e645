"""The draft two browsers write at once: the edits, beside the text they stand for."""

from sqlalchemy.orm import Session as Database

from service.store import drafts, gradings, shared_text
from service.store.models import SharedDraft

LONGEST = 64 * 1024  # characters of a text
LARGEST = 1024 * 1024  # bytes of edits, after which only the text is kept


def is_current(db: Database, seen: SharedDraft) -> bool:
    """Tell whether nothing was written since ``seen`` was read."""
    row = db.get(SharedDraft, (seen.pair_id, seen.rung))
    draft = drafts.load(db, seen.pair_id, seen.rung)
    return row is not None and (
        (row.epoch, row.version, drafts.version(draft))
        == (seen.epoch, seen.version, seen.version)
    )


def now(db: Database, pair_id: str, rung: str, starter: str) -> SharedDraft:
    """Return the state that stands for the pair's text, made where there is none.

    Under the pair's lock: two browsers that open at once would each put the starter in.
    A text that was saved past the edits (the starter brought back, a browser without
    JavaScript) becomes one more edit.
    """
    gradings.lock_pair(db, pair_id)
    draft = drafts.load(db, pair_id, rung)
    text, version = draft.source if draft else starter, drafts.version(draft)
    row = db.get(SharedDraft, (pair_id, rung))
    if row is None:
        row = SharedDraft(pair_id=pair_id, rung=rung, epoch=1)
        row.state, row.version = shared_text.fresh(text), version
        db.add(row)
    elif row.version != version:
        row.state, row.version = shared_text.replaced(row.state, text), version
    db.flush()
    return row


def keep(db: Database, ours: SharedDraft, by: str, starter: str) -> SharedDraft:
    """Merge our edits into what is stored, and save the text they make as the draft.

    ``by`` wrote last. Edits from before an epoch are not merged: their text would be in
    it twice. An empty text stays out of the drafts, where it stands for the starter.
    """
    row = now(db, ours.pair_id, ours.rung, starter)
    if row.epoch != ours.epoch:
        return row
    before = shared_text.read(row.state)
    row.state = shared_text.merged(row.state, ours.state)
    text = shared_text.read(row.state)
    if text != before and text.strip():
        mine = {"pair_id": row.pair_id, "rung": row.rung}
        drafts.save(db, **mine, source=text, by=by)
        row.version = drafts.version(drafts.load(db, **mine))
    if len(row.state) > LARGEST:
        row.state, row.epoch = shared_text.fresh(text), row.epoch + 1
    db.flush()
    return row
