"""The supervisor starts, restarts and ends its children, and says who is running."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service import config, supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def wait_until(condition, seconds=20.0):
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        pause.wait(0.05)


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def settings(tmp_path):
    made = config.read({}, data=tmp_path)
    made.logs.mkdir()
    return made


@pytest.fixture
def watched(settings):
    boss = supervisor.Supervisor(settings)
    thread = threading.Thread(target=boss.watch)
    thread.start()
    yield boss
    boss.shut_down()
    thread.join()


def test_a_child_that_falls_is_started_again(watched):
    child = watched.add("sleeper", SLEEP)
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: child.process is not None and child.process.pid != first)
    assert child.falls == 1


def test_a_child_asked_for_once_is_not_started_again(watched):
    child = watched.add("short", [sys.executable, "-c", ""], once=True)
    wait_until(lambda: child.process is None)
    assert child.falls == 1


def test_shutting_down_ends_every_child_and_what_it_started(settings):
    boss = supervisor.Supervisor(settings)
    program = (
        "import subprocess, sys, time; "
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        "open(sys.argv[1], 'w').write(str(p.pid)); time.sleep(60)"
    )
    note = settings.data / "grandchild"
    child = boss.add("parent", [sys.executable, "-c", program, str(note)])
    wait_until(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())
    parent = child.process.pid
    boss.shut_down()
    assert not alive(parent)
    wait_until(lambda: not alive(grandchild))


def test_killing_the_supervisor_outright_ends_its_children(tmp_path):
    note = tmp_path / "child"
    program = (
        "import pathlib, sys, time\n"
        "from service import config, supervisor\n"
        "settings = config.read({}, data=pathlib.Path(sys.argv[1]))\n"
        "settings.logs.mkdir()\n"
        "boss = supervisor.Supervisor(settings)\n"
        "child = boss.add('s', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path(sys.argv[2]).write_text(str(child.process.pid))\n"
        "time.sleep(60)\n"
    )
    boss = subprocess.Popen([sys.executable, "-c", program, tmp_path, note])
    wait_until(lambda: note.exists() and note.read_text())
    boss.kill()
    boss.wait()
    wait_until(lambda: not alive(int(note.read_text())))


def test_a_fall_after_a_long_life_is_mended_at_once(watched):
    child = watched.add("sleeper", SLEEP)
    child.falls, child.born = 9, time.monotonic() - 3600
    os.kill(child.process.pid, signal.SIGKILL)
    wait_until(lambda: child.falls == 1)
    assert child.not_before - time.monotonic() <= 1
