"""Tell open pages that something changed; they read what it is from the rows."""

from service import live
from service.web.rows import settings


def tell(*topics: str) -> None:
    """Announce topics; without a broker this does nothing and pages poll."""
    for topic in topics:
        live.announce(settings(), topic)
