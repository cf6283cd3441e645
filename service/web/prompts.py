"""An exercise's prompt, starter and hints, as pages show them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

import exercises
from exercises.catalogue import AUTHORED

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


ADDED = {each.rung.slug: each.folder for each in AUTHORED.values()}
DRAW = "**Draw first.**"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a pair reads: the text, what to draw, hints from evidence to location."""

    text: Markup
    draw: Markup
    hints: tuple[tuple[str, Markup], ...]


def render(markdown: str) -> Markup:
    """Return Markdown as HTML with nothing in it but text, code, tables and formulas."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES)
    # Code that is wider than a phone scrolls: by keyboard too.
    return Markup(clean.replace("<pre>", '<pre tabindex="0">'))  # noqa: S704


@lru_cache(maxsize=64)
def prompt(slug: str) -> Prompt:
    """Return the prompt of a rung.

    Its title line is left out, the paragraph that begins "Draw first." stands apart,
    and ``## Hint: name`` headings begin its hints.
    """
    added = ADDED.get(slug)
    path = added / "prompt.md" if added else HERE / "prompts" / f"{slug}.md"
    markdown = path.read_text("utf-8")
    text, *hints = markdown.split("\n## Hint")
    paragraphs = [each for each in text.split("\n\n") if not each.startswith("# ")]
    draw = next((each for each in paragraphs if each.startswith(DRAW)), "")
    return Prompt(
        text=render("\n\n".join(each for each in paragraphs if each != draw)),
        draw=render(draw.removeprefix(DRAW).strip()),
        hints=tuple(_hint(hint) for hint in hints),
    )


def _hint(block: str) -> tuple[str, Markup]:
    title, _, body = block.partition("\n")
    return title.strip(" :").capitalize(), render(body.strip())


def starter(slug: str) -> str:
    """Return the code a pair starts from."""
    added = ADDED.get(slug)
    path = added / "starter.py" if added else HERE / "starters" / f"{slug}.py"
    return path.read_text("utf-8")
