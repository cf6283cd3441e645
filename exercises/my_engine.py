"""Put a pair's definitions and the given code together into one file that runs."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from textwrap import fill

from exercises.catalogue import RUNGS, UNITS
from exercises.extract import Extract, IntakeError, read
from exercises.names import LAMBDAS
from exercises.questions import Rung
from exercises.scaffolding import FOLDER, given
from exercises.transplant import Block, Cutting, Import, cutting, imported

STARTERS = FOLDER.parent / "starters"
SLOT = re.compile(r"^#: (rung|given) (\w+)\n", re.MULTILINE)
# Until wrap_forward_fn the name is Python's own; in one file the operation hides it.
HIDDEN, KEPT = "sum", "builtin_sum"
PYTHONS = f"from builtins import {HIDDEN} as {KEPT}"
# The grader's own is made by a function, to belong to whichever Tensor there is.
PARAMETER = '''class Parameter(Tensor):
    """A tensor that a module lists and an optimiser moves; shares its array."""

    def __init__(self, tensor, requires_grad=True):
        super().__init__(tensor.array, requires_grad)


'''
UNHIDDEN = frozenset(
    name for rung in RUNGS if rung.number < "2.5" for name in rung.units
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file one definition is taken from; ``label`` says to people which it is."""

    label: str
    filename: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One file, what is still missing in it, and what was changed to make it one.

    ``renamed`` is (unit, old name, new name); ``foreign`` is (unit, import statement) of
    what NumPy and Python lack: without it the file still imports, that unit may not run.
    """

    text: str
    taken: tuple[str, ...]
    missing: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]
    foreign: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Bench:
    """Collect what the definitions bring along; one name stands for one thing."""

    taken: dict[str, str]
    sources: dict[str, Source]
    imports: dict[str, None] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    foreign: list[tuple[str, str]] = field(default_factory=list)

    def rung(self, rung: Rung) -> str:
        """Return the rung's part of the file: theirs, or what is still to be written."""
        parts = [self._unit(unit) or _stub(rung, unit) for unit in rung.units]
        told = "\n\n\n".join(part for part in parts if part)
        return f"# %% {rung.number} {rung.title}\n{told}\n\n\n"

    def _unit(self, unit: str) -> str:
        """Return a unit's definition with what it needs; empty if there is none."""
        source = self.sources.get(unit)
        found = source and _cut(source, unit)
        if not found:
            return ""
        self.done.append(unit)
        blocks = self._fitted(unit, found)
        fresh = [block for block in blocks if block.key not in self.written]
        self.written.update(block.key for block in fresh)
        return "\n\n\n".join(block.text for block in fresh) or f"# {unit}: see above."

    def _fitted(self, unit: str, found: Cutting) -> list[Block]:
        """Give every name that means something else here a new one."""
        own = {name for block in found.blocks for name in block.binds}
        fresh: dict[str, str] = {}
        if unit in UNHIDDEN and HIDDEN not in own:
            fresh[HIDDEN] = KEPT
            if any(HIDDEN in block.loads for block in found.blocks):
                self.imports[PYTHONS] = None
        for each in found.imports:
            self._import(unit, each, fresh)
        for block in found.blocks:
            for name in sorted(block.binds - set(UNITS)):
                self._claim(unit, name, block.key, fresh)
        return [block.renamed(fresh) for block in found.blocks]

    def _import(self, unit: str, each: Import, fresh: dict[str, str]) -> None:
        if not each.is_there:
            self.foreign.append((unit, each.text))
            if each.bound == "*":
                return
        bound = self._claim(unit, each.bound, f"{each.module}:{each.name}", fresh)
        own = Import(each.module, each.name, bound)
        self.imports[own.text if own.is_there else own.guarded] = None

    def _claim(self, unit: str, name: str, meaning: str, fresh: dict[str, str]) -> str:
        """Return the name under which ``meaning`` can stand beside all the others."""
        number, free = 1, name
        while self.taken.get(free, meaning) != meaning:
            number += 1
            free = f"{name}_{number}"
        self.taken[free] = meaning
        if free != name:
            fresh[name] = free
            self.renamed.append((unit, name, free))
        return free


