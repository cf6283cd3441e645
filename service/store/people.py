"""People and their class: who joins, under which name."""

import unicodedata
from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Database

from service.store import codes, passwords
from service.store.models import Course, Person, Role
from service.store.refusals import Refusal

LONGEST_NAME = 60


def clean(text: str) -> str:
    """Return ``text`` without control and direction-changing characters, on one line."""
    kept = (" " if letter.isspace() else letter for letter in text)
    visible = (letter for letter in kept if unicodedata.category(letter)[0] != "C")
    return " ".join("".join(visible).split())


def name_of(text: str, field: str = "name") -> str:
    """Return a name a person may carry; raises Refusal."""
    name = clean(text)
    if not name:
        raise Refusal(field, "Please type a name, as your class knows you.")
    if len(name) > LONGEST_NAME:
        raise Refusal(field, f"That name is longer than {LONGEST_NAME} characters.")
    return name


def make_course(db: Database, name: str, *, demo: bool = False) -> Course:
    """Add a class with a fresh join code."""
    course = Course(
        name=name_of(name),
        join_code=codes.code(codes.JOIN_CODE_LENGTH),
        demo=demo,
    )
    db.add(course)
    db.flush()
    return course


def renew_join_code(db: Database, course_id: str) -> str:
    """Give the class a new join code; the old one stops working at once."""
    fresh = codes.code(codes.JOIN_CODE_LENGTH)
    # A fresh code is meant to be used: what closed the old one is over.
    new = {"join_code": fresh, "join_until": None, "join_left": None}
    db.execute(update(Course).where(Course.id == course_id).values(new))
    return fresh


def course_by_code(db: Database, typed: str) -> Course:
    """Return the class with this join code; raises Refusal."""
    code = codes.typed(typed)
    course = db.scalar(select(Course).where(Course.join_code == code))
    if course is None:
        raise Refusal(
            "code",
            f"No class has the code {code or 'you typed'}. "
            "Codes have 8 characters and no O, 0, I, 1, L, U.",
        )
    return course


def course_of(db: Database, person: Person) -> Course:
    """Return the class of a student; raises Refusal for someone without one."""
    course = db.scalar(select(Course).where(Course.id == person.course_id))
    if course is None:
        raise Refusal("code", "Join a class first.")
    return course


def names(db: Database, ids: Collection[str]) -> dict[str, str]:
    """Return the names of those of ``ids`` that are people."""
    found = db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return dict(found.all())


def courses(db: Database) -> list[Course]:
    """Return all classes, real ones first."""
    return list(db.scalars(select(Course).order_by(Course.demo, Course.seq)))


def add_student(
    db: Database, course: Course, name: str, *, field: str = "name"
) -> Person:
    """Add a student to the class; raises Refusal for an empty or taken name."""
    wanted = name_of(name, field)
    if is_in(db, course, wanted):
        raise Refusal(
            field,
            f"{wanted} is in this class already. If that is you, open your personal "
            "link or ask your instructor for a new one; if not, add a letter.",
        )
    return _add(db, Person(name=wanted, role=Role.STUDENT, course_id=course.id))


def is_in(db: Database, course: Course, name: str) -> bool:
    """Tell whether somebody of that name is in the class."""
    same = select(Person.seq).where(
        Person.course_id == course.id, func.lower(Person.name) == name.lower()
    )
    return db.scalar(same.limit(1)) is not None


def add_instructor(
    db: Database, name: str, *, course_id: str | None = None, demo: bool = False
) -> Person:
    """Add an instructor without a password: a sign-in link is the way in."""
    return _add(
        db,
        Person(
            name=name_of(name), role=Role.INSTRUCTOR, course_id=course_id, demo=demo
        ),
    )


def _add(db: Database, person: Person) -> Person:
    db.add(person)
    db.flush()
    return person


def students(db: Database, course_id: str) -> list[Person]:
    """Return the students of a class by name."""
    return list(
        db.scalars(
            select(Person)
            .where(Person.course_id == course_id, Person.role == Role.STUDENT)
            .where(Person.erased_at.is_(None))
            .order_by(Person.name, Person.seq)
        )
    )


def demo_people(db: Database) -> list[Person]:
    """Return the pretend people, whom one browser may switch between."""
    return list(
        db.scalars(
            select(Person)
            .where(Person.demo.is_(True))
            .order_by(Person.role, Person.seq)
        )
    )


def set_password(db: Database, person_id: str, password: str) -> None:
    """Store a new password; raises Refusal."""
    stored = passwords.hashed(password)
    db.execute(update(Person).where(Person.id == person_id).values(password=stored))


def instructor_by_password(db: Database, name: str, password: str) -> Person:
    """Return the instructor with this name and password; raises Refusal."""
    person = db.scalar(
        select(Person)
        .where(func.lower(Person.name) == clean(name).lower())
        .where(Person.role == Role.INSTRUCTOR, Person.password != "")
        .limit(1)
    )
    if not passwords.matches(person.password if person else "", password) or not person:
        raise Refusal(
            "password", "That name and password do not belong together. Try again."
        )
    return person


def set_theme(db: Database, person_id: str, theme: str) -> None:
    """Remember light, dark, or "" for what the system says."""
    if theme in {"", "light", "dark"}:
        db.execute(update(Person).where(Person.id == person_id).values(theme=theme))
