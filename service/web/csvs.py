"""Tables as CSV that a spreadsheet shows and never executes."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from service.web.words import plain

# A cell that begins so is a formula to a spreadsheet: =HYPERLINK(...) in a student's
# name would run on the instructor's machine.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Without it Excel reads UTF-8 as the local eight-bit code: "Jürgen" becomes "JÃ¼rgen".
BYTE_ORDER_MARK = "\ufeff"


def cell(value: object) -> object:
    """Return ``value`` as it may stand in a cell: numbers as they are, text defused."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    # Looked at before and after cleaning: what hides the sign is what gets removed.
    shown = plain(text).replace("\t", " ")
    starts = text.startswith(FORMULA) or shown.lstrip().startswith(FORMULA)
    return f"'{shown}" if starts else shown


def text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a CSV table, one line per row, ended by CR LF as RFC 4180 has it."""
    told = io.StringIO(newline="")
    writer = csv.writer(told)
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return told.getvalue()


def download(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> Response:
    """Return the table as a file called ``name``, plain ASCII and ours."""
    return Response(
        BYTE_ORDER_MARK + text(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
