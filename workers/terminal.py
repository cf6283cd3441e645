"""Print a verdict for a person at a terminal."""

from collections.abc import Callable, Iterator
from textwrap import wrap

from exercises.catalogue import BESIDE_RUNGS, RUNGS
from exercises.nouns import State
from exercises.verdicts import UnitVerdict, Verdict
from exercises.wording import next_step

BOLD, DIM, RED, GREEN, END = "\033[1m", "\033[2m", "\033[31m", "\033[32m", "\033[0m"
# Sign and ink of each state; never the ink alone.
LOOKS: dict[State, tuple[str, str]] = {
    State.PASSED: ("✓", GREEN),
    State.FAILED: ("✗", RED),
    State.DID_NOT_LOAD: ("✗", RED),
    State.UNPARSABLE: ("✗", RED),
    State.NOT_GRADED: ("?", DIM),
    State.NOT_ATTEMPTED: ("·", DIM),
}
NUMBERS = {name: rung.number for rung in (*RUNGS, *BESIDE_RUNGS) for name in rung.units}

Paint = Callable[[str, str], str]


def page(verdict: Verdict, *, colour: bool) -> str:
    """Return the whole verdict as text: a table, then each failure explained."""
    paint = _coloured if colour else _plain
    return "\n".join([*_lines(verdict, paint), ""])


def _coloured(text: str, ink: str) -> str:
    return f"{ink}{text}{END}"


def _plain(text: str, _: str) -> str:
    return text


def _lines(verdict: Verdict, paint: Paint) -> Iterator[str]:
    about = f"tier {verdict.tier}, suite {verdict.suite_version[:16]}"
    yield f"{paint(verdict.file, BOLD)}  {paint(about, DIM)}"
    yield ""
    yield f"  {paint(verdict.headline, BOLD)}"
    yield ""
    tried = [each for each in verdict.units if each.state != State.NOT_ATTEMPTED]
    for unit in (*tried, *verdict.optional):
        yield _row(NUMBERS[unit.name], unit.name, unit, paint)
    engine = verdict.assembled
    if engine:
        yield _row("", "the whole engine", engine, paint)
        if engine.filled_in:
            names = ", ".join(engine.filled_in)
            yield from _wrapped(f"filled in by us: {names}", paint)
    left = [each.name for each in verdict.units if each.state == State.NOT_ATTEMPTED]
    if left:
        yield from _wrapped(f"not attempted: {', '.join(left)}", paint)
    for unit in [*tried, *([engine] if engine else []), *verdict.optional]:
        if unit.state != State.PASSED or unit.remarks:
            yield ""
            yield from _explained(unit, paint)
    if verdict.remarks:
        yield ""
        yield from (f"  - {remark}" for remark in verdict.remarks)


def _wrapped(text: str, paint: Paint) -> Iterator[str]:
    for line in wrap(text, width=66):
        yield paint(f"         {line}", DIM)


def _row(number: str, name: str, unit: UnitVerdict, paint: Paint) -> str:
    sign, ink = LOOKS[unit.state]
    state = unit.state.value.replace("_", " ")
    count = f"{unit.passed}/{unit.total}" if unit.total else ""
    cell = f"cell {unit.cell} " if unit.cell else ""
    line = f"{cell}line {unit.line}" if unit.line else ""
    return (
        f"  {paint(sign, ink)} {number:<5}{name:<27}"
        f"{paint(f'{state:<13}', ink)}{count:>8}  {paint(line, DIM)}"
    ).rstrip()


def _explained(unit: UnitVerdict, paint: Paint) -> Iterator[str]:
    yield f"  {paint(unit.name, BOLD)}"
    if unit.sentence:
        yield f"    {unit.sentence}"
    if unit.counterexample:
        shown = unit.counterexample
        yield ""
        yield from (f"      {line}" for line in shown.code.splitlines())
        yield ""
        yield f"      expected  {shown.expected}"
        yield f"      got       {paint(shown.got, RED)}"
        yield ""
    if step := next_step(unit.state, unit.kind):
        yield f"    {step}"
    if not unit.misconceptions:
        yield from (f"    {hint.sentence}" for hint in unit.hints)
    yield from (f"    {remark}" for remark in unit.remarks)
