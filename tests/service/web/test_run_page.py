"""A training run's page in each of its states, and what it says of each."""

import numpy as np
import pytest
from sqlalchemy import update

from service.store import database, gradings, stretch
from service.store.models import Grading, Phase, Progress, Purpose, StretchRun
from service.web import charts, run_page


@pytest.fixture
def whole(town):
    return town.some_verdicts()[1]


@pytest.fixture
def page(town, visit):
    client = visit(town.ana)
    return lambda run, more="": client.get(f"/runs/{run.id}{more}").text


def ended(engine, run, **fields):
    """Let a run have ended otherwise."""
    with database.transaction(engine) as db:
        change = update(StretchRun).where(StretchRun.grading_id == run.id)
        db.execute(change.values(**fields))


def test_a_waiting_run_says_its_place_and_can_be_left(town, engine, whole, page):
    with database.transaction(engine) as db:
        run = gradings.enqueue(db, whole, Purpose.STRETCH_OFFICIAL)
    told = page(run)
    assert "Queued: you are next" in told
    assert "Yes, leave the queue" in told
    assert 'http-equiv="refresh"' in told


def test_a_running_one_shows_where_it_is_and_what_was_audited(town, whole, page):
    told = page(town.train(whole, finish=False))
    assert ">300 <span" in told
    assert "about 0 s" in told
    assert "30 steps audited, all clean" in told
    assert told.count('class="held"') == 30
    assert "Yes, stop it" in told


def test_a_finished_run_shows_its_mistakes_as_pictures_and_numbers(town, whole, page):
    told = page(town.train(whole))
    assert "88.8 %" in told
    assert told.count("data:image/png;base64,") == 20
    assert "Most often it took a " in told
    assert 'http-equiv="refresh"' not in told


def test_a_failed_audit_names_its_step_and_parameter(town, engine, whole, page):
    fault = "the gradient of weight of layer 1 is not the right one"
    run = town.train(whole)
    reason = f"The audit of step 44 failed: {fault}."
    ended(engine, run, counts=False, audits_passed=3, reason=reason)
    told = page(run)
    assert "audit failed" in told
    assert reason in told
    assert "wrong engines reach 90 %" in told


def test_a_mark_of_a_wrong_step_is_drawn_and_told(town, engine, whole, page):
    run = town.train(whole, finish=False)
    with database.transaction(engine) as db:
        last = stretch.points(db, run.id)[-1]
        last.marks = [[297, "the loss is 1, computed again it is 2"]]
    told = page(run)
    assert told.count('class="broke"') == 1
    assert "Step 297" in told
    assert "computed again it is 2" in told


def test_a_run_for_fun_says_why_it_does_not_count(town, engine, whole, page):
    run = town.train(whole)
    ended(engine, run, counts=False, reason="Assisted: Linear came from us.")
    told = page(run)
    assert "for fun" in told
    assert "It does not count: Assisted: Linear came from us." in told


def test_a_stopped_run_gives_its_reason_and_no_accuracy(town, engine, whole, page):
    run = town.train(whole)
    reason = "The loss is nan after step 12."
    ended(engine, run, counts=False, ending="stopped", reason=reason, epochs=0)
    told = page(run)
    assert reason in told
    assert "Held-out accuracy" not in told
    assert "runs cost no attempt" in told


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.CANCELLED, "It had taken 300 of 300 steps."),
        (Phase.FAILED, "Our fault, nothing to do with your code."),
    ],
)
def test_a_run_that_came_to_no_end_says_what_became_of_it(
    town, whole, page, phase, words
):
    run = town.train(whole, finish=False)
    with database.transaction(town.engine) as db:
        db.execute(update(Grading).where(Grading.id == run.id).values(phase=phase))
    assert words in page(run)


def test_other_runs_are_drawn_beside_it_by_name(town, whole, page):
    first, second = town.train(whole), town.train(whole, epochs=5)
    assert "Run 1 of day.ipynb: 88.8 %" in page(second)
    drawn = page(second, f"?with={first.id}")
    assert drawn.count('class="key"') == 3
    assert f"with={first.id}" in drawn.split("data-src=")[-1]


def test_another_pairs_run_is_never_drawn(town, whole, page):
    town.populate()
    strange = town.train(town.hand_in(town.others[0], None))
    own = town.train(whole)
    assert "?with" not in page(own, f"?with={strange.id}").split("data-src=")[-1]


def test_a_table_twin_is_bounded_and_holds_every_epoch(town, whole):
    class Point:
        def __init__(self, step):
            self.step = step
            self.accuracy = 0.5 if step % 333 == 0 else None

    rows = run_page.rows([Point(step) for step in range(1, 1000)])
    assert len(rows) <= run_page.MOST_ROWS + 4
    assert {333, 666, 999} <= {row.step for row in rows}


def test_a_curve_is_thinned_and_keeps_its_end():
    drawn = charts.line("x", [(step, step / 2) for step in range(5000)])
    assert len(drawn.points) <= charts.MOST_POINTS + 1
    assert drawn.points[-1] == (4999, 2499.5)
    assert drawn.at(4999) == 2499.5
    assert drawn.at(100.5) == pytest.approx(50.25)
    assert drawn.at(-1) == 0


def test_of_many_audits_every_failed_one_stays_on_the_curve():
    marks = [[step, "wrong" if step % 400 == 7 else ""] for step in range(2000)]
    points = [
        Progress(step=step, steps=2000, epoch=1, loss=1 / (1 + step), marks=[mark])
        for step, mark in enumerate(marks)
    ]
    (loss,) = run_page.charts(points, {})
    failed = [x for x, good in loss.marks if not good]
    assert failed == [7, 407, 807, 1207, 1607]
    assert len(loss.marks) < 400


def test_a_value_that_is_no_number_is_not_drawn():
    drawn = charts.line("x", [(1, 1.0), (2, np.nan), (3, None), (4, 2.0)])
    assert drawn.points == [(1, 1.0), (4, 2.0)]


def test_one_mistake_among_many_is_shaded_and_the_commonest_is_named():
    confusion = np.diag([100] * 10).tolist()
    confusion[4][9], confusion[2][7] = 2, 1
    cells = run_page.shaded([[*row, 0] for row in confusion])
    assert (cells[4][9].shade, cells[0][0].shade, cells[0][1].shade) == (2, 5, 0)
    assert cells[2][7].shade == 1
    assert run_page.most_confused(confusion) == {"truth": 4, "said": 9, "count": 2}
    assert run_page.most_confused(np.diag([3] * 10).tolist()) is None
