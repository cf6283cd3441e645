"""No mistake can be taken for another, in whatever right form the rest is written."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from exercises import suite
from exercises.graphs import GraphSpec
from exercises.misconceptions.forms import FORMS
from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.sighting import same

# The op without which a form changes nothing.
NEEDS = {"relu": "relu", "ce": "cross_entropy"}


def engines():
    """Yield every mistake, and none, in every combination of forms beside it."""
    for mutant in ("", *VALUE_MUTANTS):
        slots = defaultdict(lambda: [()])
        for form in FORMS.values():
            if not mutant or form.slot != MUTANTS[mutant].slot:
                slots[form.slot].append((form.id,))
        for chosen in product(*slots.values()):
            yield mutant, tuple(name for part in chosen for name in part)


def used(spec, forms):
    ops = {each.op for each in spec.operations} if isinstance(spec, GraphSpec) else ()
    needed = {name: NEEDS.get(FORMS[name].slot) for name in forms}
    return tuple(name for name, op in needed.items() if op is None or op in ops)


def looks_on(spec, all_engines):
    """Return, by engine, the number of what it shows."""
    known, shown = {}, []
    for mutant, forms in all_engines:
        key = (mutant, used(spec, forms))
        if key not in known:
            seen = run(spec, [name for name in (mutant, *key[1]) if name])
            alike = (n for n, kind in enumerate(shown) if same(seen, kind))
            known[key] = next(alike, len(shown))
            if known[key] == len(shown):
                shown.append(seen)
        yield known[key]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_two_mistakes_look_alike_in_any_forms():
    everyone = list(engines())
    questions = (*suite.bank(), *suite.lessons())
    looks = np.array([list(looks_on(spec, everyone)) for spec in questions])
    alike = defaultdict(set)
    for column, (mutant, forms) in zip(looks.T, everyone, strict=True):
        # A pass that hands each share down never looks at what was kept.
        if not (mutant == "stale_intermediate" and "order_per_path" in forms):
            alike[column.tobytes()].add(mutant)
    assert [names for names in alike.values() if len(names) > 1] == []
    assert len(everyone) > len(VALUE_MUTANTS) * 20
