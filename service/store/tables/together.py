"""Say how a pair works together: who wrote when, who is here, which hints it opened."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed


class Turn(Keyed, Base):
    """One finished turn at the keyboard; the running one stands in the pair's row."""

    __tablename__ = "turn"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    driver_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]


class Presence(Base):
    """When a member was last here, and at which rung ("" for another page)."""

    __tablename__ = "presence"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), default="")
    seen_at: Mapped[datetime]


class HintOpening(Base):
    """A hint that a pair has opened, counted from 1; it costs nothing."""

    __tablename__ = "hint_opening"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    opened_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]


class SharedDraft(Base):
    """A draft as the edits it came from, for two who write at once.

    ``version`` is that of the draft it stands for; ``epoch`` counts how often the edits
    were forgotten and only the text kept.
    """

    __tablename__ = "shared_draft"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    epoch: Mapped[int] = mapped_column(default=1)
    state: Mapped[bytes]
    version: Mapped[str] = mapped_column(String(40))


class Note(Base):
    """What a pair wrote down at a rung, beside its code."""

    __tablename__ = "note"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
