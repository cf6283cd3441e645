"""Turn an upload into Python text, cell by cell; nothing of it is run."""

import json
import re
import tokenize
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal

UPLOAD_BYTES = 8 << 20
CODE_BYTES = 64 << 10
MARKER = "# %%"
Kind = Literal["py", "ipynb"]
TIMED = re.compile(r"%%(time|timeit|capture|prun)\b")
# A letter must follow the percent sign: `% modulus` may continue an expression.
MAGIC = re.compile(
    r"""(\s*) (?: %{1,2}[A-Za-z] | ! | \?{1,2}[\w.]
    | [\w.]+\?{1,2}\s*$ | [\w, ]+=\s*(?:!|%[A-Za-z]) )""",
    re.VERBOSE,
)


class IntakeError(Exception):
    """Refuse an upload by one sentence: what happened and what to do next."""


def texts(filename: str, data: bytes) -> tuple[Kind, list[str]]:
    """Return the kind ("py" or "ipynb") and the text of each code cell.

    Raise IntakeError for what cannot be a course file. A .py file is one text.
    """
    if len(data) > UPLOAD_BYTES:
        raise IntakeError(
            f"This file has {len(data) / 2**20:.1f} MB and the limit is 8 MB: clear the"
            " notebook's outputs, save it and upload it again."
        )
    text = decode(data)
    kind, cells = _cells(text) if _is_notebook(filename, text) else ("py", [text])
    if not any(cell.strip() for cell in cells):
        raise IntakeError(
            "There is no code in this upload: save your work, then choose the .py or"
            " .ipynb file that holds it."
        )
    return kind, cells


def check_size(source: str) -> None:
    """Raise IntakeError for more code than a day's file can have."""
    size = len(source.encode())
    if size > CODE_BYTES:
        raise IntakeError(
            f"This is {size / 1024:.0f} KB of code and the limit is 64 KB: upload the"
            " day's own file, without data or printed output in it."
        )


def decode(data: bytes) -> str:
    """Return the text with plain newlines, or raise IntakeError."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.decode(tokenize.detect_encoding(BytesIO(data).readline)[0])
    except (SyntaxError, ValueError, LookupError):
        text = "\0"
    if "\0" in text:
        raise IntakeError(
            "This is not a text file: upload the .py file or the .ipynb notebook itself,"
            " not an archive, a picture or a compiled file."
        )
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise IntakeError(
            "This is a web page: download the notebook as .ipynb or .py and upload that."
        )
    return _plain(text)


def _plain(text: str) -> str:
    # A lone surrogate or a NUL, legal in JSON, can be neither stored nor parsed.
    clean = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return clean.replace("\r\n", "\n").replace("\r", "\n")


def _is_notebook(filename: str, text: str) -> bool:
    if filename.lower().endswith(".ipynb"):
        return True
    named = re.search(r'"(cells|worksheets)"', text)
    return named is not None and text.lstrip().startswith("{")


def _cells(text: str) -> tuple[Kind, list[str]]:
    try:
        found = list(_sources(json.loads(text)))
    except (ValueError, RecursionError, MemoryError) as error:
        where = (
            f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        )
        cause = (
            "holds an unresolved merge conflict"
            if re.search("^<<<<<<< ", text, re.MULTILINE)
            else f"is damaged or incomplete{where}"
        )
        raise IntakeError(
            f"This notebook {cause}: open it in Jupyter, save it and upload it again."
        ) from None
    return "ipynb", [f"{MARKER}\n{_bare(_plain(cell))}" for cell in found]


def _sources(book: Any) -> Iterator[str]:
    """Yield code cells in document order; old notebooks keep them in worksheets."""
    sheets = [book, *_listed(book, "worksheets")]
    if not any(isinstance(at, dict) and "cells" in at for at in sheets):
        raise ValueError("no cells")
    for cell in (cell for sheet in sheets for cell in _listed(sheet, "cells")):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            parts = source if isinstance(source, list) else [source]
            yield "".join(part for part in parts if isinstance(part, str))


def _listed(holder: Any, key: str) -> list[Any]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def _bare(cell: str) -> str:
    """Empty a cell in another language; take the first line of a timed one."""
    head, newline, rest = cell.lstrip("\n").partition("\n")
    if not head.startswith("%%"):
        return cell
    before = "\n" * (len(cell) - len(cell.lstrip("\n")))
    return before + newline + (rest if TIMED.match(head) else "\n" * rest.count("\n"))


def tame(text: str) -> str:
    """Replace notebook magics by `pass` at the same place, line for line.

    Meant for text that does not parse as it is: only then can there be any.
    """
    lines, going_on = [], False
    for line in text.split("\n"):
        magic = MAGIC.match(line)
        if going_on:
            lines.append("")
        else:
            lines.append(f"{magic[1]}pass" if magic else line)
        going_on = (going_on or magic is not None) and line.endswith("\\")
    return "\n".join(lines)
