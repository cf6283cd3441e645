"""Engines that are wrong in the same way find each other, whatever their last bits."""

import json

import numpy as np

from exercises import suite
from exercises.diagnosis import behaviour
from exercises.diagnosis.behaviour import as_json, clusters, from_json
from exercises.diagnosis.evidence import Evidence
from exercises.misconceptions.held_out import HELD_OUT
from exercises.misconceptions.host import run, run_on
from exercises.misconceptions.sighting import Sighting
from exercises.misconceptions.slots import filled

BANK = (*suite.bank(), *suite.lessons())


def shown(mistake):
    slots = filled([HELD_OUT[mistake]])
    return [Evidence(spec, run_on(spec, slots)) for spec in BANK]


def jittered(evidence):
    def moved(array):
        return None if array is None else np.asarray(array) * (1 + 1e-5)

    return [
        Evidence(
            each.spec,
            Sighting(tuple(moved(one) for one in each.seen.arrays), each.seen.raised),
        )
        for each in evidence
    ]


def test_a_right_engine_has_no_wrong_behaviour():
    assert behaviour.of([Evidence(spec, run(spec)) for spec in BANK]) is None


def test_equal_mistakes_meet_and_others_stay_apart():
    names = list(HELD_OUT)[:6]
    seen = [behaviour.of(shown(name)) for name in names]
    seen += [behaviour.of(jittered(shown(name))) for name in names[:2]]
    groups = clusters(seen)
    assert [0, 6] in groups
    assert [1, 7] in groups
    assert len(groups) == len(names)


def test_a_behaviour_comes_back_from_json_as_it_was():
    for name in HELD_OUT:
        seen = behaviour.of(shown(name))
        again = from_json(json.loads(json.dumps(as_json(seen), allow_nan=False)))
        assert behaviour.alike(seen, again)


def test_what_is_not_a_number_is_kept_and_is_like_nothing():
    spec = BANK[0]
    arrays = tuple(np.asarray(each) * np.nan for each in run(spec).arrays)
    seen = behaviour.of([Evidence(spec, Sighting(arrays))])
    again = from_json(json.loads(json.dumps(as_json(seen), allow_nan=False)))
    assert np.isnan(again.wrong[0][1].arrays[0]).all()


def test_another_exception_is_another_behaviour():
    one, other = (
        behaviour.of([Evidence(BANK[0], Sighting(raised=name))])
        for name in ("KeyError", "TypeError")
    )
    assert not behaviour.alike(one, other)
