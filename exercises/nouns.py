"""The nouns every part shares: states, kinds and whose fault it is."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


Plain = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]


class State(StrEnum):
    """Where one unit of a submission ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not_attempted"
    DID_NOT_LOAD = "did_not_load"
    UNPARSABLE = "unparsable"
    NOT_GRADED = "not_graded"


class Kind(StrEnum):
    """How a unit failed: first what the answers said, then how the guest ended."""

    ERROR = "error"
    FORWARD = "forward"
    EXTRA = "extra"
    MISSING = "missing"
    SHAPE = "shape"
    VALUE = "value"
    ORDER = "order"
    MUTATED = "mutated"
    NEEDS_STUB = "needs_stub"
    TYPE_REFUSED = "type_refused"
    TIMEOUT = "timeout"
    CPU_LIMIT = "cpu_limit"
    OUTPUT_LIMIT = "output_limit"
    CRASH = "crash"
    NO_ANSWER = "no_answer"
    PROTOCOL = "protocol"
    SECURITY = "security"


class Fault(StrEnum):
    """What went wrong on our side; never charged to a pair."""

    INFRASTRUCTURE = "infrastructure"
    SANDBOX_UNAVAILABLE = "sandbox_unavailable"


class GraderFault(Exception):  # noqa: N818 - blame is the word, not error
    """Report that we, not the pair, failed; ``fault`` says which way."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        """Keep the fault and one sentence for the instructor."""
        super().__init__(sentence)
        self.fault = fault
        self.sentence = sentence
