"""Say what a pair drew before it wrote code."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed


class SketchRow(Keyed, Base):
    """One drawing of a rung's graph, never changed: the newest is the one that stands.

    ``drawn`` holds nodes, edges and places; ``on_paper`` is a drawing nobody sees here.
    """

    __tablename__ = "sketch"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    rung: Mapped[str] = mapped_column(String(40))
    drawn_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    on_paper: Mapped[bool]
    drawn: Mapped[dict[str, Any]]
