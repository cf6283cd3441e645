"""Style sheets hold nothing that no page can show, and nothing twice."""

import re
from collections import Counter
from pathlib import Path

import pytest

from service import web

HERE = Path(web.__file__).parent
SHEETS = sorted(HERE.joinpath("static").glob("*.css"))
WORD = r"[a-zA-Z][\w-]*"
# A class attribute, with whatever a template writes between its quotes.
ATTRIBUTE = r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"'
# Names that are put together where pages are made: what they begin with, and by whom.
BUILT = {
    r"a\d": ("templates/macros.html", "avatar a{{ number % 3 }}"),
    r"c-[a-z-]+": ("templates/ladder/_rungs.html", "concept c-{{ badge.name | replace"),
    r"hue\d": ("graph_box.py", 'f"hue{into.index(edge.key) % HUES + 1}"'),
    r"l\d": ("templates/macros.html", "line l{{ loop.index0 % 5 }}"),
    r"s\d": ("templates/stretch/_confusion.html", "s{{ cell.shade }}"),
    r"stuck": ("templates/dashboard/_row.html", 'class="{{ row.need }}"'),
    r"cm-(editor|content|gutters|line|scroller|focused)": (
        "frontend/package.json",
        '"@codemirror/view"',
    ),
}


def rules(sheet):
    """Return (where, selector) of each rule; where is the block around it, or empty."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    found, around = [], [""]
    for head, sign in re.findall(r"([^{}]*)([{}])", text):
        words = " ".join(head.rpartition(";")[2].split())
        if sign == "}":
            around.pop()
        else:
            if not words.startswith("@"):
                found.append((around[-1], words))
            around.append(words if words.startswith("@") else around[-1])
    return found


def written():
    """Return every word that stands where a class can come from."""
    words = set()
    for page in HERE.joinpath("templates").rglob("*.html"):
        text = page.read_text()
        for attribute in re.findall(ATTRIBUTE, text, re.DOTALL):
            words.update(re.findall(WORD, attribute))
        words.update(
            word
            for block in re.findall(r"{% block width %}(.*?){% endblock", text)
            for word in re.findall(WORD, block)
        )
    folders = {".": "*.py", "static": "*.js", "frontend/src": "*.js"}
    for folder, kind in folders.items():
        for source in HERE.joinpath(folder).glob(kind):
            for _, string in re.findall(r"""(["'`])(.*?)\1""", source.read_text()):
                words.update(re.findall(WORD, string))
    return words


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_class_of_a_sheet_is_written_by_a_page_or_a_script(sheet):
    named = {
        name
        for _, selector in rules(sheet)
        for name in re.findall(rf"\.({WORD})", selector)
    }
    assert named, "a sheet without a class is one that nobody reads right"
    left = named - written()
    unused = {
        name for name in left if not any(re.fullmatch(each, name) for each in BUILT)
    }
    assert unused == set()


@pytest.mark.parametrize("name", list(BUILT))
def test_a_name_that_is_put_together_is_put_together_there(name):
    file, snippet = BUILT[name]
    assert snippet in HERE.joinpath(file).read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_says_a_selector_twice(sheet):
    counted = Counter(rules(sheet))
    assert {rule for rule, times in counted.items() if times > 1} == set()


def test_each_page_links_each_sheet_that_it_needs_once():
    linked = "".join(p.read_text() for p in HERE.joinpath("templates").rglob("*.html"))
    for sheet in SHEETS:
        assert sheet.name in linked
