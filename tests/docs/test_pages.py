"""Every command, option and setting stands in its page, and every link leads somewhere."""

import re
from pathlib import Path

import click
import pytest

from benchmarks import pictures
from service.cli import commands
from service.config import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def leaves(command: click.Command, words: tuple[str, ...] = ()):
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from leaves(below, (*words, name))
    else:
        yield " ".join(words), command


@pytest.mark.parametrize(("words", "command"), list(leaves(commands)))
def test_every_command_and_option_stands_in_the_page_of_commands(words, command):
    page = (ROOT / "docs" / "cli.md").read_text()
    assert f"`pairgrad {words}" in page
    line = next(line for line in page.splitlines() if f"`pairgrad {words}" in line)
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.opts[0] in line


@pytest.mark.parametrize("name", list(Settings.__dataclass_fields__))
def test_every_setting_stands_in_the_page_of_settings(name):
    page = (ROOT / "docs" / "settings.md").read_text()
    assert f"`PAIRGRAD_{name.upper()}`" in page


def test_the_default_port_and_data_folder_stand_in_the_page_of_commands():
    page = (ROOT / "docs" / "cli.md").read_text()
    assert f"port {Settings().port}" in page
    assert "~/.local/share/pairgrad" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_to_a_file(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_every_fault_of_the_table_has_the_test_it_names():
    table = (ROOT / "docs" / "tests.md").read_text().split("## Faults")[1]
    rows = re.findall(r"^\| (\d+) \|.*\| (`test_.*`) \|$", table, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 24))
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for _, names in rows:
        for name in re.findall(r"`(test_\w+)`", names):
            assert f"def {name}(" in written


def test_every_promise_of_the_pages_names_a_test_or_benchmark_that_is_there():
    table = (ROOT / "docs" / "acceptance.md").read_text()
    rows = re.findall(r"^\| (\d+) \|.*\| (`.*`|none yet) \|$", table, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 41))
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for _, names in rows:
        for name in re.findall(r"`(test_\w+)`", names):
            assert f"def {name}(" in written, name
        for name in re.findall(r"-m benchmarks\.(\w+)", names):
            assert (ROOT / "benchmarks" / f"{name}.py").exists(), name


def test_every_picture_is_taken_by_the_command_named_in_a_page_and_small():
    """A picture that nobody takes again shows a page that is no more."""
    folder = ROOT / "docs" / "pictures"
    there = {path.name for path in folder.iterdir()}
    assert there == set(pictures.names())
    pages = "".join(page.read_text() for page in PAGES)
    assert set(re.findall(r"pictures/([\w-]+\.webp)", pages)) == there
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_500_000
