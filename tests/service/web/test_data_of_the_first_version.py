"""A database as the first version left it, with what two students and an instructor did."""

import re
import sqlite3
from collections import deque
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import select

from service import config
from service.store import database, links
from service.store.models import Person, Result, StretchRun
from service.web import create_app

THEN = Path(__file__).parent / "first_version.sql"
LINK = re.compile(r'(?:href|data-src)="(/(?!static/)[^"#]*)')


@pytest.fixture
def kept(tmp_path):
    settings = config.read({}, data=tmp_path, throttle=False, broker="none")
    with sqlite3.connect(tmp_path / "pairgrad.sqlite3") as file:
        file.executescript(THEN.read_text(encoding="utf-8"))
    file.close()
    database.upgrade(settings)
    engine = database.make_engine(settings)
    app = create_app(settings, engine)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    yield app, engine
    engine.dispose()


def test_the_first_versions_rows_are_all_there_after_the_upgrade(kept):
    _, engine = kept
    with database.reading(engine) as db:
        told = db.scalars(select(Result.headline)).all()
        runs = db.scalars(select(StretchRun.correct)).all()
    assert len(told) == 5
    assert "All checks passed, hidden ones too (29 exercises)." in told
    assert 8732 in runs


@pytest.mark.parametrize(("name", "least"), [("Ana", 60), ("Ida", 60)])
def test_every_page_that_a_link_leads_to_opens(kept, name, least):
    app, engine = kept
    client = app.test_client()
    with database.transaction(engine) as db:
        person = db.scalars(select(Person).where(Person.name == name)).one()
        link = links.single_use(db, person.id)
    client.post(f"/in/{link}")
    seen, ahead, broken = {"/"}, deque(["/"]), {}
    while ahead:
        path = ahead.popleft()
        page = client.get(path, follow_redirects=True)
        if page.status_code >= HTTPStatus.BAD_REQUEST:
            broken[path] = page.status
        if page.mimetype == "text/html":
            new = {unescape(each) for each in LINK.findall(page.text)} - seen
            seen |= new
            ahead.extend(sorted(new))
    assert not broken
    assert len(seen) >= least
