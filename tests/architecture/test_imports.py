"""Imports go one way; what the linter cannot see is checked here."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"reference_engine", "exercises", "service", "workers", "benchmarks"}
ALLOWED = {
    "reference_engine": {"numpy", "reference_engine"},
    "exercises": {"numpy", "reference_engine", "exercises"},
    "workers/guest": {"numpy", "workers"},
    "migrations": {"alembic", "sqlalchemy", "service"},
}


def outside_names(folder: Path) -> set[str]:
    names = set()
    for path in folder.rglob("*.py"):
        if {"scaffold", "starters"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names)


@pytest.mark.parametrize("folder", sorted(ALLOWED))
def test_a_package_imports_nothing_but_its_allowed_names(folder):
    assert outside_names(ROOT / folder) - ALLOWED[folder] == set()


def test_the_guest_imports_nothing_of_ours_but_itself():
    for path in (ROOT / "workers" / "guest").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                top = node.module.split(".")[0]
                assert top not in OURS or node.module.startswith("workers.guest"), path


@pytest.mark.parametrize(
    "module", ["service.store.models", "service.doorbell", "workers.tasks"]
)
def test_a_fresh_interpreter_loads_neither_torch_nor_flask_with(module):
    code = (
        f"import {module}, sys; "
        "print(sorted({'torch', 'torchvision', 'flask'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], capture_output=True, text=True, cwd=root, check=False
    )


def test_the_import_contracts_hold():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


PLANTS = {
    "Knowledge flows one way": ("exercises/planted.py", "import service.config"),
    "The right answer needs NumPy only": (
        "reference_engine/planted.py",
        "import flask",
    ),
    "What is asked is pure": ("exercises/planted.py", "import sqlalchemy"),
    "The service never loads torch": ("service/store/planted.py", "import torch"),
    "Workers know nothing of the web": ("workers/planted.py", "import flask"),
    "The guest stands alone": ("workers/guest/planted.py", "import exercises.nouns"),
    "Nobody imports the guest": ("workers/planted.py", "import workers.guest.wire"),
    "torch is named in two places": ("workers/planted.py", "import torch"),
    "Grading never reaches torch": ("workers/lease.py", "import workers.oracle"),
    "The service's own layers": ("service/clock.py", "import service.doorbell"),
    "No cycles among siblings": (
        "exercises/parts/planted.py",
        "import exercises.catalogue",
    ),
}


@pytest.fixture(scope="module")
def copy_of_the_sources(tmp_path_factory):
    root = tmp_path_factory.mktemp("copy")
    skip = shutil.ignore_patterns("node_modules", "__pycache__", "built")
    for name in OURS - {"benchmarks"}:
        shutil.copytree(ROOT / name, root / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.mark.parametrize("contract", sorted(PLANTS))
def test_a_planted_import_breaks_its_contract(contract, copy_of_the_sources):
    name, line = PLANTS[contract]
    path = copy_of_the_sources / name
    before = path.read_text() if path.exists() else None
    path.write_text((before or "") + f"\n{line}\n")
    try:
        result = lint(copy_of_the_sources)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before)
    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout
