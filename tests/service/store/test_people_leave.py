from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from service import clock
from service.store import (
    addresses,
    audit,
    erasing,
    leases,
    links,
    pairs,
    people,
    personal,
    purging,
    results,
    submissions,
    visits,
)
from service.store.database import reading, transaction
from service.store.models import (
    Audit,
    Base,
    Draft,
    Pair,
    Person,
    Result,
    Session,
    SignIn,
    Submission,
)


@pytest.fixture
def couple(house):
    """Two people with a verdict on their code, each signed in somewhere."""
    house.activate_suite()
    with transaction(house.engine) as db:
        ada, bob = (
            people.add_student(db, house.course, name) for name in ("Ada", "Bob")
        )
        pair = pairs.make(db, ada, bob)
        submissions.record(
            db,
            pair_id=pair.id,
            author_id=ada.id,
            drawer_id=bob.id,
            rung="log_back",
            filename="../ada's code.py",
            source="# Ada wrote this\n",
            client_token="form",
        )
        for one in (ada, bob):
            visits.begin(db, one, ip="192.0.2.7")
            links.rejoin(db, one.id)
        db.add(
            Draft(
                pair_id=pair.id,
                rung="sum",
                source="# Ada",
                saved_by=ada.id,
                saved_at=clock.now(),
            )
        )
        claim = leases.claim(db, ("live",), worker="w", host="h")
        report = {"file": "ada's code.py", "log": "Ada was here", "units": []}
        results.store(db, claim, headline="Right", report=report, tier="A")
    return ada, bob, pair


def everything(house):
    """Return the text of every value in the database."""
    with reading(house.engine) as db:
        return "\n".join(
            str(row)
            for table in Base.metadata.sorted_tables
            for row in db.execute(select(table))
        )


def erase(house, person):
    with transaction(house.engine) as db:
        return erasing.erase(
            db, db.scalars(select(Person).filter_by(id=person.id)).one()
        )


def test_every_table_that_names_people_says_whether_it_holds_words_of_theirs():
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        if table.name != "person" and personal.naming(table)
    }
    assert naming == set(erasing.WORDS) | erasing.NO_WORDS


def test_an_export_holds_every_table_and_no_secret(house, couple):
    ada, *_ = couple
    with reading(house.engine) as db:
        told = personal.gather(db, ada.id)
        assert [each.source for each in personal.sources(db, ada.id)] == [
            "# Ada wrote this\n"
        ]
    assert {"person", "membership", "session", "submission", "draft", "result"} <= set(
        told
    )
    assert told["person"][0]["name"] == "Ada"
    keys = {key for rows in told.values() for row in rows for key in row}
    assert not keys & personal.WITHHELD
    assert "Bob" not in str(told["membership"]) + str(told["person"])


def test_one_who_is_erased_is_nowhere_by_name_and_the_partner_keeps_the_code(
    house, couple
):
    ada, bob, _ = couple
    with transaction(house.engine) as db:
        audit.note(db, "signed in by link", actor_id=ada.id)
    assert erase(house, ada) is False
    with reading(house.engine) as db:
        assert db.scalars(select(Pair.name)).one() == "Bob"
        assert db.scalars(select(Submission.source)).one() == "# Ada wrote this\n"
        assert visits.of(db, ada.id) == []
        assert db.scalars(select(SignIn.person_id)).all() == [bob.id]
        assert people.students(db, house.course.id)[0].name == "Bob"


def test_with_the_last_member_the_code_goes_and_the_result_stays(house, couple):
    ada, bob, _ = couple
    erase(house, ada)
    assert erase(house, bob) is True
    told = everything(house)
    assert "Ada" not in told
    assert "Bob" not in told
    assert "ada's" not in told
    with reading(house.engine) as db:
        assert db.scalars(select(Result.headline)).one() == "Right"


def test_who_was_erased_takes_no_part_in_a_class_any_more(house, couple):
    ada, *_ = couple
    erase(house, ada)
    with reading(house.engine) as db:
        assert [one.name for one in people.students(db, house.course.id)] == ["Bob"]
    with transaction(house.engine) as db:
        token = links.single_use(db, ada.id)
        assert links.spend(db, token) is None


def make_old(house, days):
    then = clock.now() - timedelta(days=days)
    with transaction(house.engine) as db:
        for table in (Person, Submission):
            db.execute(update(table).values(created_at=then))
        db.execute(update(Session).values(seen_at=then, created_at=then))
        db.execute(update(SignIn).values(expires_at=then))


def test_what_is_old_goes_with_all_that_hangs_on_it(house, couple):
    make_old(house, 400)
    fresh = house.pair("Cy")
    house.submit(fresh, "new")
    before = clock.now() - timedelta(days=365)
    with transaction(house.engine) as db:
        assert purging.purge(db, before) == (1, 2)
    told = everything(house)
    assert "Ada" not in told
    assert "log_back" in told
    with reading(house.engine) as db:
        assert db.scalars(select(Submission.pair_id)).all() == [fresh.id]
        assert db.scalars(select(Result.headline)).all() == []
    with transaction(house.engine) as db:
        assert purging.purge(db, before) == (0, 0)


def test_one_who_was_here_lately_stays(house, couple):
    make_old(house, 400)
    ada, *_ = couple
    with transaction(house.engine) as db:
        visits.begin(db, ada)
        purging.purge(db, clock.now() - timedelta(days=365))
        assert [one.name for one in people.students(db, house.course.id)] == ["Ada"]


def test_addresses_of_a_month_ago_are_shortened_once_and_younger_ones_are_not(house):
    ips = ["192.0.2.77", "2001:db8:7:1::9", "nowhere", ""]
    with transaction(house.engine) as db:
        for age in (40, 1):
            for ip in ips:
                db.add(
                    Audit(
                        actor_id=None,
                        action=f"{age}",
                        object="",
                        ip=ip,
                        created_at=clock.now() - timedelta(days=age),
                    )
                )
    with transaction(house.engine) as db:
        assert addresses.shorten(db) == 3
        assert addresses.shorten(db) == 0
    with reading(house.engine) as db:
        rows = db.execute(select(Audit.action, Audit.ip).order_by(Audit.seq)).all()
    assert [ip for age, ip in rows if age == "40"] == [
        "192.0.2.0/24", "2001:db8:7::/48", "", "",
    ]  # fmt: skip
    assert [ip for age, ip in rows if age == "1"] == ips


def test_an_erased_person_does_not_bring_the_database_out_of_order(house, couple):
    for one in couple[:2]:
        erase(house, one)
    with reading(house.engine) as db:
        assert db.scalar(text("SELECT count(*) FROM pair")) == 1
