"""Pages for what went wrong: what happened, what to do, and an id to quote."""

from flask import (
    Flask,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from service.web.rows import request_id

RETRY_SECONDS = 5
# status: what happened, what to do
PAGES = {
    400: (
        "That request could not be read.",
        "Go back, reload the page and send it again; what you typed is still there.",
    ),
    401: (
        "That needs a valid token.",
        "Make one on the page /tokens and send it as: Authorization: Bearer pg_...",
    ),
    403: ("This token does not open that.", "Make one with the scope it needs."),
    404: (
        "There is no such page here.",
        "It may belong to another pair, or the link is incomplete.",
    ),
    405: ("That address does not take this kind of request.", "Go back and try again."),
    413: (
        "That is more than fits.",
        (
            "Pasted code may have 256 KiB, an uploaded file 8 MiB. A day's notebook is "
            "usually 1 MiB: clear its outputs and upload it again."
        ),
    ),
    415: ("That is not JSON.", "Send it with Content-Type: application/json."),
    422: ("Something in the form needs another look.", "Go back and change it."),
    429: ("That was quicker than allowed.", "Wait a moment; your text is kept."),
    500: (
        "Our fault, nothing to do with your code. No attempt used.",
        "Reload the page. If it happens again, tell your instructor the number below.",
    ),
    503: ("Not ready for that yet.", "Try again in a few seconds."),
}


def attach(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(OperationalError, _unreachable)
    app.register_error_handler(Exception, _unknown)


def _stale_form(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
    return page(
        400,
        "This page was open for so long that its form has expired.",
        "Go back, reload the page, and send it again.",
    )


def _known(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    what, then = PAGES.get(status, PAGES[400 if status < 500 else 500])
    response = make_response(page(status, what, then))
    response.headers.extend(
        (name, value)
        for name, value in error.get_headers(request.environ)
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}
    )
    return response


def _unknown(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("request %s failed", request_id(), exc_info=error)
    return page(500, *PAGES[500])


def _unreachable(error: OperationalError) -> ResponseReturnValue:
    """Answer for a database that is busy, full or away: the transaction left no trace."""
    current_app.logger.error("request %s: no database", request_id(), exc_info=error)
    response = make_response(
        page(
            503,
            "The database did not take that just now; nothing was changed.",
            "Send it again in a few seconds; your text is kept in this page. If it "
            "happens again, tell your instructor the number below.",
        )
    )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def page(status: int, what: str, then: str) -> ResponseReturnValue:
    """Return the error as a page, or as two sentences to a script."""
    if request.headers.get("X-Fragment") or request.path.startswith("/api/"):
        return jsonify(what=what, then=then, request=request_id()), status
    # Its own frame: the usual one asks the database, which may be what failed.
    return (
        render_template(
            "error.html", status=status, what=what, then=then, request_id=request_id()
        ),
        status,
    )
