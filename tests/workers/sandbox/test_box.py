"""What may break on our side: nothing is charged to a pair and nothing is left over."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from exercises.answers import Ended
from exercises.nouns import Fault, GraderFault, Kind
from exercises.questions import Op, Step
from workers.sandbox import box as box_module
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox
ROOT = Path(__file__).parents[3]
COUNT = (Step(op=Op.NAME, name="count"), Step(op=Op.CALL, handles=(0,), observe=True))
COUNTING = "seen = []\ndef count():\n    seen.append(0)\n    return len(seen)\n"


@pytest.fixture(params=["A", "C"])
def box(request, tmp_path) -> Iterator[Box]:
    bwrap = "bwrap" if request.param == "A" else "/missing/bwrap"
    with Box(data=tmp_path, min_tier=request.param, bwrap=bwrap) as box:
        yield box


def below(pid: int) -> list[int]:
    """Return the processes under ``pid``, the deepest last."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    children = [int(child) for child in text.split()]
    return children + [deeper for child in children for deeper in below(child)]


def processes(box: Box) -> list[int]:
    pid = box.zygote.process.pid
    return [pid, *below(pid)]


def zygote_pid(box: Box) -> int:
    """Return the zygote: its only children are guests."""
    at = box.zygote.process.pid
    if box.tier == "A":
        at = below(below(at)[0])[0]
    return at


def kill_zygote(box: Box) -> None:
    pids = processes(box)
    os.kill(zygote_pid(box), signal.SIGKILL)
    assert gone(pids)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(pids: list[int], seconds: float = 2.0) -> bool:
    until = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(alive, pids))


def counted(observations: list) -> list[int]:
    return [int(one.records[1].array) for one in observations]


