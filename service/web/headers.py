"""Response headers that hold even where a page has a mistake."""

import secrets

from flask import Flask, Response, g

from service.web.assets import is_built
from service.web.rows import settings

HALF_A_YEAR = 180 * 24 * 3600


def nonce() -> str:
    """Return the request's script nonce.

    Made on first use: another extension may end a request before any hook of ours
    runs, while the headers are written all the same.
    """
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    told: str = g.nonce
    return told


def policy() -> str:
    """Return the content security policy: nothing but our own files, nothing inline."""
    # The editor brings its style sheet as an element, which needs the nonce.
    style = f"'self' 'nonce-{nonce()}'" if is_built("editor") else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            f"style-src {style}",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def attach(app: Flask) -> None:
    """Write the headers of every response."""
    app.jinja_env.globals["nonce"] = nonce
    app.after_request(_write)


def _write(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if settings().public_url.startswith("https://"):
        # One click on an http link would show the session to the network.
        headers.setdefault("Strict-Transport-Security", f"max-age={HALF_A_YEAR}")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault(
        "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
    )
    if response.mimetype in {"text/html", "application/json", "text/plain"}:
        # A shared computer: Back after "Sign out" must not show the last pair's work.
        # And without Vary, Back would show a bare fragment where a page was.
        headers.setdefault("Cache-Control", "no-store")
        headers.add("Vary", "X-Fragment")
    return response
