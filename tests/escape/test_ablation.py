"""Remove one layer at a time: what gets through is what the committed table says.

``ablation.tsv`` lists every attack that ends otherwise than with all layers in place, and
which layer stops it then. A harm needs a reason there. A run is its own program in PID
and IPC namespaces of its own, because something may well get through.
``PAIRGRAD_WRITE_ABLATION=1`` writes the table anew and keeps the reasons.
"""

import csv
import json
import os
import re
import subprocess
import sys
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from workers.sandbox.attacks.attack import GRANTED, Attack
from workers.sandbox.attacks.catalogue import ATTACKS
from workers.sandbox.attacks.witness import Harm

HERE = Path(__file__).parent
TABLE = HERE / "ablation.tsv"
LAYERS = ("seccomp", "landlock", "limits")
RUNS = [(tier, layer) for tier in ("A", "C") for layer in LAYERS]
# Where most of what is quick gets further; the other runs are among the long proofs.
TELLING = [("A", "seccomp"), ("A", "landlock"), ("C", "seccomp")]
AS_A_USER = "as an ordinary user"
APART = ["unshare", "--ipc", "--pid", "--fork", "--mount-proc", "--kill-child"]
BY_NAME = {attack.name: attack for attack in ATTACKS}
Result = tuple[str, tuple[str, ...]]


class Row(NamedTuple):
    tier: str
    without: str
    attack: str
    outcome: str
    harm: str
    held_by: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.tier, self.without, self.attack

    @property
    def harms(self) -> set[str]:
        return set(self.harm.split(", ")) - {""}


def table() -> dict[tuple[str, str, str], Row]:
    with TABLE.open(newline="") as file:
        rows = [Row(**row) for row in csv.DictReader(file, delimiter="\t")]
    return {row.key: row for row in rows}


@cache
def results(tier: str, without: tuple[str, ...], *, slow: bool) -> dict[str, Result]:
    """Play the attacks without some layers; return outcome and harms of each."""
    command = [sys.executable, str(HERE / "ablated.py"), "--tier", tier]
    ran = subprocess.run(
        [*_apart(), *command, "--without", *without, *(["--slow"] if slow else [])],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE.parents[1])},
    )
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    return {name: (outcome, tuple(harms)) for name, outcome, harms in told}


def _apart() -> list[str]:
    if os.geteuid() == 0:
        return APART
    return [APART[0], "--user", "--map-current-user", *APART[1:]]


def usual(attack: Attack, tier: str, result: Result) -> bool:
    """Tell whether an attack ended as it does with every layer in place."""
    outcome, harms = result
    accepted = (Harm.GRANTED,) if tier in attack.granted else ()
    return outcome in attack.wanted(tier) and harms in ((), accepted)


def unusual(tier: str, without: str, *, slow: bool) -> dict[str, Result]:
    found = results(tier, (without,), slow=slow)
    return {
        name: (_shown(outcome, harms), harms)
        for name, (outcome, harms) in found.items()
        if not usual(BY_NAME[name], tier, (outcome, harms))
    }


def _shown(outcome: str, harms: tuple[str, ...]) -> str:
    return "a secret" if Harm.READ in harms else outcome


@pytest.fixture
def namespaces():
    ran = subprocess.run([*_apart(), "true"], capture_output=True, check=False)
    if ran.returncode:
        pytest.skip("this machine lacks PID namespaces of one's own (unshare)")


def compare(tier: str, without: str, *, slow: bool) -> None:
    expected = {
        row.attack: row
        for row in table().values()
        if (row.tier, row.without) == (tier, without)
        and (slow or not BY_NAME[row.attack].slow)
    }
    found = unusual(tier, without, slow=slow)
    for name, (outcome, harms) in found.items():
        if harms:
            assert name in expected, (name, outcome, harms)
            assert set(harms) <= expected[name].harms, (name, outcome, harms)
    # An ordinary user owns the runtime, shares its user with the guests, and is refused
    # by other words.
    if os.geteuid() == 0:
        expected = {
            name: row
            for name, row in expected.items()
            if not row.reason.startswith(AS_A_USER)
        }
        # How far one gets against a clock depends on the machine.
        timed = {attack.name for attack in ATTACKS if attack.slow}
        assert set(expected) - timed == set(found) - timed
        for name in set(found) - timed:
            outcome, harms = found[name]
            row = expected[name]
            assert outcome in row.outcome.split("/"), (name, outcome)
            assert set(harms) == row.harms, (name, harms)


