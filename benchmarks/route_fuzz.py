"""Send every route bad input as everyone and count what it answers: never a 500.

``python -m benchmarks.route_fuzz [--requests N] [--seed S] [--json]``. Routes come from
the application's own map and names of fields from the source of the views, so a new page
is in it by itself. The installation is thrown away and made anew every few thousand
requests; a failing request is printed with what was sent.
"""

import argparse
import io
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.routing import Rule

from benchmarks.route_inputs import HEADERS, ODD, TYPES, fields
from benchmarks.route_town import settle
from exercises.catalogue import RUNGS, UNITS
from service import config
from service.store import database, links, tokens
from service.store.models import Base, Person
from service.web import create_app

FRESH_EVERY = 2000
SIGN_IN_EVERY = 100
METHODS = ("GET", "POST")
API = "/api"
# Without a broker the stream says 503, which sends a page to polling.
BUSY_IS_RIGHT = {"live.events"}


@dataclass
class Fuzz:
    """Ask one application whatever comes to mind; ``failed`` is what it broke on."""

    app: Flask
    engine: Engine
    rng: random.Random
    statuses: Counter[int] = field(default_factory=Counter)
    endpoints: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)  # each person's token

    def __post_init__(self) -> None:
        """Learn what there is: routes, fields, ids."""
        self.names = fields()
        self.rules = [
            (rule, method)
            for rule in self.app.url_map.iter_rules()
            for method in METHODS
            if rule.endpoint != "static" and method in (rule.methods or ())
        ]
        self.look()

    def look(self) -> None:
        """Read which ids exist now, and sign everybody in again."""
        with database.reading(self.engine) as db:
            self.ids = {
                table.name: [
                    str(one) for one in db.scalars(select(table.c.id).limit(50))
                ]
                for table in Base.metadata.sorted_tables
                if "id" in table.c
            }
            people = list(db.scalars(select(Person).order_by(Person.seq).limit(4)))
        self.bearers: list[str] = []
        self.clients = [self.app.test_client(), *map(self._client, people)]

    def _client(self, person: Person) -> FlaskClient:
        client = self.app.test_client()
        with database.transaction(self.engine) as db:
            token = links.single_use(db, person.id)
            open_all = [scope.value for scope in tokens.Scope]
            row, secret = tokens.make(
                db, person, "fuzz", open_all, tokens.VALID_DAYS[0]
            )
            tokens.revoke(db, person.id, self.last.get(person.id, ""))
            self.last[person.id] = row.id
        client.post(f"/in/{token}")
        self.bearers.append(f"Bearer {secret}")
        return client

    def ask(self, number: int) -> None:
        """Send one request and note what came back."""
        if number % SIGN_IN_EVERY == 0:
            self.look()  # some requests sign out, or leave the pair
        # Each route in turn, so that none is left to chance.
        rule, method = self.rules[number % len(self.rules)]
        sent = self._sent(rule, method)
        with self.rng.choice(self.clients).open(**sent) as answer:
            status = answer.status_code
        self.statuses[status] += 1
        self.endpoints[rule.endpoint] += 1
        busy = HTTPStatus.SERVICE_UNAVAILABLE
        allowed = status == busy and rule.endpoint in BUSY_IS_RIGHT
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not allowed:
            shown = {key: repr(value)[:2000] for key, value in sent.items()}
            self.failed.append({"number": number, "status": status, **shown})

    def _sent(self, rule: Rule, method: str) -> dict[str, Any]:
        values = {name: self._argument(name) for name in rule.arguments}
        with self.app.test_request_context():
            path = self.app.url_map.bind("").build(rule.endpoint, values)
        sent: dict[str, Any] = {"path": path, "method": method}
        sent["headers"] = {
            name: self.rng.choice(values)
            for name, values in HEADERS.items()
            if self.rng.random() < 0.04
        }
        if rule.rule.startswith(API) and self.rng.random() < 0.8:
            sent["headers"]["Authorization"] = self.rng.choice(self.bearers)
        if self.rng.random() < 0.5:
            sent["query_string"] = self._form()
        if method == "POST":
            sent |= self._body()
        return sent

    def _body(self) -> dict[str, Any]:
        kind = self.rng.random()
        if kind < 0.7:
            return {"data": self._form()}
        if kind < 0.8:
            raw = self.rng.randbytes(self.rng.choice([0, 9, 3000]))
            name = self.rng.choice(["a.py", "b.ipynb", "\u202e.py", "x" * 300, "../c"])
            return {"data": self._form() | {"file": (io.BytesIO(raw), name)}}
        if kind < 0.9:
            wild = [self._text(), [self._text()], {self._text(): None}, 1e308, None]
            return {"data": json.dumps(self.rng.choice(wild)), **self._type()}
        size = self.rng.choice([0, 1, 400, 300_000])
        return {"data": self.rng.randbytes(size), **self._type()}

    def _type(self) -> dict[str, str]:
        return {"content_type": self.rng.choice(TYPES)}

    def _form(self) -> dict[str, str | list[str]]:
        chosen = self.rng.sample(self.names, self.rng.randint(0, 8))
        return {
            name: [self._text(), self._text()]
            if self.rng.random() < 0.05
            else self._text()
            for name in chosen
        }

    def _argument(self, name: str) -> str:
        """Return mostly an id that exists, so that a view gets as far as it can."""
        known = self.ids.get(name.removesuffix("_id"), [])
        if known and self.rng.random() < 0.7:
            return self.rng.choice(known)
        return self._text() or "-"

    def _text(self) -> str:
        kind = self.rng.random()
        if kind < 0.4:
            return self.rng.choice(ODD)
        if kind < 0.6:
            return self.rng.choice(
                [*UNITS, *(rung.slug for rung in RUNGS), "passed", "3"]
            )
        if kind < 0.8:
            everything = [one for ids in self.ids.values() for one in ids]
            return self.rng.choice(everything)
        letters = (self.rng.randint(1, 0x2FFF) for _ in range(self.rng.randint(1, 30)))
        return "".join(map(chr, letters))


