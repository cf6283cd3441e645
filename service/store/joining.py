"""How long, and for how many, a class's join code opens the door."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store.models import Course
from service.store.refusals import Refusal

# What an instructor may choose, in hours; the code is read from a projector, and whoever
# photographs it must not be able to join next month.
HOURS = {
    "": "as long as the class lasts",
    "3": "3 hours",
    "24": "a day",
    "168": "a week",
}
MOST_PLACES = 10_000


def limit(db: Database, course_id: str, hours: str, places: str) -> None:
    """Let the code open for so many hours and students ("": no limit); raises Refusal."""
    if hours not in HOURS:
        raise Refusal("hours", "Choose one of the times in the list.")
    number = places.strip()
    if number and not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Refusal("places", "A number of students, or nothing for no limit.")
    left = min(int(number), MOST_PLACES) if number else None
    until = clock.now() + timedelta(hours=int(hours)) if hours else None
    mine = update(Course).where(Course.id == course_id)
    db.execute(mine.values(join_until=until, join_left=left))


def close(db: Database, course_id: str) -> None:
    """Let nobody else join; who has joined stays."""
    mine = update(Course).where(Course.id == course_id)
    db.execute(mine.values(join_until=clock.now(), join_left=None))


def is_open(course: Course) -> bool:
    """Tell whether the code lets somebody in now."""
    in_time = course.join_until is None or course.join_until > clock.now()
    return in_time and (course.join_left is None or course.join_left > 0)


def take_place(db: Database, course: Course) -> None:
    """Count one student in; raises Refusal where the code no longer opens.

    One conditional UPDATE: two who press the button at once cannot share the last place.
    """
    taken = (
        update(Course)
        .where(Course.id == course.id)
        .where((Course.join_until.is_(None)) | (Course.join_until > clock.now()))
        .where((Course.join_left.is_(None)) | (Course.join_left > 0))
        .values(join_left=Course.join_left - 1)
        .returning(Course.seq)
    )
    if db.scalar(taken) is None:
        raise Refusal(
            "code",
            "This class no longer takes anybody with that code. Ask your instructor: "
            "they can open it again in a moment.",
        )
