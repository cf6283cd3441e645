"""A TLS proxy before the web: cookies, links, addresses and the stream come through."""

import ssl
import subprocess
import threading
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from service import config, lan, live
from service.store import database, links
from service.store.models import Session
from service.web import create_app

BROWSER = "203.0.113.7"  # where the proxy says that the browser is


class Proxy(BaseHTTPRequestHandler):
    """Pass everything on, and add what a proxy knows to what the browser claims."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        sent = {name.title(): value for name, value in self.headers.items()}
        known = {"For": BROWSER, "Proto": "https", "Host": self.headers["Host"]}
        for name, value in known.items():
            claimed = sent.get(f"X-Forwarded-{name}")
            told = f"{claimed}, {value}" if claimed else value
            sent[f"X-Forwarded-{name}"] = told
        web = HTTPConnection("127.0.0.1", self.server.web, timeout=30)
        web.request(self.command, self.path, body, sent)
        answer = web.getresponse()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name not in {"Connection", "Transfer-Encoding"}:
                self.send_header(name, value)
        self.end_headers()
        while part := answer.read1():
            self.wfile.write(part)
        web.close()

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def log_message(self, *told):
        """Say nothing: what the test asserts is what the browser got."""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Return a certificate for localhost with its key, in one file."""
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    name = ("-addext", "subjectAltName=DNS:localhost")
    command = [*words.split(), *name, "-keyout", path, "-out", f"{path}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_suffix(".pem.crt").read_text())
    return path


@pytest.fixture
def running():
    """Return a function that lets a server answer until the test ends."""
    servers = []

    def run(server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))

    yield run
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def behind(running, certificate, tmp_path, engine):
    """Return a function that puts the web behind a TLS proxy: (settings, ask)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def put(**given):
        front = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        front.daemon_threads = True
        front.socket = context.wrap_socket(front.socket, server_side=True)
        url = f"https://localhost:{front.server_port}"
        told = {"data": tmp_path, "throttle": False, "broker": "none", **given}
        settings = config.read({}, public_url=url, **told)
        app = create_app(settings, engine)
        app.config["WTF_CSRF_ENABLED"] = False
        web = make_server("127.0.0.1", 0, app, threaded=True)
        front.web = web.server_port
        running(web)
        running(front)
        trust = ssl.create_default_context(cafile=certificate)

        def ask(method, path, **headers):
            port = front.server_port
            line = HTTPSConnection("localhost", port, context=trust, timeout=30)
            line.request(method, path, headers=headers)
            return line.getresponse()

        return settings, ask

    return put


def sign_in(ask, engine, someone, **headers):
    """Return the cookie of someone who came in by a link."""
    with database.transaction(engine) as db:
        token = links.single_use(db, someone.id)
    answer = ask("POST", f"/in/{token}", **headers)
    assert answer.status == 303
    return answer.headers["Set-Cookie"]


def seen(engine):
    """Return the address that the last sign-in came from."""
    with database.reading(engine) as db:
        return db.scalar(select(Session.ip).order_by(Session.seq.desc()).limit(1))


CLAIMS = {
    "X-Forwarded-For": "198.51.100.66",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
}


def test_cookie_links_and_addresses_are_those_of_the_public_side(behind, town, engine):
    settings, ask = behind(proxy_hops=1)
    cookie = sign_in(ask, engine, town.instructor, **CLAIMS)
    assert cookie.startswith("__Host-pairgrad=")
    assert "Secure" in cookie
    assert seen(engine) == BROWSER
    page = ask("GET", "/class/code", Cookie=cookie.partition(";")[0], **CLAIMS)
    assert page.headers["Strict-Transport-Security"] == "max-age=15552000"
    text = page.read().decode()
    assert f"{settings.public_url}/join/{town.course.join_code}" in text
    assert "evil.example" not in text
    assert "plain http" not in text


def test_where_no_proxy_is_configured_nobody_is_believed(behind, town, engine):
    _, ask = behind()
    sign_in(ask, engine, town.instructor, **CLAIMS)
    assert seen(engine) == "127.0.0.1"


@pytest.mark.redis
def test_a_hint_comes_through_at_once(behind, town, engine, socket):
    settings, ask = behind(proxy_hops=1, broker="redis", redis_url=f"unix://{socket}")
    cookie = sign_in(ask, engine, town.instructor).partition(";")[0]
    topic = f"course:{town.course.id}"
    stream = ask("GET", f"/events?topic={topic}", Cookie=cookie)
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    assert stream.readline() == b"retry: 2000\n"
    assert stream.readline() == b"\n"
    live.announce(settings, topic)
    assert stream.readline() == b"event: changed\n"
    assert stream.readline() == f"data: {topic}\n".encode()
    stream.close()


@pytest.mark.allow_hosts(["192.0.2.1"])  # asked for a route; nothing is sent
def test_over_plain_http_the_pages_say_who_reads_along(tmp_path, town, engine):
    room = config.read({}, data=tmp_path, broker="none", host="0.0.0.0", port=8399)
    app = create_app(room, engine)
    assert "plain http" in app.test_client().get("/sign-in").text
    assert lan.url(room).startswith("http://")
    assert "0.0.0.0" not in lan.url(room)
    assert lan.url(room).endswith(":8399")


def test_on_loopback_nobody_can_read_along(visit, town):
    assert "plain http" not in visit(town.instructor).get("/class").text
