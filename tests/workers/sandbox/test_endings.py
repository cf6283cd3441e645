"""Why a guest stopped, from what the line saw and how the process ended."""

import signal

import pytest

from exercises.nouns import Kind
from workers.sandbox.endings import by_others, ended
from workers.sandbox.limits import CORE, STRETCH
from workers.sandbox.zygote import Exit

EXITED_0, EXITED_99 = 0, 99 << 8


@pytest.mark.parametrize(
    ("status", "cpu", "waited", "kind"),
    [
        (EXITED_0, 0.0, 0.1, Kind.NO_ANSWER),
        (EXITED_99, 0.0, 0.1, Kind.NO_ANSWER),
        (signal.SIGSYS, 0.0, 0.1, Kind.SECURITY),
        (signal.SIGSEGV, 0.0, 0.1, Kind.CRASH),
        (signal.SIGABRT, 0.0, 0.1, Kind.CRASH),
        (signal.SIGKILL, 0.1, 0.1, Kind.NO_ANSWER),  # ours: it had closed its pipe
        (signal.SIGKILL, 3.0, 0.5, Kind.CPU_LIMIT),
        (signal.SIGKILL, 2.2, 0.5, Kind.CPU_LIMIT),  # ticks had counted three seconds
        (
            signal.SIGKILL,
            3.0,
            2.99,
            Kind.TIMEOUT,
        ),  # the loop our clock was about to end
        (signal.SIGXCPU, 2.0, 1.0, Kind.CPU_LIMIT),
    ],
)
def test_the_end_of_a_pipe_is_explained_by_how_the_process_ended(
    status, cpu, waited, kind
):
    assert ended(Kind.NO_ANSWER, CORE, Exit(int(status), cpu), waited).kind is kind


@pytest.mark.parametrize(
    ("status", "cpu", "told"),
    [
        (signal.SIGKILL, 0.1, True),
        (signal.SIGKILL, 1.5, False),  # the kernel's CPU limit, counted in ticks
        (signal.SIGSEGV, 0.1, False),
        (EXITED_0, 0.1, False),
    ],
)
def test_only_a_kill_without_a_cause_of_its_own_is_somebody_elses(status, cpu, told):
    assert by_others(Exit(int(status), cpu), CORE) is told


@pytest.mark.parametrize(
    "kind",
    [
        *(Kind.TIMEOUT, Kind.CPU_LIMIT, Kind.OUTPUT_LIMIT, Kind.CRASH),
        *(Kind.NO_ANSWER, Kind.PROTOCOL, Kind.SECURITY),
    ],
)
def test_every_ending_is_one_sentence_for_the_pair(kind):
    sentence = ended(kind, CORE, Exit(int(signal.SIGSEGV), 0.0), 3.0).sentence
    assert sentence.startswith(("Your code", "Python itself", "Something"))
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_a_timeout_names_the_limit_that_ran_out():
    fate = Exit(int(signal.SIGKILL), 0.0)
    assert "3 seconds" in ended(Kind.TIMEOUT, CORE, fate, 3.0).sentence
    assert "10 seconds" in ended(Kind.TIMEOUT, CORE, fate, 0.4).sentence
    assert "120 seconds" in ended(Kind.TIMEOUT, STRETCH, fate, 120.0).sentence