def towns(requests: int, seed: int) -> Iterator[Fuzz]:
    """Yield the fuzz of a fresh installation after each of its requests."""
    home = Path(tempfile.mkdtemp(prefix="pairgrad-fuzz-"))
    rng = random.Random(seed)  # noqa: S311 - inputs, not secrets
    try:
        for begin in range(0, requests, FRESH_EVERY):
            folder = home / str(begin)
            settings = config.read({}, data=folder, throttle=False, broker="none")
            engine = settle(settings)
            app = create_app(settings, engine)
            app.config.update(WTF_CSRF_ENABLED=False)
            fuzz = Fuzz(app, engine, rng)
            for number in range(begin, min(begin + FRESH_EVERY, requests)):
                fuzz.ask(number)
            yield fuzz
            engine.dispose()
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print what came back, and fail where something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    # A line for each change would be all there is to read.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    statuses: Counter[int] = Counter()
    endpoints: Counter[str] = Counter()
    failed: list[dict[str, Any]] = []
    began = time.monotonic()
    for fuzz in towns(asked.requests, asked.seed):
        statuses += fuzz.statuses
        endpoints += fuzz.endpoints
        failed += fuzz.failed
        if sys.stderr.isatty():
            print(
                f"\r{statuses.total()} asked, {len(failed)} broke",
                end="",
                file=sys.stderr,
            )
    told = {
        "requests": statuses.total(),
        "seed": asked.seed,
        "routes": len(endpoints),
        "least": min(endpoints.values()),
        "statuses": {
            str(status): number for status, number in sorted(statuses.items())
        },
        "seconds": round(time.monotonic() - began),
        "failed": failed[:20],
    }
    print(json.dumps(told) if asked.json else json.dumps(told, indent=2))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
