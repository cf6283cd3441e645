"""An added exercise is offered only if its questions were tested, and found good."""

import json
import shutil

import pytest

from exercises import authored
from exercises.authored import BONUS, FormatError
from exercises.catalogue import AUTHORED
from exercises.nouns import State
from workers.authoring import __main__ as program
from workers.authoring import skeleton
from workers.authoring.report import report
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), min_tier="C") as opened:
        yield opened


@pytest.fixture
def bonus(tmp_path, monkeypatch):
    """Return an empty folder of exercises, with a fresh one in it."""
    monkeypatch.setattr(authored, "BONUS", tmp_path)
    skeleton.make(tmp_path, "square_back")
    return tmp_path


def judged(box, folder):
    return report(authored.read(folder), box)


@pytest.mark.parametrize("name", AUTHORED)
def test_a_stored_report_says_what_is_so_today(box, name):
    exercise = AUTHORED[name]
    assert report(exercise, box) == exercise.report


@pytest.mark.parametrize("name", AUTHORED)
def test_every_wrong_answer_is_graded_under_its_own_name_and_no_right_one(box, name):
    exercise = AUTHORED[name]
    for answer in (*exercise.rights, *exercise.wrongs):
        (unit,) = graded(box, name, answer.source)
        right = answer in exercise.rights
        assert unit.state is (State.PASSED if right else State.FAILED)
        named = [each.id for each in unit.misconceptions]
        assert named == ([] if right else [answer.id])


def graded(box, name, source):
    return grade(
        filename="day.py", data=source.encode(), units=[name], suite=None, box=box
    ).optional


def test_another_mistake_is_not_named(box):
    source = "def einsum_back0(grad_out, out, x, y, spec):\n    return x * 3.0\n"
    (unit,) = graded(box, "einsum_back0", source)
    assert (unit.state, unit.misconceptions) == (State.FAILED, ())


def test_the_folder_that_new_makes_is_a_whole_exercise(box, bonus):
    told = judged(box, bonus / "square_back")
    assert told["problems"] == []
    assert told["publishable"]


SPOILT = [
    ("right/plain.py", "def {}(g, out, x):\n    return x * g\n", "fails"),
    ("right/plain.py", None, "give two unlike ones"),
    (
        "starter.py",
        "def {}(g, out, x):\n    return 2 * x * g\n",
        "gives the answer away",
    ),
    ("wrong/late.py", "def {}(g, out, x):\n    return 2 * g * x\n", "survives"),
    (
        "wrong/again.py",
        "def {}(g, out, x):\n    return x + x\n",
        "give the same answers",
    ),
    ("wrong/ends.py", "def {}(g, out, x):\n    raise SystemExit\n", "cannot be named"),
    ("wrong/upstream_dropped.py", None, "wrong/ is empty"),
]


@pytest.mark.parametrize(
    ("file", "source", "says"), SPOILT, ids=lambda each: str(each)[:30]
)
def test_what_is_wrong_with_an_exercise_is_said_and_blocks_it(
    box, bonus, file, source, says
):
    path = bonus / "square_back" / file
    if source is None:
        path.unlink()
    else:
        head = "# claim: c\n# question: q\n" if file.startswith("wrong") else ""
        path.write_text(head + source.format("square_back"))
    told = judged(box, bonus / "square_back")
    assert not told["publishable"]
    assert any(says in problem for problem in told["problems"]), told["problems"]


def test_a_question_that_fails_no_wrong_answer_is_named(box, bonus):
    probes = bonus / "square_back" / "probes.py"
    lazy = "    (zero,) = (np.zeros(shape),)\n    upstream = np.zeros(shape)\n"
    probes.write_text(
        probes.read_text()
        .replace("    x, upstream = several(rng, [shape, shape])\n", lazy)
        .replace("x.size", "zero.size")
        .replace("    case = Case", "    x = zero\n    case = Case")
    )
    told = judged(box, bonus / "square_back")
    assert told["idle"] == told["questions"]
    assert not told["publishable"]


def test_an_exercise_that_was_changed_after_its_test_is_not_offered(tmp_path):
    folder = tmp_path / "einsum_back"
    shutil.copytree(BONUS / "einsum_back", folder)
    changed = folder / "prompt.md"
    assert digest(folder) == digest(BONUS / "einsum_back")
    changed.write_text(changed.read_text() + "\nOne more sentence.\n")
    assert digest(folder) != digest(BONUS / "einsum_back")


def digest(folder):
    return authored.read(folder).digest


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("exercise.toml", "title = ", "exercise.toml"),
        ("exercise.toml", 'title = "x"', "promise"),
        ("wrong/no_header.py", "def f():\n    pass\n", "# claim"),
    ],
)
def test_a_folder_out_of_shape_names_the_file(bonus, file, text, says):
    (bonus / "square_back" / file).write_text(text)
    with pytest.raises(FormatError, match=says):
        authored.read(bonus / "square_back")


@pytest.mark.parametrize("slug", ["", "Square", "../up", "square_back", "a" * 60])
def test_no_second_folder_of_a_name_and_no_name_that_is_none(bonus, slug):
    with pytest.raises(FormatError):
        skeleton.make(bonus, slug)


def test_the_command_says_by_its_status_whether_it_can_be_published(
    bonus, monkeypatch, capsys
):
    monkeypatch.setattr(program, "BONUS", bonus)
    assert program.main(["new", "cube_back"]) == 0
    assert program.main(["report", "cube_back"]) == 2
    assert program.main(["validate", "cube_back"]) == 0
    assert program.main(["report", "cube_back", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["publishable"]
    (bonus / "cube_back" / "wrong" / "upstream_dropped.py").unlink()
    assert program.main(["validate", "cube_back"]) == 1
    assert program.main(["validate", "no_such"]) == 2
    assert "there are: cube_back, square_back" in capsys.readouterr().err
