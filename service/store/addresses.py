"""Forget where people were: addresses are shortened to their network after a month."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store.models import Audit, Session

KEPT_FOR = timedelta(days=30)
AT_ONCE = 1000
TABLES = (Audit, Session)


def network(ip: str) -> str:
    """Return the network of an address: 192.0.2.0/24, 2001:db8:7::/48."""
    try:
        bits = 48 if isinstance(ip_address(ip), IPv6Address) else 24
    except ValueError:
        return ""  # "nowhere" and the like tell nothing
    return str(ip_network(f"{ip}/{bits}", strict=False))


def shorten(db: Database) -> int:
    """Shorten the addresses of a month ago; return how many, a thousand of each at most."""
    return sum(_shorten(db, table) for table in TABLES)


def _shorten(db: Database, table: type[Audit] | type[Session]) -> int:
    old = table.created_at < clock.now() - KEPT_FOR
    whole = (table.ip != "") & ~table.ip.contains("/")
    found = db.execute(select(table.seq, table.ip).where(old, whole).limit(AT_ONCE))
    changed = [(seq, network(ip)) for seq, ip in found]
    for seq, ip in changed:
        db.execute(update(table).where(table.seq == seq).values(ip=ip))
    return len(changed)
