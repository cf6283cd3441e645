import pytest
from sqlalchemy import text

from service.store import audit
from service.store.database import reading, transaction


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'nothing'",
        "UPDATE audit SET actor_id = NULL, ip = ''",
        "DELETE FROM audit",
    ],
)
def test_the_database_itself_keeps_every_line_as_it_was(statement, house):
    with transaction(house.engine) as db:
        audit.note(db, "exported", actor_id=None, detail={"rows": 3})
    with pytest.raises(Exception, match="only grows"), transaction(house.engine) as db:
        db.execute(text(statement))
    with reading(house.engine) as db:
        assert [line.action for line in audit.latest(db)] == ["exported"]


def test_an_address_alone_may_be_shortened(house):
    with transaction(house.engine) as db:
        audit.originate(db, audit.Origin("192.0.2.77", "abcd1234"))
        audit.note(db, "exported", actor_id=None)
    with transaction(house.engine) as db:
        db.execute(text("UPDATE audit SET ip = '192.0.2.0'"))
    with reading(house.engine) as db:
        assert [line.ip for line in audit.latest(db)] == ["192.0.2.0"]
