"""A box of each tier with a witness beside it."""

from collections.abc import Iterator

import pytest

from workers.sandbox.attacks.witness import Witness
from workers.sandbox.box import Box


@pytest.fixture(scope="session", params=["A", "C"])
def box(request, tmp_path_factory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    bwrap = "bwrap" if request.param == "A" else "/missing/bwrap"
    with Box(data=data, min_tier=request.param, bwrap=bwrap) as box:
        assert box.tier == request.param
        yield box


@pytest.fixture(scope="session")
def witness(box: Box) -> Iterator[Witness]:
    with Witness(box) as witness:
        yield witness
