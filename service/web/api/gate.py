"""Declare what a token must open: no cookie opens the API, no token opens a page."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import abort
from flask.typing import ResponseReturnValue

from service.store.models import Role
from service.store.tokens import Scope
from service.web.who import API, Door, asking, bearer, door

Given = ParamSpec("Given")
ROOT = f"{API}v1"


def scoped(
    scope: Scope,
) -> Callable[
    [Callable[Given, ResponseReturnValue]], Callable[Given, ResponseReturnValue]
]:
    """Let only tokens of this scope in: 401 without a token, 403 with another."""

    def declare(
        view: Callable[Given, ResponseReturnValue],
    ) -> Callable[Given, ResponseReturnValue]:
        @wraps(view)
        def guarded(*given: Given.args, **named: Given.kwargs) -> ResponseReturnValue:
            found = bearer()
            if found is None:
                abort(401)
            if scope not in found.scopes:
                abort(403)
            # A student whose pair has just been dissolved has nothing to hand in for.
            if asking().role == Role.STUDENT and asking().pair is None:
                abort(404)
            return view(*given, **named)

        return door(Door.ANYONE)(guarded)

    return declare
