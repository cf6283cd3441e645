"""A training worker on a machine where nobody has prepared anything."""

from dataclasses import replace

import numpy as np
import pytest

from exercises.nouns import GraderFault
from service import config
from service.store import installation
from service.store.database import make_engine, transaction, upgrade
from workers.mnist import chosen, digits, practice


@pytest.fixture
def first(tmp_path):
    settings = config.read({}, data=tmp_path / "first")
    upgrade(settings)
    return settings


@pytest.fixture
def engine(first):
    engine = make_engine(first)
    yield engine
    engine.dispose()


@pytest.fixture
def second(first, tmp_path):
    """Return another machine's settings: the same rows, a data folder of its own."""
    return replace(first, data=tmp_path / "second", database_url=first.database)


def note(engine, name, sha256):
    with transaction(engine) as db:
        installation.put(db, f"digits_{name}", sha256)


def test_practice_digits_are_made_where_they_are_missing_and_are_the_same(
    first, second, engine
):
    made = chosen.ready(first, engine)
    note(engine, "practice", made.sha256)
    assert chosen.ready(second, engine).sha256 == made.sha256
    shown = [
        np.load(digits.guest_folder(each.data) / "practice" / "held_out_images.npy")
        for each in (first, second)
    ]
    # Shown in one order and shift: a run is the same run wherever it is trained.
    assert np.array_equal(*shown)
    assert np.array_equal(
        digits.seen_labels(first.data, made), digits.seen_labels(second.data, made)
    )


def test_real_digits_that_are_elsewhere_are_not_replaced_by_practice_ones(
    first, second, engine
):
    digits.save(practice.make(practice.SEED), second.data, seed=1)
    note(engine, "mnist", "0" * 64)
    with pytest.raises(
        GraderFault, match="mnist digits cannot be read on this machine"
    ):
        chosen.ready(second, engine)
