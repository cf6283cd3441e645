"""A pretend class with an instructor and one pair, to look around in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store import pairs, people
from service.store.models import Course, Pair, Person


@dataclass(frozen=True, slots=True)
class Demo:
    """The pretend class and whom one may sign in as."""

    course: Course
    instructor: Person
    pair: Pair
    partners: tuple[Person, ...]


def ensure(db: Database) -> Demo:
    """Make the demo class if it is not there; a second call changes nothing."""
    course = db.scalar(select(Course).where(Course.demo.is_(True)).limit(1))
    if course is None:
        return _make(db)
    everyone = people.demo_people(db)
    instructor = next(one for one in everyone if one.role == "instructor")
    partners = tuple(one for one in everyone if one.role == "student")
    pair = pairs.of(db, partners[0].id) or pairs.make(db, *partners)
    return Demo(course, instructor, pair, partners)


def _make(db: Database) -> Demo:
    course = people.make_course(db, "Demo class", demo=True)
    instructor = people.add_instructor(db, "Ida", course_id=course.id, demo=True)
    ana, ben = (people.add_student(db, course, name) for name in ("Ana", "Ben"))
    ana.demo = ben.demo = True
    return Demo(course, instructor, pairs.make(db, ana, ben), (ana, ben))