def assemble(sources: Mapping[str, Source], *, title: str) -> Engine:
    """Return the file; ``sources`` says for each unit where its definition stands.

    What has no source, or is not found there, becomes a stub that raises when it is
    called: the file can always be imported, with NumPy alone, and trains nothing.
    """
    bench = _Bench(taken=dict(_reserved()), sources=dict(sources))
    simple = _sorts_alone(sources)
    body = SLOT.sub(lambda slot: _filled(bench, slot[1], slot[2], simple), _template())
    missing = tuple(name for name in UNITS if name not in bench.done)
    head = f'"""{_about(title, missing)}"""\n\nfrom __future__ import annotations\n'
    # What is kept of Python stands last, behind the imports.
    own = sorted(
        {*bench.imports} - {*body.splitlines()}, key=lambda at: (at == PYTHONS, at)
    )
    text = "\n".join([head, *own, *([""] if own else []), body])
    return Engine(
        text=re.sub(r"\n{4,}", "\n\n\n", text).rstrip("\n") + "\n",
        taken=tuple(bench.done),
        missing=missing,
        renamed=tuple(dict.fromkeys(bench.renamed)),
        foreign=tuple(dict.fromkeys(bench.foreign)),
    )


def starter() -> str:
    """Return the day's file before anything is written."""
    return assemble({}, title="Backprop from scratch: the starter file").text


def drafts(extract: Extract) -> dict[str, str]:
    """Return, for each rung a file attempts, its own part of it as code to go on with."""
    told = {}
    for rung in RUNGS:
        units = [name for name in rung.units if name in extract.chosen]
        if units:
            found = cutting(extract, units)
            imports = [each.text for each in found.imports]
            blocks = [block.text for block in found.blocks]
            told[rung.slug] = (
                "\n\n\n".join(["\n".join(imports), *blocks]).strip() + "\n"
            )
    return told


def _about(title: str, missing: Iterable[str]) -> str:
    left = ", ".join(missing)
    still = f"Still to be written: {left}." if left else "Nothing is missing."
    still = fill(still, width=80) + "\n"
    plain = re.sub(r'[\\"\n\r]', "", title)
    return f"{plain}.\n\nNeeds NumPy only and trains nothing by itself.\n{still}"


def _filled(bench: _Bench, kind: str, name: str, alone: str) -> str:
    if kind == "rung":
        return bench.rung(next(rung for rung in RUNGS if rung.slug == name))
    return (alone if name == "sorted_graph" and alone else _given(name)) + "\n"


def _cut(source: Source, unit: str) -> Cutting | None:
    extract = _read(source.filename, source.text)
    return cutting(extract, [unit]) if extract and unit in extract.chosen else None


@lru_cache(maxsize=64)
def _read(filename: str, text: str) -> Extract | None:
    try:
        return read(filename, text.encode())
    except IntakeError:
        return None


def _stub(rung: Rung, unit: str) -> str:
    if unit in LAMBDAS:
        function, at = LAMBDAS[unit]
        return f"# {unit}, yours to write: the rule of np.{function}, argument {at}."
    source = (STARTERS / f"{rung.slug}.py").read_text("utf-8")
    found = [at for at in ast.parse(source).body if getattr(at, "name", "") == unit]
    return ast.get_source_segment(source, found[0]) or ""


@cache
def _template() -> str:
    return (FOLDER / "engine.py").read_text("utf-8")


@cache
def _given(name: str) -> str:
    """Return given code as a pair would write it, without what only the grader needs."""
    text = given(name)
    if name == "modules":
        text = PARAMETER + text[text.index("class Module:") :]
    text = text.split("\n\n\nclass _pairgrad")[0]
    text = text.replace("_pairgrad_sort(", "topological_sort(")
    return re.sub(r'_pairgrad_op\("(\w+)", ', r"\1(", text).rstrip("\n") + "\n"


def _sorts_alone(sources: Mapping[str, Source]) -> str:
    """Return the given code for a ``topological_sort(node)`` as early editions had it."""
    source = sources.get("topological_sort")
    found = source and _cut(source, "topological_sort")
    for block in found.blocks if found else ():
        at = block.statement
        if isinstance(at, ast.FunctionDef) and at.name == "topological_sort":
            return given("sorted_alone") if len(at.args.args) == 1 else ""
    return ""


@cache
def _reserved() -> tuple[tuple[str, str], ...]:
    """Return (name, meaning) of everything the file binds without a pair's code."""
    empty = SLOT.sub(lambda at: _given(at[2]) if at[1] == "given" else "", _template())
    return tuple(_bound(ast.parse(empty).body))


def _bound(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    for at in body:
        for each in imported(at):
            yield each.bound, f"{each.module}:{each.name}"
        for name in Block(ast.unparse(at)).binds:
            yield name, ast.dump(at)
