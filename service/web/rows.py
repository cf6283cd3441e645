"""The database as a request sees it: one snapshot to read, short transactions to write."""

from contextlib import AbstractContextManager, ExitStack

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlalchemy.orm import Session as Database

from service.config import Settings
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


def write() -> AbstractContextManager[Database]:
    """Open a transaction; what was read before is read afresh afterwards."""
    forget()
    return transaction(engine_of(current_app))


def forget() -> None:
    """Drop the snapshot, so that the next read sees what was just written."""
    stack: ExitStack | None = g.pop("snapshot_stack", None)
    g.pop("snapshot", None)
    if stack is not None:
        stack.close()


def _close(error: BaseException | None) -> None:  # noqa: ARG001 - Flask's signature
    forget()
