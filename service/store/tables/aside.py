"""Say which unsubmitted texts were set aside when another took their place."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed


class SetAside(Keyed, Base):
    """A draft as it stood before an earlier attempt was brought back over it."""

    __tablename__ = "set_aside"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    rung: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
