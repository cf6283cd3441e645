"""Hand in: check what can be told at once, record it, then ring for a worker."""

from exercises.cells import decode
from exercises.extract import IntakeError, read
from exercises.my_engine import drafts as drafts_in
from exercises.questions import Rung
from service import doorbell, live
from service.store import aside, gradings, submissions, visible
from service.store.history import Shown
from service.store.models import Grading, Purpose, Submission
from service.store.refusals import Refusal
from service.web import forms
from service.web.rows import settings, write
from service.web.who import asking, pair, person


def hand_in(rung: Rung | None) -> Submission:
    """Record the form's file or code for ``rung`` (None: every unit it holds).

    Raises Refusal for what cannot be code: empty, binary, too long, a broken notebook.
    """
    filename, data = forms.upload_or_text()
    return record(rung, filename, text_of(filename, data))


def record(
    rung: Rung | None, filename: str, source: str, *, token: str = ""
) -> Submission:
    """Record one submission with its drafts, and ring for a worker.

    A whole file becomes the draft of every rung it attempts, to go on from there.
    ``token`` is the hand-in's own, "" takes the form's.
    """
    parts = {rung.slug: source} if rung else drafts_in(read(filename, source.encode()))
    with write() as db:
        visible.make_way(db, pair().id)
        submission, grading, is_new = submissions.record(
            db,
            pair_id=pair().id,
            author_id=_driver(),
            drawer_id=_drawer(),
            rung=rung.slug if rung else None,
            filename=filename,
            source=source,
            client_token=token or forms.token(),
            units=list(rung.units) if rung else None,
        )
        if is_new and not (rung and filename.endswith(".ipynb")):
            for slug, part in parts.items():
                mine, me = pair().id, person().id
                aside.take_over(db, pair_id=mine, rung=slug, source=part, by=me)
    if is_new:
        ring(grading)
    return submission


def check(rung: Rung) -> Grading:
    """Queue a run of the visible checks on the form's code, and keep it as the draft.

    Raises Refusal for what cannot be code.
    """
    filename, data = forms.upload_or_text()
    source = text_of(filename, data)
    mine, me = pair().id, person().id
    driver, drawer = _driver(), _drawer()
    with write() as db:
        grading = visible.ask(
            db, rung, source, pair_id=mine, author_id=driver, drawer_id=drawer
        )
        if not filename.endswith(".ipynb"):
            aside.take_over(db, pair_id=mine, rung=rung.slug, source=source, by=me)
    ring(grading)
    return grading


def train(shown: Shown, board: str) -> Grading:
    """Queue a training run of a submission for a board."""
    is_open = board == "open"
    purpose = Purpose.STRETCH_OPEN if is_open else Purpose.STRETCH_OFFICIAL
    options = {} if is_open else {"board": board}
    if shown.may_play:
        options["for_fun"] = "wrong gradients"
    with write() as db:
        grading = gradings.enqueue(db, shown.submission, purpose, options=options)
    ring(grading)
    return grading


def ring(grading: Grading) -> None:
    """Wake a worker and the pages that show this pair; losing either loses nothing."""
    doorbell.ring(settings(), grading.id, grading.queue)
    around = f"work:{pair().id}", f"course:{pair().course_id}"
    live.announce(settings(), *around, moved=True)  # most often with the verdict


def text_of(filename: str, data: bytes) -> str:
    """Return a file's text; raises Refusal for what cannot be code."""
    try:
        read(filename, data)
    except IntakeError as error:
        raise Refusal("source", str(error)) from error
    return decode(data)


def _driver() -> str:
    """Return who wrote: at a shared computer the member whose turn it is."""
    who = asking()
    at_this_computer = {one.id for one in (who.person, who.partner) if one}
    driver = pair().driver_id
    return driver if driver in at_this_computer else person().id


def _drawer() -> str | None:
    who = asking()
    there = [one.id for one in who.members if one.id not in who.away]
    others = [one for one in there if one != _driver()]
    return others[0] if others else None
