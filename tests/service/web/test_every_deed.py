"""Whatever an instructor changes leaves a line in the log, without anybody's words."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from exercises.nouns import Fault
from service import clock
from service.store import audit, database, leases, links, people
from service.store.models import Audit, Person
from service.store.policies import Rules
from service.web import times
from service.web.who import Door, door_of

OPEN = {Door.INSTRUCTOR, Door.MEMBER, Door.PERSON, Door.ANYONE}
SECRET = "hush hush"
LATER = times.field(clock.now() + timedelta(days=2), Rules())
# Changes nobody has to answer for; everything else leaves a line.
NO_LINE = {
    "signin.theme": "light or dark is how pages look to oneself",
    "signin.join": "whoever joins is a student from then on: the line is theirs",
    "elsewhere.join": "no issuer is set here; whoever joins is a student from then on",
    "elsewhere.connect": "no issuer is set here: test_elsewhere asks for its line",
    "elsewhere.disconnect": "no issuer is set here: test_elsewhere asks for its line",
    "api.submit": "takes a pair's token, never an instructor; the row names its author",
}
# What a form must hold to do something; a route that is not here needs nothing.
FORMS = {
    "dashboard.add_class": {"name": "Evening"},
    "dashboard.set_password": {"password": "correct horse battery"},
    "solutions.release": {"opens-relu": "now"},
    "messages.send": {"to": "all", "text": SECRET},
    "regrading.begin": {"scope": "all", "reason": SECRET, "client_token": "t" * 36},
    "regrading.decide": {"do": "cancel"},
    "class_settings.keep": {
        "zone": "Europe/Rome",
        "grace_minutes": "5",
        "late_percent": "10",
    },
    "class_settings.post": {"sentence": SECRET, "ends_at": LATER},
    "confusion.name_it": {"name": SECRET, "claim": SECRET, "concept": "accumulation"},
    "roster.take": {"source": "name\nHush Zoe", "do": "import"},
    "timetable.put": {"which": "all", "due_at": LATER},
    "timetable.turn": {"do": "hold"},
    "timetable.extend": {"until": LATER, "reason": SECRET},
    "board_rules.keep": {"naming": "own"},
    "joining.limit": {"hours": "24", "places": "30"},
    "disputes.reply": {"reply": SECRET, "state": "passed"},
    "drill.comment": {"text": SECRET, "line": "3"},
    "help.answer": {"do": "take"},
    "api_tokens.make": {"name": SECRET, "days": "30", "scopes": "results"},
}


def deeds(app):
    """Yield every address that takes a form from an instructor."""
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and door_of(app, rule.endpoint) in OPEN:
            yield rule


class Deed:
    """One form an instructor sends, and what it needs to find there."""

    def __init__(self, app, town, engine, visit):
        self.app, self.town, self.engine, self.visit = app, town, engine, visit
        self.values = town.objects()
        self.values["person_id"] = town.ana.id
        with database.transaction(engine) as db:
            # The way into the page is itself a deed: its token must be a good one.
            self.values["token"] = links.single_use(db, town.instructor.id)
            claim = leases.claim(db, ("live",), worker="w", host="h")
            leases.fault(db, claim, Fault.INFRASTRUCTURE, "The worker was lost.")
            self.broken = claim.grading_id
            people.set_password(db, town.instructor.id, "correct horse battery")

    def form(self, endpoint, boss):
        """Return what the form holds; some of it is known only now."""
        name = self.town.instructor.name
        late = {
            "timetable.extend": lambda: {"pair": self.town.pair.id},
            "roster.change": lambda: {"person": [self.town.ana.id, self.town.ben.id]},
            "roster.pair_up": lambda: self.plan(boss),
            "pretend.remove": lambda: {"course": self.evening(boss)},
            "signin.by_password": lambda: {
                "name": name,
                "password": "correct horse battery",
            },
        }
        return FORMS.get(endpoint, {}) | late.get(endpoint, dict)()

    def plan(self, boss):
        fields = {"how": "afresh", "seed": "7"}
        page = boss.get("/class/roster/pairing", query_string=fields).text
        return fields | {"plan": re.search(r'name="plan" value="(\w+)"', page)[1]}

    def evening(self, boss):
        boss.post("/class/demo")
        with database.reading(self.engine) as db:
            return audit.latest(db, action="made a demo class")[0].object

    def address(self, rule):
        values = dict(self.values)
        if rule.endpoint == "operations.requeue":
            values["grading_id"] = self.broken
        if rule.endpoint == "sessions.end":
            values["session_id"] = self.town.session_of(self.town.instructor).id
        if rule.endpoint == "api_tokens.revoke":
            values["token_id"] = self.town.token_of(self.town.instructor).id
        wanted = {name: values[name] for name in rule.arguments}
        with self.app.test_request_context():
            return self.app.url_map.bind("").build(rule.endpoint, wanted)

    def send(self, rule):
        """Send it; return the status and the lines that it left."""
        boss = self.visit(self.town.instructor)
        address, form = self.address(rule), self.form(rule.endpoint, boss)
        with database.reading(self.engine) as db:
            before = max(db.scalars(select(Audit.seq)), default=0)
        status = boss.post(address, data=form).status_code
        mine = Audit.actor_id == self.town.instructor.id, Audit.seq > before
        with database.reading(self.engine) as db:
            return status, list(db.scalars(select(Audit).where(*mine)))


@pytest.fixture
def deed(app, town, engine, visit):
    return Deed(app, town, engine, visit)


def test_every_form_of_an_instructor_leaves_a_line_and_repeats_no_words(
    app, deed, engine
):
    silent = {}
    for rule in deeds(app):
        status, lines = deed.send(rule)
        if (status >= 400 or not lines) and rule.endpoint not in NO_LINE:
            silent[rule.endpoint] = (status, len(lines))
    assert silent == {}, (
        "These left no line in the audit log. A status from 400 on: the form was "
        "refused, so give it in FORMS what it needs."
    )
    with database.reading(engine) as db:
        kept = [json.dumps(line.detail) for line in db.scalars(select(Audit))]
        names = [one.name for one in db.scalars(select(Person))]
    # A line outlives whom it names, and nobody can take it back.
    words = [f'"{each}"' for each in [*names, SECRET]]
    assert [line for line in kept for each in words if each in line] == []


def test_what_leaves_no_line_is_a_route_that_takes_forms(app):
    assert NO_LINE.keys() | FORMS.keys() <= {rule.endpoint for rule in deeds(app)}


def test_the_members_of_a_group_are_named_on_the_page_while_they_have_names(
    town, visit, engine
):
    boss = visit(town.instructor)
    boss.post("/class/roster/groups", data={"person": [town.ana.id, town.ben.id]})
    lines = boss.get("/class/audit?action=put a group together").text
    assert f"{town.ana.name}, {town.ben.name}" in lines.partition("<tbody>")[2]
