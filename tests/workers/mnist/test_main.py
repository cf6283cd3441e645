import json
from functools import partial

import pytest

from service import config
from service.store import database, installation
from service.store.leaderboard import board
from workers.mnist import __main__ as program
from workers.mnist import digits, practice, shelf
from workers.mnist.recipe import Recipe

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


def test_mnist_that_is_set_but_unreadable_is_an_error_and_no_practice_set(
    settings, monkeypatch, capsys, tmp_path
):
    monkeypatch.setenv("PAIRGRAD_MNIST_DIR", str(tmp_path / "nowhere"))
    pytest.importorskip("torch")
    assert program.main(["prepare", "--mnist"]) == 2
    assert "train-images-idx3-ubyte" in capsys.readouterr().err
    assert not digits.is_saved(settings.data, "mnist")


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
    assert told["of"] == 100
    assert told["epochs"] == Recipe().epochs
    assert told["audit"]["passed"] == told["audit"]["steps"] > 0
    assert told["accuracy"] == told["correct"] / told["of"]
    assert told["counts"], told["reason"]


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
