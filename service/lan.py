"""Find the address under which other machines reach this one."""

from socket import AF_INET, SOCK_DGRAM, gethostname, socket

from service.config import Settings

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - recognised here, bound elsewhere


def address() -> str:
    """Return this machine's address in its network, or its name where it has none.

    Choosing a route for a datagram sends nothing.
    """
    with socket(AF_INET, SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return gethostname()
        found: str = probe.getsockname()[0]
    return found


def url(settings: Settings) -> str:
    """Return what people in the room type: the public address, else our own."""
    if settings.public_url:
        return settings.public_url
    host = address() if settings.host in EVERYWHERE else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def is_plain(settings: Settings) -> bool:
    """Tell whether people reach us over a network that reads along."""
    return not settings.loopback and not settings.public_url.startswith("https://")
