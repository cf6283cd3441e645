"""An exercise's prompt, starter and hints, as pages show them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

import exercises

HERE = Path(next(iter(exercises.__path__)))
# MathML as our prompts write it; everything else of HTML that Markdown makes.
MATH = {
    "math", "mrow", "mi", "mo", "mn", "mtext", "msub", "msup", "msubsup", "munder",
    "mover", "munderover", "mfrac", "msqrt", "mspace", "mtable", "mtr", "mtd",
}  # fmt: skip
TAGS = nh3.ALLOWED_TAGS | MATH
ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {
    "math": {"display", "aria-label"},
    "mo": {"stretchy", "accent"},
    "mover": {"accent"},
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a pair reads: the text, and hints from evidence to location."""

    text: Markup
    hints: tuple[tuple[str, Markup], ...]


def render(markdown: str) -> Markup:
    """Return Markdown as HTML with nothing in it but text, code, tables and formulas."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES))  # noqa: S704


@lru_cache(maxsize=64)
def prompt(slug: str) -> Prompt:
    """Return the prompt of a rung; ``## Hint: name`` headings begin its hints."""
    path = HERE / "prompts" / f"{slug}.md"
    markdown = path.read_text("utf-8") if path.exists() else ""
    text, *hints = markdown.split("\n## Hint")
    text = text.strip()
    if text.startswith("# "):  # the page has a heading of its own
        text = text.partition("\n")[2]
    return Prompt(render(text), tuple(_hint(hint) for hint in hints))


def _hint(block: str) -> tuple[str, Markup]:
    title, _, body = block.partition("\n")
    return title.strip(" :").capitalize() or "Hint", render(body.strip())


def starter(slug: str) -> str:
    """Return the code a pair starts from."""
    path = HERE / "starters" / f"{slug}.py"
    return path.read_text("utf-8") if path.exists() else ""
