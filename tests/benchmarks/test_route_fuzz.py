"""The fuzz of routes reaches every route, and would see one that breaks."""

import random

import pytest

from benchmarks.route_fuzz import Fuzz
from benchmarks.route_inputs import fields
from benchmarks.route_town import settle
from service import config
from service.store import database
from service.web import create_app


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    settings = config.read({}, data=folder, throttle=False, broker="none")
    engine = settle(settings)
    yield settings, engine
    engine.dispose()


@pytest.fixture
def fuzz(town):
    app = create_app(*town)
    app.config.update(WTF_CSRF_ENABLED=False)
    return Fuzz(app, town[1], random.Random(2))


def test_each_route_stands_bad_input_as_everybody(fuzz):
    for number in range(4 * len(fuzz.rules)):
        fuzz.ask(number)
    assert fuzz.failed == []
    routes = {rule.endpoint for rule in fuzz.app.url_map.iter_rules()} - {"static"}
    assert set(fuzz.endpoints) == routes


def test_a_route_that_breaks_is_seen_with_what_was_sent(fuzz):
    def broken():
        raise ZeroDivisionError

    broken.door = fuzz.app.view_functions["health.alive"].door
    fuzz.app.view_functions["health.alive"] = broken
    fuzz.app.config["PROPAGATE_EXCEPTIONS"] = False
    for number in range(len(fuzz.rules)):
        fuzz.ask(number)
    assert {one["path"] for one in fuzz.failed} == {"'/healthz'"}
    assert fuzz.failed[0]["status"] == 500


def test_names_of_fields_come_from_the_views():
    assert {"source", "client_token", "nickname", "expression", "topic"} <= set(
        fields()
    )


def test_the_town_can_be_read(town):
    with database.reading(town[1]) as db:
        assert (
            db.connection().exec_driver_sql("SELECT count(*) FROM result").scalar() == 4
        )
