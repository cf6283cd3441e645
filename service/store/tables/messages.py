"""Say what instructors write to pairs, and what they call a behaviour without a name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed


class Message(Keyed, Base):
    """Words of an instructor; ``about`` is the concept they are about, or empty."""

    __tablename__ = "message"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(String(60), default="")


class Delivery(Base):
    """A message at one pair, once; a comment names a line of that pair's own code."""

    __tablename__ = "delivery"
    message_id: Mapped[str] = mapped_column(ForeignKey("message.id"), primary_key=True)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    submission_id: Mapped[str | None] = mapped_column(
        ForeignKey("submission.id"), index=True
    )
    line: Mapped[int] = mapped_column(default=0)
    read_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime | None]


class BehaviourName(Base):
    """What an instructor calls the behaviour of one graded engine."""

    __tablename__ = "behaviour_name"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    claim: Mapped[str] = mapped_column(Text)
    concept: Mapped[str] = mapped_column(String(60))
    named_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
