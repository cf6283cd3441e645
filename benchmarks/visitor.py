"""Visit the service as a browser does, without one: a cookie, a form, a stream."""

import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import Engine

from service.store import links
from service.store.database import transaction

EXERCISE = "/exercises/log_back"
SECONDS = 30


@dataclass
class Visitor:
    """One signed-in person at one browser; ``pair_id`` is empty for an instructor."""

    port: int
    person_id: str
    pair_id: str = ""
    cookie: str = ""
    crumb: str = ""

    def sign_in(self, engine: Engine) -> None:
        """Spend a fresh link, and keep the session and its form token."""
        with transaction(engine) as db:
            token = links.single_use(db, self.person_id)
        page = self.get(f"/in/{token}")
        self.post(f"/in/{token}", {"csrf_token": crumb(page)})
        if self.pair_id:
            self.crumb = crumb(self.get(EXERCISE))

    def hand_in(self, source: str, token: str) -> bool:
        """Send the form; True once the service has said that it has it."""
        form = {"csrf_token": self.crumb, "client_token": token, "source": source}
        return self.post(EXERCISE, form) is not None

    def get(self, path: str) -> str | None:
        """Return a page, or None where it did not come."""
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> str | None:
        """Send a form and return what it answers, or None."""
        return self._ask("POST", path, form)

    def listen(self, topic: str, over: threading.Event) -> Iterator[str]:
        """Yield each topic that changed; ends with ``over`` or with the stream."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with closing(link):
            path = f"/events?topic={topic}&tab={uuid4().hex}"
            link.request("GET", path, headers={"Cookie": self.cookie})
            answer = link.getresponse()
            if answer.status != HTTPStatus.OK:
                raise ConnectionError(f"the live page was refused: {answer.status}")
            yield ""  # it is open
            while not over.is_set():
                line = answer.readline().decode()
                if not line or line.startswith("event: end"):
                    return
                if line.startswith("data: "):
                    yield line.removeprefix("data: ").strip()

    def _ask(self, method: str, path: str, form: dict[str, str] | None) -> str | None:
        head = {"Cookie": self.cookie}
        if form:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            link.request(method, path, urlencode(form) if form else None, head)
            answer = link.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            link.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        return page if answer.status < HTTPStatus.BAD_REQUEST else None


def crumb(page: str | None) -> str:
    """Return the form token of a page, or ''."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page or "")
    return found[1] if found else ""


def answers(port: int) -> bool:
    """Tell whether the web is up."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str, seconds: float = 120) -> None:
    """Wait for a condition; raises TimeoutError that names it."""
    deadline = monotonic() + seconds
    while not true():
        if monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        threading.Event().wait(0.1)
