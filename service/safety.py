"""Refuse settings that would leave an installation open to its network."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from service.config import SettingError, Settings

SHORTEST_KEY = 32
SHORTEST_TOKEN = 16
# What images, tutorials and our own examples suggest.
WELL_KNOWN = {
    "", "admin", "change-me", "changeme", "example", "pairgrad", "password", "postgres",
    "root", "secret", "test",
}  # fmt: skip


def check(settings: Settings, cookie_keys: list[str] | None = None) -> None:
    """Raise SettingError for the first weakness; on loopback only this machine is at risk.

    ``cookie_keys`` are the keys that sign cookies, where they are known already.
    """
    found = [
        *half_set(settings),
        *missing(settings),
        *weaknesses(settings, cookie_keys or []),
    ]
    if found:
        raise SettingError(found[0])


def half_set(settings: Settings) -> list[str]:
    """Return a sentence with its remedy for a sign-in elsewhere that cannot work."""
    if not settings.oidc_issuer:
        return []
    found = [
        f"PAIRGRAD_OIDC_ISSUER is set, but {name} is not; give what the issuer gave you "
        "for this installation"
        for name, value in (
            ("PAIRGRAD_OIDC_CLIENT_ID", settings.oidc_client_id),
            ("PAIRGRAD_OIDC_CLIENT_SECRET", settings.oidc_client_secret),
        )
        if not value
    ]
    if not is_private(settings.oidc_issuer):
        found.append(
            "PAIRGRAD_OIDC_ISSUER is not an https address: whoever sits on the way could "
            "sign in as anybody; use https"
        )
    if find_spec("authlib") is None:
        found.append(
            "PAIRGRAD_OIDC_ISSUER is set, but Authlib is not installed; run "
            ".venv/bin/pip install -c requirements.lock authlib requests"
        )
    return found


def missing(settings: Settings) -> list[str]:
    """Return a sentence with its remedy where drafts for two have no packages."""
    if not settings.collab or all(map(find_spec, ("flask_sock", "pycrdt"))):
        return []
    return [
        (
            "PAIRGRAD_COLLAB is set, but flask-sock and pycrdt are not installed; run "
            ".venv/bin/pip install -c requirements.lock flask-sock pycrdt"
        )
    ]


def is_private(address: str) -> bool:
    """Tell whether nobody can listen on the way there: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    )


def weaknesses(settings: Settings, cookie_keys: list[str]) -> list[str]:
    """Return a sentence with its remedy for each setting nobody may serve others with."""
    if settings.loopback:
        return []
    found = []
    if _password_is_known(settings.database):
        found.append(
            "PAIRGRAD_DATABASE_URL has no password, or one that everybody tries first; "
            "choose another and give it by PAIRGRAD_DATABASE_PASSWORD_FILE"
        )
    if 0 < len(settings.metrics_token) < SHORTEST_TOKEN:
        found.append(
            f"PAIRGRAD_METRICS_TOKEN has fewer than {SHORTEST_TOKEN} characters; "
            "make one with `openssl rand -hex 16`"
        )
    if any(len(key) < SHORTEST_KEY for key in cookie_keys):
        found.append(
            f"a key that signs cookies has fewer than {SHORTEST_KEY} characters: whoever "
            "guesses it signs in as anybody; delete the row cookie_keys of the table "
            "installation and run `pairgrad init`, which signs everyone out"
        )
    return found


def _password_is_known(url: str) -> bool:
    parts = urlsplit(url)
    # SQLite, or a socket in the file system, which the system's own users guard.
    if not parts.scheme.startswith("postgres") or not parts.hostname:
        return False
    return (parts.password or "").lower() in WELL_KNOWN


def redacted(url: str) -> str:
    """Return an address as it may be printed: whoever reads a log need not get in."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    name, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{name.partition(':')[0]}:***@{host}").geturl()
