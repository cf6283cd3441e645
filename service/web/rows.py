"""The database as a request sees it: one snapshot to read, short transactions to write."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session as Database

from service.config import Settings
from service.store import audit
from service.store.database import reading, transaction


def attach(app: Flask, settings: Settings, engine: Engine) -> None:
    """Give the application its settings and its engine."""
    app.extensions["pairgrad"] = (settings, engine)
    app.teardown_appcontext(_close)


def settings() -> Settings:
    """Return the settings this application was made with."""
    told: Settings = current_app.extensions["pairgrad"][0]
    return told


def engine_of(app: Flask) -> Engine:
    """Return the engine an application was made with."""
    told: Engine = app.extensions["pairgrad"][1]
    return told


def read() -> Database:
    """Return the request's reading session: one snapshot, so a page never disagrees."""
    if "snapshot" not in g:
        g.snapshot_stack = ExitStack()
        g.snapshot = g.snapshot_stack.enter_context(reading(engine_of(current_app)))
    db: Database = g.snapshot
    return db


@contextmanager
def write() -> Iterator[Database]:
    """Open a transaction; what was read before is read afresh afterwards."""
    forget()
    with transaction(engine_of(current_app)) as db:
        if has_request_context():
            address = request.remote_addr or ""
            audit.originate(db, audit.Origin(address, request_id()))
        yield db


def request_id() -> str:
    """Return the number of this request: on its error page, in the logs, in the audit."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    told: str = g.request_id
    return told


def forget() -> None:
    """Drop the snapshot, so that the next read sees what was just written."""
    stack: ExitStack | None = g.pop("snapshot_stack", None)
    g.pop("snapshot", None)
    if stack is not None:
        stack.close()


def _close(error: BaseException | None) -> None:  # noqa: ARG001 - Flask's signature
    forget()
