"""The tables: what is stored, and the constraints that are the guarantee."""

from service.store.tables.absences import Absence
from service.store.tables.aside import SetAside
from service.store.tables.asking import Dispute, Hand, Override
from service.store.tables.causes import CauseAnswer
from service.store.tables.choices import Choice
from service.store.tables.foundation import Base, Keyed, Moment, new_id
from service.store.tables.house import Audit, Installation, SuiteRow, WorkerRow
from service.store.tables.messages import BehaviourName, Delivery, Message
from service.store.tables.people import (
    Course,
    Draft,
    Identity,
    Membership,
    Pair,
    PairCode,
    Person,
    Role,
    Session,
    SignIn,
)
from service.store.tables.receipts import Outcome, ProvenanceQuestion
from service.store.tables.regrading import Regrade, RegradeItem, Scope
from service.store.tables.running import Extension, Notice, Pin, Policy, Timing
from service.store.tables.sketches import SketchRow
from service.store.tables.solutions import (
    Opens,
    SolutionOpening,
    SolutionRelease,
)
from service.store.tables.together import (
    HintOpening,
    Note,
    Presence,
    SharedDraft,
    Turn,
)
from service.store.tables.tokens import ApiToken
from service.store.tables.training import BoardRule, Progress, StretchRun
from service.store.tables.unknown import UnknownBehaviour
from service.store.tables.work import (
    Grading,
    GradingAttempt,
    Phase,
    Purpose,
    Result,
    Submission,
    UnitRow,
)

__all__ = [
    "Absence",
    "ApiToken",
    "Audit",
    "Base",
    "BehaviourName",
    "BoardRule",
    "CauseAnswer",
    "Choice",
    "Course",
    "Delivery",
    "Dispute",
    "Draft",
    "Extension",
    "Grading",
    "GradingAttempt",
    "Hand",
    "HintOpening",
    "Identity",
    "Installation",
    "Keyed",
    "Membership",
    "Message",
    "Moment",
    "Note",
    "Notice",
    "Opens",
    "Outcome",
    "Override",
    "Pair",
    "PairCode",
    "Person",
    "Phase",
    "Pin",
    "Policy",
    "Presence",
    "Progress",
    "ProvenanceQuestion",
    "Purpose",
    "Regrade",
    "RegradeItem",
    "Result",
    "Role",
    "Scope",
    "Session",
    "SetAside",
    "SharedDraft",
    "SignIn",
    "SketchRow",
    "SolutionOpening",
    "SolutionRelease",
    "StretchRun",
    "Submission",
    "SuiteRow",
    "Timing",
    "Turn",
    "UnitRow",
    "UnknownBehaviour",
    "WorkerRow",
    "new_id",
]
