"""The witness sees each harm that is done, and none where nothing is."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from workers.sandbox import __main__ as program
from workers.sandbox.attacks import terminal
from workers.sandbox.attacks.attack import Attack
from workers.sandbox.attacks.play import Sighting, play
from workers.sandbox.attacks.terminal import Report
from workers.sandbox.attacks.witness import Harm, Witness
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox


@pytest.fixture
def watched(tmp_path):
    with Box(data=tmp_path) as box, Witness(box) as witness:
        yield witness


def spoil(facts):
    Path(facts["VICTIM"]).write_text("spoilt")


def rename(facts):
    Path(facts["VICTIM"]).rename(Path(facts["OPEN"]) / "elsewhere")


def retime(facts):
    stamp = Path(facts["VICTIM"]).stat()
    os.utime(facts["VICTIM"], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


def call_tcp(facts):
    socket.create_connection(("127.0.0.1", facts["PORT"])).close()


def call_udp(facts):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ours:
        ours.sendto(b"x", ("127.0.0.1", facts["PORT"]))


def call_unix(facts):
    with socket.socket(socket.AF_UNIX) as ours:
        ours.connect(facts["DOOR"])


def call_abstract(facts):
    with socket.socket(socket.AF_UNIX) as ours:
        ours.connect(f"\0{facts['NAME']}")


def stop_bystander(facts):
    os.kill(facts["BYSTANDER"], signal.SIGSTOP)
    while "T" not in Path(f"/proc/{facts['BYSTANDER']}/stat").read_text():
        pass


def leave_a_process(facts):
    # The child of a child that is gone: only a reaper of orphans can count it.
    subprocess.run(["/bin/sh", "-c", "sleep 60 & exit 0"], check=True)


def swell(facts):
    len(bytearray(b"x") * (200 << 20))


DEEDS = {
    spoil: Harm.WRITE,
    rename: Harm.WRITE,
    retime: Harm.WRITE,
    call_tcp: Harm.NETWORK,
    call_udp: Harm.NETWORK,
    call_unix: Harm.NETWORK,
    call_abstract: Harm.NETWORK,
    stop_bystander: Harm.SIGNAL,
    leave_a_process: Harm.PROCESS,
    swell: Harm.FLOOD,
}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_each_harm_is_seen(watched, deed):
    seen = set()
    with watched.watching(seen):
        deed(watched.facts)
    assert seen == {DEEDS[deed]}
    # And not counted again for whoever comes next.
    if deed is not stop_bystander:
        later = set()
        with watched.watching(later):
            pass
        assert later == set()


def test_a_secret_is_known_wherever_it_stands(watched):
    secret = Path(watched.facts["SECRET"]).read_text()
    assert watched.told(f"so this is {secret}!")
    assert watched.told(Path("/etc/passwd").read_text())
    assert not watched.told("nothing of it")


class Spoilt:
    """A box whose every answer after the first is wrong."""

    def __init__(self, box):
        self.box, self.tier, self.zygote = box, box.tier, box.zygote
        self.runtime, self.asked = box.runtime, 0

    def guest(self, **options):
        self.asked += 1
        return self.box.guest(**options) if self.asked == 1 else Silent()


class Silent:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def scaffold(self, _):
        return ()

    def load(self, _):
        return ("a note",)


def test_a_spoilt_neighbour_is_seen(tmp_path):
    attack = Attack(name="none", code="return 1", expected="1")
    with Box(data=tmp_path) as box, Witness(box) as witness:
        seen = play(Spoilt(box), witness, attack)
    assert seen.harms == (Harm.NEIGHBOUR,)
    assert not seen.harmless


FEW = (
    Attack(name="1 passwd", code="open('/etc/passwd')", expected="ENOENT | EACCES"),
    Attack(
        name="7 stat",
        code="return os.stat('/etc/passwd').st_size and 'granted'",
        expected="ENOENT | granted",
        granted={"C": "paths can be guessed"},
    ),
)


@pytest.mark.parametrize("tier", ["A", "C"])
def test_the_command_prints_a_table_and_fails_for_a_harm_alone(
    tier, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path))
    if tier == "C":
        monkeypatch.setenv("PAIRGRAD_BWRAP", "/missing/bwrap")
    monkeypatch.setattr(terminal, "ATTACKS", FEW)
    assert program.main(["attack"]) == 0
    said = capsys.readouterr().out
    assert said.endswith(f"2 attacks on tier {tier}: none did harm.\n")
    assert ("accepted: paths can be guessed" in said) == (tier == "C")
    granting = Attack(name="get", code="return 'granted'", expected="EPERM")
    monkeypatch.setattr(terminal, "ATTACKS", (*FEW, granting))
    assert program.main(["attack", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["tier"], told["attacks"], told["harmful"]) == (tier, 3, 1)
    assert told["sightings"][-1]["harms"] == [Harm.GRANTED]


def test_without_a_sandbox_there_is_nothing_to_attack(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path))
    monkeypatch.setenv("PAIRGRAD_UNSAFE_NO_SANDBOX", "1")
    assert program.main(["attack"]) == 2
    assert "no sandbox" in capsys.readouterr().err


def test_an_unusual_end_without_harm_is_counted_and_fails_nobody():
    odd = Sighting("13 fork", "ENOSYS", (), as_expected=False)
    report = Report("A", (odd,))
    assert report.harmful == ()
    assert "1 ended in an unusual way, without harm" in report.summary()
