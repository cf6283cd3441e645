import re

from service.store import audit, database


def test_a_line_says_who_did_what_from_where_in_which_request(town, visit, engine):
    boss = visit(town.instructor)
    boss.post("/class/code", environ_base={"REMOTE_ADDR": "192.0.2.9"})
    with database.reading(engine) as db:
        newest = audit.latest(db)[0]
    assert newest.action == "changed the join code"
    assert newest.ip == "192.0.2.9"
    assert re.fullmatch("[0-9a-f]{8}", newest.request)
    page = boss.get("/class/audit").text
    assert town.instructor.name in page
    assert newest.request in page


def test_lines_can_be_picked_by_kind_and_paged(town, visit, engine):
    boss = visit(town.instructor)
    with database.transaction(engine) as db:
        for number in range(audit.A_PAGE + 5):
            audit.note(db, "counted", actor_id=None, detail={"number": number})
    first = boss.get("/class/audit?action=counted").text
    assert "signed in by link" not in first.partition("<tbody>")[2]
    older = re.search(r'href="([^"]+before=\d+)"', first)[1].replace("&amp;", "&")
    second = boss.get(older).text
    assert second.count('<th scope="row">') == 5
    assert "Older lines" not in second


def test_what_changes_who_may_come_in_leaves_a_line(town, visit, engine):
    ana, boss = visit(town.ana), visit(town.instructor)
    elsewhere = town.session_of(town.ana)
    ana.post(f"/sessions/{elsewhere.id}/end")
    ana.post("/pair/personal-link")
    boss.post(f"/class/people/{town.ana.id}/link")
    boss.post("/class/password", data={"password": "correct horse battery"})
    visit().post("/join", data={"code": town.course.join_code, "name": "Zoe"})
    with database.reading(engine) as db:
        told = {line.action for line in audit.latest(db)}
    assert told >= {
        "signed in by link",
        "ended a session",
        "renewed the personal link",
        "made a link",
        "set a password",
        "joined the class",
    }
