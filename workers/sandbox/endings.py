"""Name why a guest stopped, and say it to the pair in one sentence.

Stops: a guest from choosing its verdict; what counts is the status wait4 told and what
our own line saw. Does not stop: a guest from choosing how it ends.
"""

import os
import signal

from exercises.answers import Ended
from exercises.nouns import Kind
from workers.sandbox.limits import Limits
from workers.sandbox.zygote import Exit

_SENTENCES = {
    Kind.TIMEOUT: "Your code did not finish within {seconds:g} seconds: look for a loop "
    "that never ends.",
    Kind.CPU_LIMIT: "Your code used more than {cpu} seconds of computing time in all: "
    "look for work that grows with every call.",
    Kind.OUTPUT_LIMIT: "Your code answered with more than 8 MiB: return an array of the "
    "shape the exercise asks for.",
    Kind.CRASH: "Python itself crashed while it ran your code ({signal}): endless "
    "recursion or a very large array can do that.",
    Kind.NO_ANSWER: "Your code ended the program before it answered: remove calls such "
    "as exit() or os._exit().",
    Kind.PROTOCOL: "Something other than an answer came back: do not write to file "
    "descriptors, print() is fine.",
    Kind.SECURITY: "Your code asked the system for something no exercise needs and was "
    "stopped: remove the call that does it.",
}
# The kernel's CPU limit and our clock end a busy loop within milliseconds of each other.
_NEARLY = 0.9
# The limit counts in ticks, charged to whoever runs when they fall: on a busy machine it
# strikes well before the time that wait4 tells.
_BUSY = 0.5


def ended(kind: Kind, limits: Limits, fate: Exit, waited: float) -> Ended:
    """Return the verdict on a guest that stopped.

    ``kind`` is what the line saw, ``waited`` the seconds since it last answered;
    ``fate`` decides what the end of its pipe meant.
    """
    if kind is Kind.NO_ANSWER:
        kind = _fate(fate, limits, waited)
    name = signal.Signals(fate.signal).name if fate.signal else "exit"
    cpu = limits.resources.get("CPU", (0, 0))[1]
    one_answer = waited >= limits.answer_seconds * _NEARLY
    seconds = limits.answer_seconds if one_answer else limits.guest_seconds
    sentence = _SENTENCES[kind].format(seconds=seconds, cpu=cpu, signal=name)
    return Ended(kind, sentence)


def by_others(fate: Exit, limits: Limits) -> bool:
    """Tell whether somebody else killed a guest that we did not: the machine, say.

    A guest cannot send itself this signal; only the kernel's CPU limit also does.
    """
    # By ticks, a busy machine may charge a guest twice what it used.
    least = limits.resources.get("CPU", (1 << 30, 1 << 30))[1] / 3
    return fate.signal == signal.SIGKILL and fate.cpu < least


def _fate(fate: Exit, limits: Limits, waited: float) -> Kind:
    if fate.signal == signal.SIGSYS:
        return Kind.SECURITY
    hard = limits.resources.get("CPU", (1 << 30, 1 << 30))[1]
    spent = fate.signal == signal.SIGKILL and fate.cpu >= hard * _BUSY
    if spent or fate.signal == signal.SIGXCPU:
        slow = waited >= limits.answer_seconds * _NEARLY
        return Kind.TIMEOUT if slow else Kind.CPU_LIMIT
    # SIGKILL is ours: the guest lived on after closing its pipe.
    if fate.signal in (0, signal.SIGKILL) or os.WIFEXITED(fate.status):
        return Kind.NO_ANSWER
    return Kind.CRASH
