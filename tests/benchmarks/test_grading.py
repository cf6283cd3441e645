import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import grading, grading_bases
from exercises.nouns import State
from exercises.verdicts import UnitVerdict, Verdict

ROOT = Path(__file__).parents[2]


def test_the_ratios_are_those_of_the_formulas():
    seconds = {
        "graphs": [1.0, 9.0, 1.0],
        "beside": [1.0, 1.0, 1.0],
        "properties": [2.0, 2.0, 2.0],
        "isolated": [5.0, 5.0, 0.0],
        "whole": [9.0, 11.0, 11.0],
        "bare": [10.0, 10.0, 10.0],
    }
    told = grading.ratios(seconds)
    assert told == pytest.approx(
        {"whole": 11 / 4, "isolated": 2.5, "assembled": 3.0, "sandbox": 1.1}
    )


def test_a_grading_that_did_not_pass_is_not_timed():
    failed = UnitVerdict(name="relu", state=State.FAILED)
    verdict = Verdict(
        file="pair.py", tier="C", suite_version="", headline="No.", units=(failed,)
    )
    with pytest.raises(SystemExit, match="does not pass"):
        grading.right(verdict)


def test_the_bases_hold_every_case_that_a_grading_asks():
    cases = grading_bases.drawn(41)
    suite = grading_bases.stored(cases)
    assert len(suite.probes) == len(cases)
    assert sum(probe.secret for probe in suite.probes) == 41
    assert grading_bases.sums(cases) == 0.0


# A guest's import hook, once in a process, stays: this one is thrown away.
ANSWERING = """
from benchmarks import grading_bases
print([answered() for answered in grading_bases.answers()])
"""


def test_the_bases_answer_every_question_about_units_and_engine():
    done = subprocess.run(
        [sys.executable, "-c", ANSWERING],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.strip() == "[0.0, 0.0]"
