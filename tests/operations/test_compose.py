"""The compose files are checked as far as they can be without an engine."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from service.cli import commands
from service.config import SECRETS, Settings
from workers.suite import __main__ as suite

ROOT = Path(__file__).parents[2]
FILES = ["docker-compose.yml", "docker-compose.bwrap.yml"]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OVERLAY = yaml.safe_load((ROOT / "docker-compose.bwrap.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name in SERVICES if name not in {"redis", "postgres"}]
WORKERS = ["worker", "worker-stretch"]
KNOWN = {f"PAIRGRAD_{field.upper()}" for field in Settings.__dataclass_fields__} | {
    f"PAIRGRAD_{field.upper()}_FILE" for field in SECRETS
}


@pytest.mark.parametrize("file", FILES)
def test_it_fits_the_compose_schema(file):
    schema = ["--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, ROOT / file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("services", [SERVICES, OVERLAY["services"]])
def test_no_service_is_privileged(services):
    for service in services.values():
        assert not {"privileged", "network_mode", "cap_add", "pid", "ipc"} & set(
            service
        )
        assert "docker.sock" not in str(service)
        assert "no-new-privileges" in str(service["security_opt"])


@pytest.mark.parametrize("name", OURS)
def test_ours_write_nowhere_but_where_they_may_and_hold_no_capability(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    for mount in service["tmpfs"]:
        assert {"nosuid", "nodev"} <= set(mount.partition(":")[2].split(","))


def test_an_interpreters_copy_can_be_executed_where_guests_need_it():
    folders = SERVICES["worker"]["tmpfs"]
    (data,) = [mount for mount in folders if mount.startswith("/data:")]
    assert "exec" in data.partition(":")[2].split(",")
    others = [mount for name in OURS for mount in SERVICES[name]["tmpfs"]]
    assert all("noexec" in each for each in others if each.startswith("/tmp:"))


@pytest.mark.parametrize("name", list(SERVICES))
def test_what_a_service_depends_on_is_there(name):
    service = SERVICES[name]
    for other, how in service.get("depends_on", {}).items():
        needs_end = how["condition"] == "service_completed_successfully"
        assert needs_end is (SERVICES[other].get("restart") == "no")
        assert needs_end or "healthcheck" in SERVICES[other]
    assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    for volume in service.get("volumes", []):
        assert volume.split(":")[0] in COMPOSE["volumes"]


@pytest.mark.parametrize("name", OURS)
def test_a_command_names_a_real_module_and_real_settings(name):
    service = SERVICES[name]
    words = service["command"]
    assert words[:2] == ["python", "-m"]
    assert importlib.util.find_spec(words[2])
    if words[2] == "service.cli":
        assert words[3] in commands.commands
    assert set(service["environment"]) <= KNOWN


def test_one_shots_understand_their_arguments(capsys):
    for words in (["build", "--help"], ["show", "--help"]):
        with pytest.raises(SystemExit) as ended:
            suite.main(words)
        assert ended.value.code == 0
    assert SERVICES["suite"]["command"][3:] == ["build", "--if-missing"]
    assert "--if-missing" in capsys.readouterr().out


def test_no_password_stands_in_a_file_that_is_committed():
    for name in OURS:
        told = SERVICES[name]["environment"]
        assert "PASSWORD}" not in str(told)
        assert told["PAIRGRAD_DATABASE_PASSWORD_FILE"].startswith("/run/secrets/")
    assert "/secrets/" in (ROOT / ".gitignore").read_text()
    assert "secrets" in (ROOT / ".dockerignore").read_text().split()


def test_only_the_web_has_a_port_and_only_on_loopback():
    with_ports = {name: s["ports"] for name, s in SERVICES.items() if "ports" in s}
    assert with_ports == {"web": ["127.0.0.1:8321:8000"]}
    assert COMPOSE["networks"]["data"]["internal"] is True
    outside = [name for name in SERVICES if "front" in SERVICES[name]["networks"]]
    assert outside == ["web"]


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_can_be_scaled_and_is_bounded(name):
    service = SERVICES[name]
    assert not {"ports", "container_name"} & set(service)
    assert {"mem_limit", "cpus", "pids_limit", "stop_grace_period"} <= set(service)


@pytest.mark.parametrize("name", list(SERVICES))
def test_a_service_has_a_health_check_or_runs_once(name):
    service = SERVICES[name]
    assert service["restart"] == "no" or "disable" not in service["healthcheck"]


def test_the_overlay_raises_both_workers_to_tier_a_and_nothing_else():
    assert list(OVERLAY["services"]) == WORKERS
    for service in OVERLAY["services"].values():
        assert service["environment"] == {"PAIRGRAD_MIN_TIER": "A"}
        (profile,) = [
            each.partition("=")[2]
            for each in service["security_opt"]
            if each.startswith("seccomp=")
        ]
        assert (ROOT / profile).is_file()
    assert SERVICES["worker"]["environment"]["PAIRGRAD_MIN_TIER"] == "C"


DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_image_is_built_in_stages_and_runs_as_an_ordinary_user():
    stages = [line for line in DOCKERFILE.splitlines() if line.startswith("FROM ")]
    assert len(stages) == 3
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert "USER pairgrad" in last
    assert "--uid 10001" in last
    assert "bubblewrap" in last


def test_what_the_image_copies_is_there():
    for line in DOCKERFILE.splitlines():
        words = line.split()
        if words[:1] == ["COPY"] and not words[1].startswith("--from"):
            assert (ROOT / words[1]).exists(), line
