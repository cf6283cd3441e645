"""Write a file with ``# %%`` markers as a notebook."""

import json
import re

MARKER = re.compile(r"^# %% ?(.*)\n?", re.MULTILINE)


def from_python(source: str) -> str:
    """Return the notebook as JSON; a marker's words become a heading over its cell."""
    first, *rest = MARKER.split(source)
    cells = [_cell("code", first, 0)]
    for number, (title, code) in enumerate(zip(rest[::2], rest[1::2], strict=True), 1):
        cells.append(_cell("markdown", f"## {title}", 2 * number - 1))
        if code.strip():
            cells.append(_cell("code", code, 2 * number))
    book = {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            }
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1) + "\n"


def _cell(kind: str, text: str, number: int) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": text.strip("\n").splitlines(keepends=True),
    }
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
