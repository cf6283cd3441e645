"""The web application: made by a factory, so that importing it does nothing."""

from datetime import timedelta
from http.client import HTTP_PORT
from urllib.parse import urlsplit

from flask import Flask
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from service import safety
from service.config import Settings
from service.store.database import make_engine
from service.web import (
    api_tokens,
    assets,
    audit,
    board_rules,
    caps,
    causes,
    checks,
    class_settings,
    confusion,
    dashboard,
    disputes,
    drawing,
    drill,
    elsewhere,
    errors,
    exercise,
    exercises,
    explain,
    exports,
    found,
    frame,
    grades,
    hands,
    headers,
    health,
    history,
    joining,
    keyboard,
    keys,
    ladder,
    leaderboard,
    live,
    log,
    marks,
    messages,
    metrics,
    my_engine,
    notes,
    operations,
    pad,
    pairs,
    pretend,
    provenance,
    regrading,
    roster,
    rows,
    sessions,
    signin,
    solutions,
    statistics,
    stretch,
    submissions,
    throttle,
    times,
    timetable,
    tryit,
    turns,
    who,
    words,
)
from service.web.api import views as api

BLUEPRINTS = (
    api,
    api_tokens,
    signin,
    pairs,
    ladder,
    exercise,
    checks,
    exercises,
    history,
    submissions,
    my_engine,
    pad,
    tryit,
    turns,
    keyboard,
    notes,
    explain,
    provenance,
    stretch,
    leaderboard,
    dashboard,
    causes,
    pretend,
    hands,
    disputes,
    confusion,
    drill,
    messages,
    live,
    health,
    sessions,
    elsewhere,
    audit,
    joining,
    grades,
    exports,
    statistics,
    roster,
    timetable,
    class_settings,
    board_rules,
    solutions,
    metrics,
    operations,
    regrading,
)


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """Return the application for these settings; ``engine`` lets a test bring its own."""
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    rows.attach(app, settings, engine or make_engine(settings))
    _configure(app, settings)
    log.attach(app)
    caps.attach(app)
    # Tokens, not cookies: a foreign page cannot make a browser send one.
    CSRFProtect(app).exempt(api.bp)
    throttle.attach(app, settings)
    for part in (
        assets,
        class_settings,
        board_rules,
        disputes,
        drawing,
        errors,
        found,
        frame,
        grades,
        hands,
        headers,
        keyboard,
        marks,
        messages,
        notes,
        pad,
        regrading,
        stretch,
        times,
        timetable,
        turns,
        words,
    ):
        part.attach(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.bp)
    live.attach(app, settings)
    elsewhere.attach(app, settings)
    if settings.collab:
        # Its packages are optional, and nothing of it is loaded where it is off.
        from service.web import shared  # noqa: PLC0415

        shared.attach(app, settings)
    who.guard(app)
    if settings.proxy_hops:
        # Only where hops are configured: otherwise anyone could name their own address.
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    https = settings.public_url.startswith("https://")
    current, *older = known = keys.cookie_keys(rows.engine_of(app))
    safety.check(settings, known)
    app.config.update(
        SECRET_KEY=current,
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME="__Host-pairgrad" if https else _cookie_name(settings),
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        # A pair thinks for an hour with the page open: its form must still work.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=_hosts(settings),
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )


def _cookie_name(settings: Settings) -> str:
    """Return a name that tells two installations on one host apart.

    The port does, as people see it: webs behind one address listen on several.
    """
    seen = urlsplit(settings.public_url)
    port = (seen.port or HTTP_PORT) if seen.netloc else settings.port
    return f"pairgrad-{port}"


def _hosts(settings: Settings) -> list[str] | None:
    """Return the names we answer to: on loopback no page elsewhere may rebind its own."""
    if settings.public_url:
        return [
            settings.public_url.split("://")[-1].partition("/")[0].partition(":")[0]
        ]
    return ["localhost", "127.0.0.1", "[::1]"] if settings.loopback else None
