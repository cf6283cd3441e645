import json
import zipfile

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.orm import Session as Database

from service.config import Settings
from service.store import archive, audit, installation, leases, restoring, results
from service.store.archive import ArchiveError
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import Audit, Grading, Person, Phase, Result, UnitRow
from service.store.schema import configuration, migrate, retreat


@pytest.fixture
def lived_in(house):
    """Return a day's rows: a verdict, a queue, secrets, a suite, an audit line."""
    house.activate_suite()
    ada = house.pair("Ädä \x01 & Bob")
    done = house.submit(ada, "done")[1]
    with transaction(house.engine) as db:
        installation.ensure(db)
        audit.note(db, "counted", actor_id=None, detail={"number": 1.5, "of": None})
        claim = leases.claim(db, ("live",), worker="w", host="h")
        assert claim.grading_id == done.id
        assert results.store(
            db, claim, headline="Right", report={"a": [None]}, tier="A"
        )
        db.add(
            UnitRow(grading_id=done.id, unit="log_back", run="isolated", state="passed")
        )
    house.submit(house.pair("Cy"), "waiting")
    return house


def content(settings):
    """Return every row of every table, comparable between databases."""
    engine = make_engine(settings)
    with engine.connect() as connection:
        tables = archive.tables_of(connection)
        found = {
            name: sorted(archive._lines(connection, table))
            for name, table in tables.items()
        }
    engine.dispose()
    return found


@pytest.mark.postgres
def test_everything_comes_back_on_the_same_database_and_on_the_other(
    lived_in, tmp_path, request
):
    file = tmp_path / "backup.zip"
    archive.write(lived_in.settings, file)
    assert file.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.partial"))
    before = content(lived_in.settings)
    server = request.getfixturevalue("postgres_server")
    for place, url in enumerate(("", server.database())):
        fresh = Settings(data=tmp_path / f"fresh{place}", database_url=url)
        made = restoring.restore(fresh, file)
        assert made.rows["submission"] == 2
        assert content(fresh) == before
        # Counting goes on where it was: the next row is no earlier one's number again.
        engine = make_engine(fresh)
        with transaction(engine) as db:
            newest = db.scalar(select(Audit.seq))
            audit.note(db, "later", actor_id=None)
        with reading(engine) as db:
            assert audit.latest(db)[0].seq > newest
            assert set(db.scalars(select(Grading.phase))) == {Phase.DONE, Phase.QUEUED}
        engine.dispose()


def test_a_null_inside_json_and_one_outside_stay_apart(lived_in, tmp_path):
    with transaction(lived_in.engine) as db:
        done = db.scalars(select(Result.grading_id)).one()
        db.add_all(
            UnitRow(
                grading_id=done, unit=name, run="isolated", state="passed", **fields
            )
            for name, fields in (("a", {}), ("b", {"counterexample": None}))
        )
    file = tmp_path / "backup.zip"
    archive.write(lived_in.settings, file)
    fresh = Settings(data=tmp_path / "fresh")
    restoring.restore(fresh, file)
    assert content(fresh)["unit_verdict"] == content(lived_in.settings)["unit_verdict"]


def test_a_backup_of_older_tables_is_brought_up_to_date(tmp_path):
    old = Settings(data=tmp_path / "old")
    upgrade(old, "0003")
    engine = make_engine(old)
    with Database(engine) as db, db.begin():
        db.execute(
            text(
                "INSERT INTO person (id, created_at, name, role, password, demo, theme) "
                "VALUES ('p', '2026-01-01 10:00:00', 'Ada', 'student', '', 0, '')"
            )
        )
    engine.dispose()
    file = tmp_path / "old.zip"
    assert archive.write(old, file).revision == "0003"
    fresh = Settings(data=tmp_path / "fresh")
    restoring.restore(fresh, file)
    engine = make_engine(fresh)
    with reading(engine) as db:
        assert db.scalars(select(Person.name)).all() == ["Ada"]
    engine.dispose()
    command.check(configuration(fresh))


def test_a_restore_never_replaces_what_is_there(lived_in, tmp_path):
    file = tmp_path / "backup.zip"
    archive.write(lived_in.settings, file)
    before = content(lived_in.settings)
    with pytest.raises(ArchiveError, match="already holds 2 people"):
        restoring.restore(lived_in.settings, file)
    assert content(lived_in.settings) == before


def altered(file, member, change):
    with zipfile.ZipFile(file) as bundle:
        members = {name: bundle.read(name) for name in bundle.namelist()}
    members[member] = change(members[member])
    with zipfile.ZipFile(file, "w") as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)


def newer(manifest):
    return json.dumps(json.loads(manifest) | {"revision": "9999"}).encode()


@pytest.mark.parametrize(
    ("member", "change", "what"),
    [
        ("person.jsonl", lambda data: data.replace(b"Cy", b"Cx"), "damaged in person"),
        ("manifest.json", newer, "of a newer Pairgrad"),
        ("manifest.json", lambda data: b"{}", "no backup of Pairgrad"),
        ("manifest.json", lambda data: b"?", "no backup of Pairgrad"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(
    member, change, what, lived_in, tmp_path
):
    file = tmp_path / "backup.zip"
    archive.write(lived_in.settings, file)
    altered(file, member, change)
    fresh = Settings(data=tmp_path / "fresh")
    with pytest.raises(ArchiveError, match=what):
        restoring.restore(fresh, file)
    assert not (fresh.data / "pairgrad.sqlite3").exists()


def test_any_other_file_is_refused_by_name(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("hello")
    with pytest.raises(ArchiveError, match=r"notes\.txt cannot be read"):
        restoring.restore(Settings(data=tmp_path / "fresh"), file)


def test_an_installation_without_tables_has_nothing_to_keep(tmp_path):
    with pytest.raises(ArchiveError, match="nothing to keep"):
        archive.write(Settings(data=tmp_path), tmp_path / "backup.zip")
    assert not list(tmp_path.glob("backup*"))


def test_the_tables_go_down_and_up_again_one_revision_at_a_time(lived_in):
    """With rows in them, each way: a revision that cannot be taken back is found here."""
    lived_in.engine.dispose()
    script = ScriptDirectory.from_config(configuration(lived_in.settings))
    newest, *older = [each.revision for each in script.walk_revisions()]
    for revision in older:
        retreat(lived_in.settings, revision)
    for revision in [*reversed(older[:-1]), newest]:
        migrate(lived_in.settings, revision)
    with reading(lived_in.engine) as db:
        assert set(db.scalars(select(Grading.phase))) == {Phase.DONE, Phase.QUEUED}
