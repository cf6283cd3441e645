"""What is installed is named to the last digit, and what is dangerous is found by rules."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FRONT = ROOT / "service" / "web" / "frontend"
PIN = re.compile(r"([\w.-]+)==\d[\w.+!]*( ; .+)?")
# A step of its own, because of its size; pyproject bounds it on both sides.
APART = {"torch", "torchvision"}


def locked():
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def same(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_locked_package_has_one_exact_version():
    assert [line for line in locked() if not PIN.fullmatch(line)] == []


def test_every_dependency_is_locked():
    project = PROJECT["project"]
    optional = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(each for group in optional for each in group)]
    names = {same(PIN.fullmatch(line)[1]) for line in locked()}
    wanted = {same(re.match(r"[\w.-]+", each)[0]): each for each in asked}
    assert {each for each in wanted if each not in names} == APART
    assert all(">=" in wanted[each] and ",<" in wanted[each] for each in APART)


def test_every_package_of_the_pages_is_exact_and_has_its_checksum():
    told = json.loads((FRONT / "package.json").read_text())
    named = told["dependencies"] | told["devDependencies"]
    assert [each for each in named.values() if not re.fullmatch(r"[\d.]+", each)] == []
    packages = json.loads((FRONT / "package-lock.json").read_text())["packages"]
    kept = {name: each for name, each in packages.items() if name}
    assert len(kept) > len(named)
    assert [name for name, each in kept.items() if "integrity" not in each] == []


DANGEROUS = {
    "S102": "exec(text)",
    "S113": "import requests\nrequests.get(text)",
    "S301": "import pickle\npickle.loads(text)",
    "S306": "import tempfile\ntempfile.mktemp()",
    "S307": "eval(text)",
    "S311": "import random\nrandom.choice(text)",
    "S314": "from xml.etree.ElementTree import parse\nparse(text)",
    "S324": "import hashlib\nhashlib.md5(text)",
    "S501": "import requests\nrequests.get(text, verify=False, timeout=1)",
    "S506": "import yaml\nyaml.load(text)",
    "S602": "import subprocess\nsubprocess.run(text, shell=True)",
    "S608": 'db.execute(f"SELECT * FROM pair WHERE name = {text}")',
    "S701": "import jinja2\njinja2.Environment(autoescape=False)",
    "S704": "from markupsafe import Markup\nMarkup(text)",
}


@pytest.mark.parametrize("rule", list(DANGEROUS))
@pytest.mark.parametrize("where", ["service/web", "service/store", "exercises"])
def test_a_dangerous_call_is_found_by_the_linter(rule, where):
    planted = f"--stdin-filename={where}/planted.py"
    options = ["--output-format=json", "--no-cache", planted]
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *options, "-"],
        input=DANGEROUS[rule] + "\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert rule in {each["code"] for each in json.loads(found.stdout)}