def test_a_killed_zygote_is_replaced_and_the_guest_goes_on_where_it_was(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(COUNTING)
        assert counted(guest.ask([COUNT, COUNT])[0]) == [1, 2]
        kill_zygote(box)
        observations, ended = guest.ask([COUNT])
        assert ended is None
        assert counted(observations) == [3]


def test_a_jail_killed_between_two_guests_is_replaced(box):
    old = processes(box)
    os.kill(old[0], signal.SIGKILL)
    with box.guest() as guest:
        assert guest.scaffold("") == ()
    assert gone(old)


def test_two_deaths_are_our_fault_and_say_so(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(COUNTING)
        kill_zygote(box)
        guest.ask([COUNT])
        kill_zygote(box)
        with pytest.raises(GraderFault) as caught:
            guest.ask([COUNT])
        assert caught.value.fault is Fault.INFRASTRUCTURE
    with box.guest() as guest:
        assert guest.scaffold("") == ()


def test_a_stopped_zygote_counts_as_dead(box):
    with box.guest() as guest:
        guest.scaffold("")
    with box.guest() as guest:
        os.kill(zygote_pid(box), signal.SIGSTOP)
        guest.scaffold("")
        guest.load("import os; os._exit(0)")
    with box.guest() as guest:
        assert guest.scaffold("") == ()


def test_a_zygote_serves_only_so_many_guests(box, monkeypatch):
    monkeypatch.setattr(box_module, "RECYCLE_AFTER", 3)
    used = set()
    for _ in range(7):
        with box.guest() as guest:
            assert guest.scaffold("") == ()
            used.add(box.zygote.process.pid)
    assert len(used) >= 2


def test_guests_leave_no_descriptor_and_no_zombie(box):
    def state() -> tuple[int, int]:
        with (
            box.guest() as guest
        ):  # takes the child that waits, so that none is counted
            guest.scaffold("")
            gc.collect()
            return len([*Path("/proc/self/fd").iterdir()]), len(processes(box))

    for round_ in range(40):
        with box.guest() as guest:
            guest.scaffold("")
            guest.load("import os; os._exit(0)" if round_ % 2 else COUNTING)
        if round_ == 5:
            before = state()
    assert state() == before


def test_a_closed_box_leaves_no_process(tmp_path):
    with Box(data=tmp_path) as box:
        with box.guest() as guest:
            guest.scaffold("")
        pids = processes(box)
        assert len(pids) >= 3
    assert gone(pids)


def test_a_killed_worker_takes_its_guests_with_it(tmp_path):
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from workers.sandbox.box import Box\n"
        "with Box(data=Path(sys.argv[1])) as box, box.guest() as guest:\n"
        "    guest.scaffold('')\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
    )
    with worker:
        assert worker.stdout.readline() == b"ready\n"
        pids = below(worker.pid)
        assert len(pids) >= 4
        worker.kill()
    assert gone(pids, 1.0)


def test_a_zygote_has_one_thread_and_so_may_fork_without_the_hooks_of_python(box):
    tasks = Path(f"/proc/{zygote_pid(box)}/task")
    assert [task.name for task in tasks.iterdir()] == [str(zygote_pid(box))]


def test_guests_of_one_zygote_draw_different_random_numbers(box):
    draw = "import random\nimport numpy as np\ndef count():\n    return {}\n"
    for source in ("random.random()", "float(np.random.random())"):
        drawn = set()
        for _ in range(3):
            with box.guest() as guest:
                guest.scaffold("")
                guest.load(draw.format(source))
                drawn.add(float(guest.ask([COUNT])[0][0].records[1].array))
        assert len(drawn) == 3


def test_the_next_guest_is_made_after_the_first_answer_and_not_before(box):
    box._renew(box.zygote)
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(COUNTING)
        assert len(below(zygote_pid(box))) == 1
        guest.ask([COUNT])
        with box.guest() as other:
            assert other.scaffold("") == ()
            assert len(below(zygote_pid(box))) == 2


def test_a_guest_that_the_machine_killed_goes_on_in_another(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(COUNTING)
        assert counted(guest.ask([COUNT])[0]) == [1]
        for pid in below(zygote_pid(box)):
            os.kill(pid, signal.SIGKILL)
        observations, ended = guest.ask([COUNT])
        assert ended is None
        assert counted(observations) == [2]


def test_two_guests_of_one_box_do_not_disturb_each_other(box):
    with box.guest() as one, box.guest() as other:
        for guest in (one, other):
            guest.scaffold("")
            guest.load(COUNTING)
        assert counted(one.ask([COUNT, COUNT])[0]) == [1, 2]
        assert counted(other.ask([COUNT])[0]) == [1]


def test_a_scaffold_starts_a_fresh_namespace_in_the_same_guest(box):
    with box.guest() as guest:
        for _ in range(3):
            assert guest.scaffold("") == ()
            guest.load(COUNTING)
            assert counted(guest.ask([COUNT])[0]) == [1]


def test_observations_before_a_stop_are_kept(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(
            "import os\ndef count(seen=[]):\n"
            "    seen.append(0)\n"
            "    if len(seen) > 3: os._exit(0)\n"
            "    return len(seen)\n"
        )
        observations, ended = guest.ask([COUNT] * 10)
        assert counted(observations) == [1, 2, 3]
        assert ended.kind is Kind.NO_ANSWER
        assert ended.sentence.endswith("os._exit().")
        assert guest.ask([COUNT]) == ([], ended)
        assert isinstance(guest.scaffold(""), Ended)


def test_more_programs_than_one_request_holds_are_asked_in_batches(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(COUNTING)
        observations, _ = guest.ask([COUNT] * 600)
        assert counted(observations) == list(range(1, 601))


def test_only_stretch_guests_read_the_digits(request, tmp_path):
    digits = tmp_path / "digits" / "practice"
    digits.mkdir(parents=True)
    np.save(digits / "train_images.npy", np.arange(6.0))
    load = "x = np.load(FOLDER + '/practice/train_images.npy', mmap_mode='r').sum()"
    write = "open(FOLDER + '/practice/x', 'w')"
    for tier, bwrap in (("A", "bwrap"), ("C", "/missing/bwrap")):
        folder = tmp_path / "digits"
        with Box(data=tmp_path, min_tier=tier, bwrap=bwrap, stretch=folder) as box:
            known = f"import numpy as np\nFOLDER = {box.digits!r}\n"
            with box.guest(stretch=True) as guest:
                guest.scaffold(known)
                assert guest.load(load + "\nassert x == 15.0") == ()
                assert [note.type for note in guest.load(write)] == ["PermissionError"]
            with box.guest() as guest:
                guest.scaffold(known)
                assert [note.type for note in guest.load(load)] == ["PermissionError"]


def test_a_training_answer_comes_back_raw(box):
    with box.guest(stretch=True) as guest:
        guest.scaffold("")
        answer = guest.train(b"\x00")
        assert isinstance(answer, bytes)
        assert answer[:1] == b"\x00"  # an exception record: nothing was loaded


def test_a_long_data_path_is_no_obstacle(tmp_path):
    data = tmp_path / ("d" * 150)
    with Box(data=data) as box, box.guest() as guest:
        assert guest.scaffold("") == ()
