import json
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from service import config
from service.store import database, installation
from service.store.leaderboard import board
from service.store.models import StretchRun
from workers.mnist import __main__ as program
from workers.mnist import digits, practice, shelf
from workers.mnist.recipe import Recipe

OWN = (Path(__file__).parents[2] / "corpus" / "stretch" / "open_run.py").read_text()
KEYS = {
    *("track", "data", "accuracy", "correct", "of", "epochs", "seconds"),
    *("reference_seconds", "audit", "counts", "reason"),
}
UNUSED_IN_TRAINING = """

def reshape_back(grad_out, out, x, new_shape):
    return np.reshape(grad_out, x.shape) * 2

BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)
"""


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path))
    monkeypatch.setenv("PAIRGRAD_UNSAFE_NO_SANDBOX", "1")
    monkeypatch.delenv("PAIRGRAD_MNIST_DIR", raising=False)
    small = partial(practice.make, training=600, held_out=100)
    monkeypatch.setattr(shelf.practice, "make", small)
    return config.read()


def test_practice_digits_are_prepared_with_a_baseline_and_kept(settings, capsys):
    assert program.main(["prepare"]) == 0
    told = capsys.readouterr().out
    assert "practice: reference engine" in told
    engine = database.make_engine(settings)
    with database.reading(engine) as db:
        digest = installation.get(db, "digits_practice")
        rows = board(db, "no course", "practice", digits=digest)
    assert digits.load(settings.data, "practice", digest).sha256 == digest
    assert "reference engine" in {row.baseline for row in rows}
    assert program.main(["prepare", "--if-missing"]) == 0
    assert capsys.readouterr().out == "practice digits are ready\n"


def test_a_set_that_lacks_its_order_gets_it_and_nothing_is_measured_again(
    settings, capsys
):
    assert program.main(["prepare"]) == 0
    order = digits.folder(settings.data) / "practice-seen.npy"
    before = order.read_bytes()
    order.unlink()
    capsys.readouterr()
    assert program.main(["prepare", "--if-missing"]) == 0
    assert capsys.readouterr().out == "preparing practice digits\n"
    assert order.read_bytes() == before


def test_baselines_without_a_time_to_compare_with_are_measured_again(settings, capsys):
    assert program.main(["prepare"]) == 0
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        old = StretchRun.track == "official"
        db.execute(update(StretchRun).where(old).values(reference_seconds=None))
    capsys.readouterr()
    assert program.main(["prepare", "--if-missing"]) == 0
    told = capsys.readouterr().out
    assert "(784-64-64-10)" in told
    assert "(784-512-256-10)" not in told
    assert program.main(["prepare", "--if-missing"]) == 0
    assert capsys.readouterr().out == "practice digits are ready\n"
    with database.reading(engine) as db:
        rows = list(db.scalars(select(StretchRun)))
    assert all(row.reference_seconds for row in rows)
    assert len(rows) == len({(row.baseline, row.track) for row in rows})


