"""What a machine lacks is one sentence with its remedy, and nothing is graded on less."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from exercises.nouns import Fault, GraderFault
from service.config import Settings
from workers.sandbox import __main__ as probing
from workers.sandbox import box as box_module
from workers.sandbox import jail, runtime, seccomp, selftest, tiers
from workers.sandbox.box import Box, configured
from workers.sandbox.limits import CORE
from workers.sandbox.tiers import Facts

ROOT = Path(__file__).parents[3]
FULL = Facts(
    system="Linux",
    machine="x86_64",
    bwrap=True,
    refusal="",
    landlock=7,
    container=False,
)
NO_BWRAP = replace(FULL, bwrap=False)
NO_NAMESPACES = replace(FULL, refusal="No permissions to create new namespace")
NO_LANDLOCK = replace(FULL, landlock=0)


def refusal(facts: Facts, min_tier: str) -> str:
    with pytest.raises(GraderFault) as caught:
        tiers.choose(facts, min_tier)
    assert caught.value.fault is Fault.SANDBOX_UNAVAILABLE
    return caught.value.sentence


def test_everything_present_is_tier_a():
    assert tiers.choose(FULL, "A") == "A"
    assert tiers.choose(FULL, "C") == "A"


@pytest.mark.parametrize("facts", [NO_BWRAP, NO_NAMESPACES])
def test_without_namespaces_tier_c_is_taken_only_where_allowed(facts):
    assert tiers.choose(facts, "C") == "C"
    assert refusal(facts, "A")


def test_missing_bubblewrap_names_the_command_that_installs_it():
    assert "sudo apt-get install bubblewrap" in refusal(NO_BWRAP, "A")


def test_no_landlock_refuses_in_every_tier():
    for tier in ("A", "C"):
        assert "no Landlock" in refusal(NO_LANDLOCK, tier)


def test_tier_c_needs_landlock_with_scopes():
    assert refusal(replace(NO_BWRAP, landlock=5), "C")
    assert tiers.choose(replace(NO_BWRAP, landlock=6), "C") == "C"


def test_other_systems_and_machines_are_told_what_works():
    for facts in (replace(FULL, system="Darwin"), replace(FULL, machine="riscv64")):
        assert refusal(facts, "C").startswith("Grading needs Linux")


def test_a_container_without_namespaces_names_the_options_of_docker():
    assert "--security-opt" in refusal(replace(NO_NAMESPACES, container=True), "A")


@pytest.mark.parametrize(
    "facts", [NO_BWRAP, NO_NAMESPACES, NO_LANDLOCK, replace(FULL, system="Darwin")]
)
def test_every_refusal_is_one_sentence(facts):
    sentence = refusal(facts, "A")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert ". " not in sentence


def test_a_bubblewrap_that_refuses_is_quoted(tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    fake.chmod(0o755)
    facts = tiers.gather(str(fake), tiers.Owner())
    assert facts.bwrap
    assert facts.refusal == "bwrap: No permissions"
    assert refusal(facts, "A")


@pytest.mark.sandbox
def test_this_machine_reaches_its_tier_and_says_every_layer(tmp_path):
    found = probing.probe(Settings(data=tmp_path))
    assert found.tier == "A"
    assert set(found.layers) == {
        *("user", "namespaces", "landlock", "seccomp", "limits", "self-test")
    }
    assert found.would_raise == []


def test_the_probe_prints_json_and_fails_where_nothing_can_be_graded(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path))
    monkeypatch.setenv("PAIRGRAD_BWRAP", "/missing/bwrap")
    monkeypatch.setenv("PAIRGRAD_MIN_TIER", "A")
    assert probing.main(["probe", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["tier"] == "none"
    assert "apt-get install bubblewrap" in told["sentence"]


def test_a_lan_address_needs_tier_a_and_a_sandbox(tmp_path):
    lan = Settings(data=tmp_path, host="0.0.0.0", bwrap="/missing/bwrap")
    with pytest.raises(GraderFault, match="bubblewrap"):
        configured(lan).__enter__()
    with pytest.raises(GraderFault, match=r"127\.0\.0\.1"):
        configured(replace(lan, unsafe_no_sandbox=True))


def test_no_sandbox_at_all_is_possible_on_loopback_only(tmp_path):
    with configured(Settings(data=tmp_path, unsafe_no_sandbox=True)) as box:
        assert box.tier == "unsafe"


def test_the_self_test_refuses_a_box_without_layers(tmp_path):
    with Box(data=tmp_path, unsafe=True) as box, pytest.raises(GraderFault) as caught:
        selftest.check(lambda limits: box.guest(limits=limits), jailed=True)
    told = caught.value.sentence
    assert told.startswith("The sandbox's self-test was surprised by")
    assert "reading /etc/passwd" in told
    assert "ptrace" in told


def without_seccomp(monkeypatch):
    monkeypatch.setattr(seccomp, "program", lambda *_, **__: b"")


def without_landlock(monkeypatch):
    charter = box_module.charter
    monkeypatch.setattr(
        box_module, "charter", lambda *told: replace(charter(*told), landlock=False)
    )


def without_namespaces(monkeypatch):
    monkeypatch.setattr(
        jail, "bubblewrapped", lambda _, made, __, owner: jail.bare(made, owner)
    )
    charter = box_module.charter
    # A child of a bare zygote can have no PID namespace, and reads from another place.
    monkeypatch.setattr(
        box_module,
        "charter",
        lambda _tier, _readable, digits: charter("C", ("/",), digits),
    )


def without_limits(monkeypatch):
    monkeypatch.setattr(box_module, "CORE", replace(CORE, resources={}))


REMOVED = {
    without_seccomp: "ptrace",
    without_landlock: "reading the guest's own source",
    without_namespaces: "seeing the host's files",
    without_limits: "two gigabytes",
}


@pytest.mark.sandbox
@pytest.mark.parametrize("remove", REMOVED, ids=lambda one: one.__name__)
def test_the_self_test_notices_each_missing_layer(remove, tmp_path, monkeypatch):
    remove(monkeypatch)
    with pytest.raises(GraderFault) as caught:
        Box(data=tmp_path).__enter__()
    assert REMOVED[remove] in caught.value.sentence


@pytest.mark.sandbox
def test_a_runtime_is_made_once_and_kept(tmp_path):
    first = runtime.prepare(tmp_path)
    made = first.python.stat().st_mtime_ns
    assert runtime.prepare(tmp_path) == first
    assert first.python.stat().st_mtime_ns == made
    assert not list(tmp_path.glob(".making-*"))
    names = {path.name for path in first.guest.rglob("*.py")}
    assert "drive.py" in names
    assert not {"box.py", "judge.py"} & names


@pytest.mark.sandbox
def test_started_as_root_guests_run_as_somebody_else(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("not root here: guests run as this very user")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with Box(data=home / "data") as box:
        status = Path(f"/proc/{box.zygote.process.pid}/status").read_text()
        uids = next(line for line in status.splitlines() if line.startswith("Uid:"))
        assert "0" not in uids.split()[1:]


@pytest.mark.sandbox
def test_an_ordinary_user_needs_no_root(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("not root here: every other test runs as an ordinary user")
    if not all(folder.stat().st_mode & 0o001 for folder in (ROOT, *ROOT.parents)):
        pytest.skip("the checkout lies below a folder only its owner may enter")
    # The interpreter may lie below root's home, so the user gets the copy of it.
    home = Path(tempfile.mkdtemp(dir="/var/tmp"))
    python = runtime.prepare(home / "python").python
    os.chown(home, 65534, 65534)
    home.chmod(0o755)
    try:
        ran = subprocess.run(
            [python / "py/bin/python", "-B", "-m", "workers.sandbox", "probe"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            user=65534,
            group=65534,
            extra_groups=[],
            env={
                "PAIRGRAD_DATA": str(home / "data"),
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{python}/site:{ROOT}",
                "LD_LIBRARY_PATH": f"{python}/so",
            },
            check=False,
        )
    finally:
        shutil.rmtree(home)
    assert "tier  A" in ran.stdout, ran.stderr
    assert "the worker's own" in ran.stdout


@pytest.mark.sandbox
def test_a_full_disk_or_a_foreign_folder_is_said(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(GraderFault, match="copy of Python could not be made"):
        Box(data=tmp_path / "data").__enter__()


@pytest.mark.sandbox
def test_root_that_can_become_nobody_is_told_to_start_as_a_user(tmp_path):
    if not shutil.which("unshare"):
        pytest.skip("this machine lacks unshare (util-linux)")
    # Inside, user 0 is the only one there is, as in some containers.
    ran = subprocess.run(
        ["unshare", "-U", "-r", sys.executable, "-m", "workers.sandbox", "probe"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PAIRGRAD_DATA": str(tmp_path), "PATH": os.environ["PATH"]},
        check=False,
    )
    assert ran.returncode == 2
    assert "start it as an ordinary user" in ran.stdout
