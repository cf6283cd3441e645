"""The compose file is checked as far as it can be without an engine."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from service.cli import commands
from service.config import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name in SERVICES if name not in {"redis", "postgres"}]


def test_it_fits_the_compose_schema():
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            ROOT / "docker-compose.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", list(SERVICES))
def test_no_service_is_privileged(name):
    service = SERVICES[name]
    assert not {"privileged", "network_mode", "cap_add", "pid"} & set(service)
    assert "docker.sock" not in str(service)


@pytest.mark.parametrize("name", list(SERVICES))
def test_what_a_service_depends_on_is_there(name):
    service = SERVICES[name]
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
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
    known = {f"PAIRGRAD_{field.upper()}" for field in Settings.__dataclass_fields__}
    assert set(service["environment"]) <= known


def test_only_the_web_has_a_port_and_only_on_loopback():
    with_ports = {name: s["ports"] for name, s in SERVICES.items() if "ports" in s}
    assert with_ports == {"web": ["127.0.0.1:8321:8000"]}


@pytest.mark.parametrize("name", ["worker", "worker-stretch"])
def test_a_worker_can_be_scaled(name):
    assert not {"ports", "container_name"} & set(SERVICES[name])


@pytest.mark.parametrize("name", list(SERVICES))
def test_a_service_has_a_health_check_or_says_why_not(name):
    service = SERVICES[name]
    assert "healthcheck" in service or service["restart"] == "no"
