"""Make the folder of a new exercise: a small one that validates, to be written over."""

import re
from pathlib import Path

from exercises.authored import FormatError

SLUG = re.compile(r"[a-z][a-z0-9_]{2,39}")
FILES = {
    "__init__.py": "",
    "exercise.toml": """\
title = "The square"
promise = "One sentence on what a pair can do afterwards."
unit = "{slug}"
concepts = ["chain rule"]
difficulty = 2
minutes = [5, 10]
needs = ["log_back"]
""",
    "prompt.md": """\
# The square

What a pair has to write, in at most 120 words, with a formula and three lines of example.

**Draw first.** What to draw before any code.

## Hint: evidence

What to try by hand.

## Hint: question

What to ask oneself.

## Hint: location

Where to look again; never what to write there.
""",
    "starter.py": """\
import numpy as np


def {slug}(grad_out, out, x):
    raise NotImplementedError("yours to write")
""",
    "probes.py": '''\
"""Ask for the gradient of a square."""

import numpy as np

from exercises.parts.cases import Case, Shape, several, shown
from exercises.questions import Probe

SHAPES: tuple[Shape, ...] = ((), (2,), (2, 3))


def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Return one question per shape, the smallest first."""
    return tuple(_asked(rng, shape) for shape in SHAPES)


def _asked(rng: np.random.Generator, shape: Shape) -> Probe:
    x, upstream = several(rng, [shape, shape])
    case = Case(f"{slug} of shape {{shape}}", "chain rule")
    case.write(f"x, grad_out = {{shown(x)}}, {{shown(upstream)}}")
    case.write("{slug}(grad_out, x**2, x)")
    sent, held = case.plain(upstream), case.plain(x)
    answer = case.call("{slug}", sent, case.plain(x**2), held)
    case.near(answer, 2 * x * upstream, "{slug}", "gradient")
    case.kept(sent, "grad_out")
    return case.probe(size=x.size)
''',
    "right/plain.py": "def {slug}(grad_out, out, x):\n    return 2 * x * grad_out\n",
    "right/by_sum.py": "def {slug}(grad_out, out, x):\n    return x * grad_out + x * grad_out\n",
    "wrong/upstream_dropped.py": """\
# claim: the gradient that arrived is left out
# question: Multiply everything after the square by 10. Does your answer change?
def {slug}(grad_out, out, x):
    return 2 * x
""",
}


def make(bonus: Path, slug: str) -> Path:
    """Return the new folder; raises FormatError for a name that is taken or no name."""
    if not SLUG.fullmatch(slug):
        raise FormatError(
            f"{slug!r} is no name for a folder: 3 to 40 small letters, digits and _, "
            "a letter first."
        )
    folder = bonus / slug
    if folder.exists():
        raise FormatError(f"{folder} is there already.")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        told = text.replace("{slug}", slug).replace("{{", "{").replace("}}", "}")
        path.write_text(told, encoding="utf-8")
    return folder
