"""The data folder is lost; a backup brings the installation back, and it grades."""

import os
import shutil
import zipfile

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from exercises import suite
from service import config, stack
from service.cli import commands
from service.store import installation, pairs, people, submissions, suites
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import Phase, Result, UnitRow
from service.web import create_app
from workers.desk import Desk
from workers.serving import serve_next

RIGHT = "def log_back(grad_out, out, x):\n    return grad_out / x\n"


def run(*words, **options):
    done = CliRunner().invoke(commands, [str(word) for word in words], **options)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def lived_in(tmp_path):
    """Fill a data folder: two people, one submission, the suite and the secrets."""
    settings = config.read({}, data=tmp_path / "data", broker="none")
    upgrade(settings)
    engine = make_engine(settings)
    blob = suite.dump(())
    with transaction(engine) as db:
        installation.ensure(db)
        suites.store(db, suite.version_of(blob), blob)
        course = people.make_course(db, "Backprop")
        both = [people.add_student(db, course, name) for name in ("Ada", "Bob")]
        pair = pairs.make(db, *both)
    submit(engine, pair, "before")
    engine.dispose()
    return settings, pair


def submit(engine, pair, token):
    with transaction(engine) as db:
        submissions.record(
            db,
            pair_id=pair.id,
            author_id=pair.driver_id,
            drawer_id=None,
            rung="log_back",
            filename="answer.py",
            source=RIGHT,
            client_token=token,
        )


def serve_all(settings):
    desk = Desk(settings, ("live",))
    try:
        while serve_next(desk):
            pass
    finally:
        desk.close()


def secrets_of(settings):
    engine = make_engine(settings)
    with reading(engine) as db:
        told = installation.secret_seed(db), installation.cookie_keys(db)
    engine.dispose()
    return told


@pytest.mark.sandbox
def test_a_lost_data_folder_comes_back_and_grades_again(lived_in, tmp_path):
    settings, pair = lived_in
    secrets = secrets_of(settings)
    file = tmp_path / "safe" / "backup.zip"
    file.parent.mkdir()
    said = run("backup", file, "--data", settings.data)
    assert "2 people, 1 submissions" in said
    shutil.rmtree(settings.data)
    said = run("restore", file, "--data", settings.data)
    assert "2 people, 1 submissions" in said
    # With the same keys nobody is signed out, with the same seed tests stay the same.
    assert secrets_of(settings) == secrets
    engine = make_engine(settings)
    submit(engine, pair, "after")
    serve_all(settings)
    with reading(engine) as db:
        assert len(db.scalars(select(Result.headline)).all()) == 2
        found = select(UnitRow.state).where(UnitRow.unit == "log_back")
        assert db.scalars(found).all() == ["passed", "passed"]
    app = create_app(settings, engine)
    assert app.test_client().get("/").status_code == 200
    engine.dispose()


def test_a_restore_while_the_service_runs_is_refused(lived_in, tmp_path):
    settings, _ = lived_in
    file = tmp_path / "backup.zip"
    run("backup", file, "--data", settings.data)
    lock = stack.hold(settings.data)
    words = ["restore", str(file), "--data", str(settings.data)]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 1
    assert "stop it first" in done.output
    os.close(lock)


def test_a_backup_that_cannot_be_written_says_so(lived_in, tmp_path):
    settings, _ = lived_in
    words = [
        "backup",
        str(tmp_path / "no" / "folder.zip"),
        "--data",
        str(settings.data),
    ]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 1
    assert "no backup was made" in done.output


def test_a_person_gets_a_copy_and_then_goes(lived_in, tmp_path):
    settings, _ = lived_in
    file = tmp_path / "ada.zip"
    run("user", "export", "ada", file, "--data", settings.data)
    with zipfile.ZipFile(file) as bundle:
        code = [name for name in bundle.namelist() if name.startswith("code/")]
        assert [bundle.read(name).decode() for name in code] == [RIGHT]
        assert b"Ada" in bundle.read("data.json")
    said = run("user", "erase", "Ada", "--data", settings.data, input="y\n")
    assert "until every member has asked" in said
    said = run("user", "erase", "Bob", "--yes", "--data", settings.data)
    assert "the code went too" in said
    done = CliRunner().invoke(
        commands, ["user", "erase", "Ada", "--data", str(settings.data)]
    )
    assert "Nobody here is called 'Ada'" in done.output
    assert "Deleted 0 submissions" in run(
        "purge", "--older-than", "30", "--data", settings.data
    )


def test_a_name_that_two_people_have_asks_for_the_id(lived_in):
    settings, _ = lived_in
    engine = make_engine(settings)
    with transaction(engine) as db:
        other = people.make_course(db, "Other")
        people.add_student(db, other, "Ada")
    engine.dispose()
    words = ["user", "erase", "Ada", "--yes", "--data", str(settings.data)]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 1
    assert "2 people are called 'Ada'" in done.output


def test_a_backup_keeps_the_phases_of_the_queue(lived_in, tmp_path):
    settings, _ = lived_in
    file = tmp_path / "backup.zip"
    run("backup", file, "--data", settings.data)
    with zipfile.ZipFile(file) as bundle:
        assert Phase.QUEUED.encode() in bundle.read("grading.jsonl")
