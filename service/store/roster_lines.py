"""Read a roster as it is pasted: names, and who belongs together; a problem per line."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session as Database

from service.store import audit, pairing, people, rosters
from service.store.models import Course, Person
from service.store.pairs import LARGEST
from service.store.refusals import Refusal

MOST_LINES = 1000
NAMES = {"name", "student", "full name", "names"}
GROUPS = {"pair", "group", "team"}


@dataclass(frozen=True, slots=True)
class Line:
    """One student of a roster; ``known`` is in the class already, ``problem`` why not."""

    number: int
    name: str
    group: str = ""
    problem: str = ""
    known: bool = False


def read(text: str) -> list[Line]:
    """Return the lines of a pasted table; the first may name its columns.

    Comma, semicolon and tab separate; without a header the first column is the name, the
    second the group. Raises Refusal where there is nothing, or far too much.
    """
    told = text.removeprefix("\ufeff").strip("\n\r")
    first = told.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(told), delimiter=separator))
    except csv.Error as error:
        raise Refusal("source", f"This is no table: {error}.") from error
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise Refusal("source", "There is no line yet: paste one student per line.")
    if len(rows) > MOST_LINES:
        raise Refusal("source", f"That is more than {MOST_LINES} lines.")
    return _checked(_lines(rows))


def _lines(rows: Sequence[Sequence[str]]) -> list[Line]:
    header = [cell.strip().lower() for cell in rows[0]]
    named = next((n for n, cell in enumerate(header) if cell in NAMES), None)
    grouped = next((n for n, cell in enumerate(header) if cell in GROUPS), None)
    start = 0 if named is None else 1
    name_at, group_at = (0, 1) if named is None else (named, grouped)
    return [
        Line(number, _cell(row, name_at), _cell(row, group_at))
        for number, row in enumerate(rows[start:], start=start + 1)
        if any(cell.strip() for cell in row)
    ]


def _cell(row: Sequence[str], place: int | None) -> str:
    return people.clean(row[place]) if place is not None and place < len(row) else ""


def _checked(lines: list[Line]) -> list[Line]:
    first: dict[str, int] = {}
    sizes: Counter[str] = Counter()
    checked = []
    for line in lines:
        sizes[line.group.lower()] += bool(line.group)
        earlier = first.setdefault(line.name.lower(), line.number)
        problem = _problem(line, earlier, sizes[line.group.lower()])
        checked.append(replace(line, problem=problem))
    return checked


def _problem(line: Line, earlier: int, size: int) -> str:
    try:
        people.name_of(line.name)
    except Refusal as refusal:
        return "There is no name." if not line.name else refusal.sentence
    if earlier != line.number:
        return f"{line.name} stands in line {earlier} already: add a letter."
    if size > LARGEST:
        return f"{line.group} has more than {LARGEST} members."
    return ""


def against(db: Database, course: Course, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with what the class already knows of them."""
    here = {one.name.lower() for one in rosters.present(db, course.id)}
    return [replace(line, known=line.name.lower() in here) for line in lines]


def take(
    db: Database, course: Course, lines: Sequence[Line], *, actor_id: str
) -> tuple[int, int]:
    """Bring all lines into the class; return how many people and groups are new.

    Raises Refusal if one line has a problem: nothing is taken then.
    """
    bad = [line for line in lines if line.problem]
    if bad:
        raise Refusal(
            "source", f"Nothing was imported: {len(bad)} lines have problems."
        )
    by_name = {one.name.lower(): one for one in rosters.present(db, course.id)}
    fresh = [line for line in lines if line.name.lower() not in by_name]
    for line in fresh:
        one = people.add_student(db, course, line.name)
        one.expected = True
        by_name[line.name.lower()] = one
    db.flush()
    made = 0
    for members in _grouped(lines, by_name):
        made += not _are_together(db, members)
        pairing.together(db, members, actor_id=actor_id)
    detail = {"people": len(fresh), "groups": made}
    audit.note(
        db, "imported a roster", actor_id=actor_id, about=course.id, detail=detail
    )
    return len(fresh), made


def _grouped(lines: Sequence[Line], by_name: dict[str, Person]) -> list[list[Person]]:
    groups: dict[str, list[Person]] = {}
    for line in lines:
        if line.group:
            group = groups.setdefault(line.group.lower(), [])
            group.append(by_name[line.name.lower()])
    return list(groups.values())


def _are_together(db: Database, members: Sequence[Person]) -> bool:
    ids = {one.id for one in members}
    groups = rosters.of(db, members[0].course_id or "").groups
    return any({one.id for one in inside} == ids for _, inside in groups)