@pytest.mark.sandbox
@pytest.mark.parametrize(("tier", "without"), TELLING)
def test_without_one_layer_quick_attacks_end_as_the_table_says(
    tier, without, namespaces
):
    compare(tier, without, slow=False)


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.parametrize(("tier", "without"), RUNS)
def test_without_one_layer_every_attack_ends_as_the_table_says(
    tier, without, namespaces
):
    compare(tier, without, slow=True)


def test_every_harm_in_the_table_carries_a_reason():
    for row in table().values():
        assert bool(row.harm) == bool(row.reason), row
        assert row.harms <= set(Harm), row
        assert bool(row.harm) != bool(row.held_by), row


def test_the_table_speaks_of_attacks_that_exist():
    for row in table().values():
        assert (row.tier, row.without) in RUNS
        assert row.attack in BY_NAME


@pytest.mark.parametrize(("tier", "without"), RUNS)
def test_the_page_of_the_sandbox_counts_as_the_table_does(tier, without):
    words = {
        "seccomp": "seccomp",
        "landlock": "Landlock",
        "limits": "the guests' limits",
    }
    rows = [
        row for row in table().values() if (row.tier, row.without) == (tier, without)
    ]
    page = (HERE.parents[1] / "docs" / "sandbox.md").read_text()
    start = f"| {tier} without {words[without]} | {len(rows)} |"
    (line,) = [line for line in page.splitlines() if line.startswith(start)]
    last = line.rstrip("| ").rpartition("| ")[2]
    harmful = sum(bool(row.harm) for row in rows)
    assert re.match(rf"{harmful}\b", last)


def test_in_tier_a_no_missing_layer_alone_lets_a_secret_a_file_or_a_byte_through():
    lost = {Harm.READ, Harm.WRITE, Harm.NETWORK, Harm.SIGNAL, Harm.PROCESS}
    for row in table().values():
        assert row.tier != "A" or not row.harms & (lost | {Harm.NEIGHBOUR}), row


# --- How the table is made: one layer removed, then a second, to see which one held. ---


def holders(tier: str, without: str, name: str, result: Result) -> list[str]:
    """Return the layers without which, too, the attack ends yet otherwise."""
    found = []
    for other in LAYERS:
        pair = tuple(layer for layer in LAYERS if layer in {without, other})
        if other != without and _differs(results(tier, pair, slow=True), name, result):
            found.append(other)
    if tier == "A" and _differs(results("C", (without,), slow=True), name, result):
        found.append("namespaces")
    return found


def _differs(others: dict[str, Result], name: str, result: Result) -> bool:
    outcome, harms = others.get(name, ("", ()))
    return (_shown(outcome, harms), harms) != result


def held_by(tier: str, without: str, name: str, result: Result) -> str:
    """Say what stands behind the missing layer; no layer alone where several do."""
    outcome, _ = result
    if outcome != GRANTED and not outcome.isupper():
        return "nothing to gain: " + outcome
    layers = holders(tier, without, name, result)
    return " and ".join(layers) or "several, or the kernel's own rules"


def write_the_table(namespaces):
    for tier in ("A", "C"):
        for pair in combinations(LAYERS, 2):
            results(tier, pair, slow=True)
    reasons = (
        {key: row.reason for key, row in table().items()} if TABLE.exists() else {}
    )
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(Row._fields)
        for tier, without in RUNS:
            for name, result in unusual(tier, without, slow=True).items():
                outcome, harms = result
                held = "" if harms else held_by(tier, without, name, result)
                reason = reasons.get((tier, without, name), "") if harms else ""
                shown = ", ".join(harms)
                writer.writerow([tier, without, name, outcome, shown, held, reason])


if os.environ.get("PAIRGRAD_WRITE_ABLATION") == "1":
    test_write_the_table = write_the_table
