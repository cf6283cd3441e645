"""How often is too often: by address for strangers, by pair for submissions."""

from flask import Flask, request
from flask_limiter import Limiter

from service.config import Settings
from service.store.people import clean
from service.web.who import asking

JOIN = "10/minute"
# A page that a whole class opens at once, from one address; too slow to try codes by.
LOOK = "120/minute"
SIGN_IN = "10/minute"
PAIR_CODE = "10/minute"
SUBMIT = "1/3seconds;60/hour"
CHECK = "2/3seconds;180/hour"
TRAIN = "6/minute"
TRY = "20/minute"


def address() -> str:
    """Return the client's address, which ProxyFix has set where hops are configured."""
    return request.remote_addr or "nowhere"


def account() -> str:
    """Return the name typed at a sign-in, so that one account is not tried from many."""
    return f"name:{clean(request.form.get('name', ''))[:60].lower()}"


def by_pair() -> str:
    """Return the pair that submits, wherever its members sit."""
    mine = asking().pair
    return f"pair:{mine.id}" if mine else address()


limiter = Limiter(key_func=address)


def attach(app: Flask, settings: Settings) -> None:
    """Count in Redis where there is one, in this process's memory where there is none."""
    app.config.update(
        RATELIMIT_ENABLED=settings.throttle,
        RATELIMIT_STORAGE_URI=_storage(settings.redis_url),
        RATELIMIT_HEADERS_ENABLED=True,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
    )
    limiter.init_app(app)


def _storage(redis_url: str) -> str:
    if redis_url.startswith("unix://"):
        return f"redis+{redis_url}"
    return redis_url or "memory://"
