import pytest

from exercises.catalogue import UNITS
from exercises.scaffolding import FOLDER
from workers.mnist import digits, practice
from workers.mnist.recipe import Recipe
from workers.sandbox.box import Box


@pytest.fixture(scope="session")
def few():
    """Practice digits enough for 32 steps."""
    return practice.make(5, training=1024, held_out=300)


@pytest.fixture(scope="session")
def short():
    return Recipe(batch=64, epochs=2, rate=0.05)


@pytest.fixture(scope="session")
def shelf(few, tmp_path_factory):
    """Keep the few digits in a data folder."""
    data = tmp_path_factory.mktemp("data")
    digits.save(few, data, seed=7)
    return data


@pytest.fixture
def box(shelf):
    """Hold a bare process: the conversation is tested here, not the walls."""
    with Box(data=shelf, unsafe=True, stretch=digits.guest_folder(shelf)) as held:
        yield held


@pytest.fixture(scope="session")
def engine():
    """Write a pair's file that solves every unit."""
    pieces = ["import numpy as np\n"]
    for name in UNITS:
        pieces.append((FOLDER / "solved" / f"{name}.py").read_text())
        if name == "BackwardFuncLookup":
            pieces.append("BACK_FUNCS = BackwardFuncLookup()\n")
    return "\n\n".join(pieces)
