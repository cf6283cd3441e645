"""Every rung has something to read, three hints, and a starter that is no attempt."""

import __future__

import re
from pathlib import Path

import pytest

import exercises
from exercises import scaffolding
from exercises.catalogue import OPTIONAL_RUNGS, RUNGS
from exercises.extract import read
from exercises.questions import Rung

HERE = Path(next(iter(exercises.__path__)))
ANNOTATIONS = __future__.annotations.compiler_flag
EVERY = (*RUNGS, *OPTIONAL_RUNGS)
LONGEST_PROMPT = 120  # words, beside the formula, the example and the hints


def slug(rung: Rung) -> str:
    return rung.slug


def parts(rung: Rung) -> tuple[str, list[str]]:
    text = (HERE / "prompts" / f"{rung.slug}.md").read_text()
    prompt, *hints = text.split("\n## Hint: ")
    return prompt, hints


@pytest.mark.parametrize("rung", EVERY, ids=slug)
def test_a_prompt_is_short_and_has_a_formula_and_an_example(rung: Rung) -> None:
    prompt, _ = parts(rung)
    assert prompt.startswith(f"# {rung.number} {rung.title}\n")
    assert "<math " in prompt
    example = re.search(r"```python\n(.*?)```", prompt, re.DOTALL)
    assert example
    assert example[1].count("\n") <= 3
    words = re.sub(r"```.*?```", " ", prompt, flags=re.DOTALL)
    words = re.sub(r"^# .*|<math.*</math>", " ", words, flags=re.MULTILINE)
    assert len(words.split()) <= LONGEST_PROMPT


@pytest.mark.parametrize("rung", EVERY, ids=slug)
def test_an_example_runs_on_the_solved_course(rung: Rung) -> None:
    example = re.search(r"```python\n(.*?)```", parts(rung)[0], re.DOTALL)
    assert example
    course = compile(scaffolding.assembled(()), "<course>", "exec", ANNOTATIONS)
    scope: dict[str, object] = {"__name__": "__main__"}
    exec(course, scope)
    exec("_pairgrad_finish([])", scope)
    exec(example[1], scope)


@pytest.mark.parametrize("rung", EVERY, ids=slug)
def test_hints_go_from_evidence_over_a_question_to_a_place(rung: Rung) -> None:
    _, hints = parts(rung)
    assert [hint.split("\n")[0] for hint in hints] == [
        "evidence",
        "question",
        "location",
    ]
    assert all(len(hint.split()) > 5 for hint in hints)
    assert "?" in hints[1]
    # A hint never hands out code.
    assert not any("```" in hint for hint in hints)


@pytest.mark.parametrize("rung", EVERY, ids=slug)
def test_a_starter_is_python_and_no_attempt(rung: Rung) -> None:
    starter = (HERE / "starters" / f"{rung.slug}.py").read_bytes()
    extract = read(f"{rung.slug}.py", starter)
    assert extract.unparsable == ()
    found = [extract.definitions.get(unit) for unit in rung.units]
    assert not [each for each in found if each and each.state != "not_attempted"]


def test_the_two_gotchas_are_taught_where_they_bite() -> None:
    by_slug = {rung.slug: parts(rung)[0] for rung in RUNGS}
    assert "**add**" in by_slug["unbroadcast"]
    assert "**add**" in by_slug["backprop"]
    assert "broadcast" in by_slug["multiply_back"]