def test_the_large_network_is_measured_once_and_only_where_it_is_asked_for(
    settings, capsys, monkeypatch
):
    lowered = []
    monkeypatch.setattr(shelf, "lower", lambda: lowered.append("once"))
    assert program.main(["prepare"]) == 0
    assert "(784-512-256-10)" not in capsys.readouterr().out
    assert program.main(["prepare", "--if-missing", "--large"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("practice digits are ready\n")
    assert "(784-512-256-10)" in told
    assert lowered == ["once"]
    assert program.main(["prepare", "--if-missing", "--large"]) == 0
    assert capsys.readouterr().out == "practice digits are ready\n"


def test_mnist_that_is_set_but_unreadable_is_an_error_and_no_practice_set(
    settings, monkeypatch, capsys, tmp_path
):
    monkeypatch.setenv("PAIRGRAD_MNIST_DIR", str(tmp_path / "nowhere"))
    pytest.importorskip("torch")
    assert program.main(["prepare", "--mnist"]) == 2
    assert "train-images-idx3-ubyte" in capsys.readouterr().err
    assert not digits.is_saved(settings.data, "mnist")
    assert not digits.is_saved(settings.data, "practice")


def test_where_mnist_cannot_be_read_practice_digits_are_there_and_it_is_said(
    settings, monkeypatch, capsys, tmp_path
):
    monkeypatch.setenv("PAIRGRAD_MNIST_DIR", str(tmp_path / "nowhere"))
    pytest.importorskip("torch")
    assert program.main(["prepare"]) == 2
    told = capsys.readouterr()
    assert told.out.index("preparing mnist") < told.out.index("preparing practice")
    assert "train-images-idx3-ubyte" in told.err
    assert digits.is_saved(settings.data, "practice")


def test_without_mnist_the_sentence_names_both_ways_to_it(settings, capsys):
    pytest.importorskip("torch")
    assert program.main(["prepare", "--mnist"]) == 2
    told = capsys.readouterr().err
    assert "PAIRGRAD_MNIST_DIR" in told
    assert "--download" in told
    assert settings.mnist_dir is None


@pytest.mark.usefixtures("settings")
def test_a_file_is_trained_at_the_terminal(tmp_path, engine, capsys):
    path = tmp_path / "day.py"
    path.write_text(engine)
    assert program.main(["train", str(path), "--data", "practice", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == KEYS
    assert told["of"] == 100
    assert told["epochs"] == Recipe().epochs
    assert told["audit"]["passed"] == told["audit"]["steps"] > 0
    assert told["accuracy"] == told["correct"] / told["of"]
    assert told["counts"], told["reason"]


@pytest.mark.usefixtures("settings")
def test_the_large_network_is_trained_and_audited_for_its_own_board(
    tmp_path, engine, capsys
):
    path = tmp_path / "day.py"
    path.write_text(engine)
    assert program.main(["train", str(path), "--model", "large", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["track"] == "large"
    assert told["audit"]["passed"] == told["audit"]["steps"] > 0
    assert told["counts"], told["reason"]


@pytest.mark.usefixtures("settings")
def test_an_open_run_is_trained_at_the_terminal(tmp_path, engine, capsys):
    path = tmp_path / "day.py"
    path.write_text(engine + OWN)
    assert program.main(["train", str(path), "--track", "open", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == KEYS
    assert (told["track"], told["of"]) == ("open", 100)
    assert told["audit"] == {"steps": 0, "passed": 0}
    assert told["reference_seconds"] is None
    assert told["counts"], told["reason"]
    assert program.main(["train", str(path), "--track", "open"]) == 0
    assert "accuracy verified, gradients not audited" in capsys.readouterr().out


@pytest.mark.usefixtures("settings")
def test_a_model_of_the_official_track_is_refused_on_the_open_one(tmp_path, capsys):
    path = tmp_path / "day.py"
    with pytest.raises(SystemExit):
        program.main(["train", str(path), "--track", "open", "--model", "large"])
    assert "an OpenRun has its own" in capsys.readouterr().err


@pytest.mark.usefixtures("settings")
def test_a_terminal_sees_a_bar_and_a_pipe_does_not(
    tmp_path, engine, capsys, monkeypatch
):
    path = tmp_path / "day.py"
    path.write_text(engine)
    assert program.main(["train", str(path)]) == 0
    assert "epoch" not in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert program.main(["train", str(path)]) == 0
    told = capsys.readouterr().err
    assert "[##############################] epoch 5" in told
    assert told.endswith("\r\x1b[K")


@pytest.mark.usefixtures("settings")
def test_accuracy_without_right_gradients_does_not_count(tmp_path, engine, capsys):
    path = tmp_path / "day.py"
    path.write_text(engine + UNUSED_IN_TRAINING)
    assert program.main(["train", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert not told["counts"]
    assert "does not count" in told["reason"]


@pytest.mark.usefixtures("settings")
def test_a_person_reads_accuracy_ratio_and_audit_in_one_line(tmp_path, engine, capsys):
    path = tmp_path / "day.py"
    path.write_text(engine)
    assert program.main(["train", str(path)]) == 0
    told = capsys.readouterr().out
    assert "on practice" in told
    assert "times the reference engine's time" in told
    assert "audited steps stand" in told


@pytest.mark.usefixtures("settings")
def test_an_engine_that_raises_ends_with_its_sentence(tmp_path, engine, capsys):
    path = tmp_path / "day.py"
    path.write_text(f"{engine}\n\ndef cross_entropy(a, b):\n    raise KeyError('no')\n")
    assert program.main(["train", str(path)]) == 1
    assert "KeyError" in capsys.readouterr().out


@pytest.mark.usefixtures("settings")
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, capsys):
    assert program.main(["train", str(tmp_path / "none.py")]) == 2
    assert "none.py" in capsys.readouterr().err
