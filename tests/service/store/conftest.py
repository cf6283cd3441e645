from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from service.clock import now
from service.config import Settings
from service.store import installation, submissions, suites
from service.store.database import make_engine, transaction, upgrade
from service.store.models import Course, Grading, Pair, Person, Purpose, Submission


@dataclass
class House:
    """A database with one course, and ways to fill it."""

    settings: Settings
    engine: Engine
    course: Course

    def pair(self, name="Ada & Bob") -> Pair:
        with transaction(self.engine) as db:
            person = Person(name=name, role="student", course_id=self.course.id)
            db.add(person)
            db.flush()
            pair = Pair(
                course_id=self.course.id,
                name=name,
                nickname=name,
                role_changed_at=now(),
                driver_id=person.id,
            )
            db.add(pair)
        return pair

    def submit(
        self,
        pair: Pair,
        token: str,
        *,
        purpose: Purpose = Purpose.SUBMIT,
        rung: str | None = "log_back",
    ) -> tuple[Submission, Grading, bool]:
        with transaction(self.engine) as db:
            return submissions.record(
                db,
                pair_id=pair.id,
                author_id=pair.driver_id,
                drawer_id=None,
                rung=rung,
                filename="answer.py",
                source="def log_back(grad_out, out, x):\n    return grad_out / x\n",
                client_token=token,
                purpose=purpose,
            )

    def grading(self, grading_id: str) -> Grading:
        with transaction(self.engine) as db:
            return db.query(Grading).filter_by(id=grading_id).one()

    def activate_suite(self, version="v1") -> None:
        with transaction(self.engine) as db:
            suites.store(db, version, b"{}")

    def prepare_digits(self) -> None:
        with transaction(self.engine) as db:
            installation.put(db, "digits_practice", "0" * 64)


@pytest.fixture
def house(tmp_path, database):
    settings = Settings(data=tmp_path / "data", broker="none", database_url=database)
    upgrade(settings)
    engine = make_engine(settings)
    with transaction(engine) as db:
        course = Course(name="Backprop", join_code="ABCDEFGH")
        db.add(course)
    yield House(settings, engine, course)
    engine.dispose()
