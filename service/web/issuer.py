"""Ask the class's institution who somebody is: OpenID Connect with a code and PKCE.

Authlib keeps state, nonce and verifier in the browser's session, fetches the keys and
checks the identity token. Held fast here is what it takes from the issuer's own papers:
whose papers they are, where they send people, and how a token may be signed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import structlog
from flask import Flask, current_app, request, session, url_for
from flask.typing import ResponseReturnValue

from service.config import Settings
from service.safety import is_private
from service.store.refusals import Refusal
from service.web.rows import settings

NAME = "elsewhere"
KEPT = f"_state_{NAME}_"
# Signed with a key of the issuer's that only it has: "none" and shared secrets are not.
SIGNATURES = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
)  # fmt: skip
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
PATIENCE_SECONDS = 5
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255

log = structlog.get_logger()


class Account(NamedTuple):
    """Who somebody is elsewhere; ``name`` is what they are called there."""

    issuer: str
    subject: str
    name: str


class Away(Refusal):
    """Say that the issuer does not answer: trying again may help."""


def attach(app: Flask, settings: Settings) -> None:
    """Make the issuer's client, where one is set; Authlib is loaded only then."""
    if not settings.oidc_issuer:
        return
    from authlib.integrations.flask_client import OAuth  # noqa: PLC0415

    papers = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    app.extensions[NAME] = OAuth(app).register(
        NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=papers,
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE_SECONDS,
        },
    )


def is_set() -> bool:
    """Tell whether there is somewhere else to sign in."""
    return NAME in current_app.extensions


def begin() -> ResponseReturnValue:
    """Send the browser to the issuer. Raises Refusal where that cannot be done."""
    # One sign-in at a time: what is begun again and again must fit one cookie.
    for key in [key for key in session if key.startswith(KEPT)]:
        session.pop(key)
    with _in_words() as client:
        sent: ResponseReturnValue = client.authorize_redirect(_way_back())
        return sent


def finish() -> Account:
    """Return whose account came back. Raises Refusal for anything but a proof."""
    issuer = settings().oidc_issuer
    with _in_words() as client:
        if request.args.get("iss", issuer) != issuer:
            raise ValueError("the answer names another issuer")
        token = client.authorize_access_token(
            claims_options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": settings().oidc_client_id},
            },
            leeway=LEEWAY_SECONDS,
        )
        claims = token["userinfo"]
        subject = str(claims["sub"])
        if not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ValueError("the subject is empty or longer than the standard allows")
        name = str(claims.get("name") or claims.get("preferred_username") or "")
        return Account(issuer, subject, name[:60])


def _way_back() -> str:
    """Return our address as the issuer knows it, whatever a proxy made of the request."""
    public = settings().public_url.rstrip("/")
    if public:
        return public + url_for("elsewhere.back")
    return url_for("elsewhere.back", _external=True)


@contextmanager
def _in_words() -> Iterator[Any]:
    """Give the client, its papers checked; turn what fails into a sentence."""
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
    from authlib.integrations.base_client import MismatchingStateError  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from requests import JSONDecodeError, RequestException  # noqa: PLC0415

    label = settings().oidc_label
    try:
        client = current_app.extensions[NAME]
        _hold_fast(client.load_server_metadata())
        yield client
    except MismatchingStateError as error:
        raise Refusal(
            "account",
            "This sign-in was begun in another window, or is used up. Begin again.",
        ) from error
    except (
        AuthlibBaseError,
        JoseError,
        JSONDecodeError,
        LookupError,
        ValueError,
    ) as error:
        if getattr(error, "error", "") == "access_denied":
            said = "Nobody was signed in there, so nothing has changed here."
            raise Refusal("account", said) from error
        log.warning("sign-in elsewhere refused", reason=str(error)[:200])
        raise Refusal(
            "account",
            f"What came back from {label} cannot be trusted, so nobody was signed in. "
            "Begin again; if it stays so, tell your instructor: the log says why.",
        ) from error
    except RequestException as error:
        log.warning("sign-in elsewhere is away", reason=str(error)[:200])
        raise Away(
            "account",
            f"The sign-in for {label} does not answer at the moment. Try again in a "
            "minute, or come in by your personal link.",
        ) from error


def _hold_fast(papers: dict[str, Any]) -> None:
    if papers["issuer"] != settings().oidc_issuer:
        raise ValueError(f"its papers are those of {papers['issuer']}")
    open_ways = [name for name in ENDPOINTS if not is_private(papers[name])]
    if open_ways:
        raise ValueError(f"no https: {', '.join(open_ways)}")
    offered = papers.get("id_token_signing_alg_values_supported", ["RS256"])
    papers["id_token_signing_alg_values_supported"] = [
        each for each in offered if each in SIGNATURES
    ]
