"""Play attacks against a sandbox with one layer removed: a program for one run.

It is started in a PID namespace of its own (see ``test_ablation.py``), so that what gets
through when a layer is missing cannot reach a process outside.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from workers.sandbox import box as box_module
from workers.sandbox import seccomp
from workers.sandbox.attacks.catalogue import ATTACKS
from workers.sandbox.attacks.play import play
from workers.sandbox.attacks.witness import Witness
from workers.sandbox.box import Box
from workers.sandbox.limits import CORE


def without_seccomp() -> None:
    seccomp.program = lambda *_, **__: b""


def without_landlock() -> None:
    charter = box_module.charter
    box_module.charter = lambda *told: replace(charter(*told), landlock=False)


def without_limits() -> None:
    box_module.CORE = replace(CORE, resources={})


REMOVE = {
    "seccomp": without_seccomp,
    "landlock": without_landlock,
    "limits": without_limits,
}


class Unchecked(Box):
    """A box that starts although its self-test would refuse."""

    def _check(self) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tier", choices=("A", "C"), required=True)
    parser.add_argument("--without", nargs="*", choices=REMOVE, default=[])
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    for layer in wanted.without:
        REMOVE[layer]()
    bwrap = "bwrap" if wanted.tier == "A" else "/missing/bwrap"
    with (
        tempfile.TemporaryDirectory() as data,
        Unchecked(data=Path(data), min_tier=wanted.tier, bwrap=bwrap) as box,
        Witness(box) as witness,
    ):
        for attack in ATTACKS:
            if attack.slow <= wanted.slow and wanted.only in attack.name:
                seen = play(box, witness, attack)
                told = json.dumps([seen.attack, seen.outcome, list(seen.harms)])
                sys.stdout.write(f"{told}\n")


main()
