"""What an enemy sends, and what a careless start meets: a sentence, and nothing lost."""

import re
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.redis, pytest.mark.timeout(120)]

RIGHT = "def log_back(grad_out, out, x):\n    return grad_out / x\n"


class Visitor:
    """A browser without a screen: cookies, forms, and the last answer's status."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = CookieJar()
        self.status = 0
        self.at = ""

    def get(self, path: str) -> str:
        return self._open(Request(self.url + path))

    def post(self, path: str, token: str = "", **fields: str) -> str:
        form = urlencode(fields | {"csrf_token": token}).encode()
        return self._open(Request(self.url + path, data=form))

    def form_token(self, path: str = "/") -> str:
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path))[1]

    def _open(self, request: Request) -> str:
        try:
            # An opener of its own: several threads share one visitor's cookies.
            opener = build_opener(HTTPCookieProcessor(self.jar))
            answer = opener.open(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            self.status, self.at = answer.status, answer.url.removeprefix(self.url)
            return answer.read().decode()


@pytest.fixture(scope="module")
def eve(service):
    """Return a student with a pair of her own and a hostile name."""
    instructor = Visitor(service.url)
    link = service.link("Ida").removeprefix(service.url)
    instructor.post(link, instructor.form_token(link))
    code = re.search(r"giant[^>]*>\s*([^<\s]+)", instructor.get("/class/code"))[1]
    visitor = Visitor(service.url)
    name = "<script>alert(1)</script>\x00"
    visitor.post("/join", visitor.form_token(), code=code, name=name)
    visitor.post("/pair/alone", visitor.form_token("/pair"))
    assert visitor.at == "/ladder"
    return visitor


def hand_in(visitor: Visitor, source: str) -> str:
    token = visitor.form_token("/submissions/new")
    visitor.post("/submissions", token, source=source, client_token=str(uuid.uuid4()))
    return visitor.at


def test_a_hundred_posts_of_one_form_are_one_submission(eve):
    token = eve.form_token("/submissions/new")
    fields = {"source": RIGHT, "client_token": str(uuid.uuid4())}

    def send(_number: int) -> str:
        twin = Visitor(eve.url)
        twin.jar = eve.jar
        twin.post("/submissions", token, **fields)
        return twin.at

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(send, range(100)))) == 1


def test_without_its_token_a_form_changes_nothing(eve):
    eve.post("/submissions", source=RIGHT)
    assert eve.status == 400
    eve.post("/submissions", "forged", source=RIGHT)
    assert eve.status == 400


def test_script_in_names_and_messages_stays_text(eve, service):
    page = hand_in(
        eve,
        "def log_back(grad_out, out, x):\n"
        "    raise ValueError('<script>alert(2)</script>\\x1b[31m\\u202e')\n",
    )
    service.wait(lambda: "ValueError" in eve.get(f"{page}/result"), "verdict")
    for path in (page, "/submissions", "/ladder", "/pair", "/leaderboard"):
        shown = eve.get(path)
        assert "<script>alert" not in shown
        assert not {"\x1b", "\u202e"} & set(shown)


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/", "https://evil.example", "/\\evil.example", "/\t/evil.example"],
)
def test_no_form_leads_elsewhere(elsewhere, eve):
    eve.post("/theme", eve.form_token("/ladder"), theme="dark", back=elsewhere)
    assert eve.at == "/ladder"


def test_a_forged_cookie_is_a_stranger(service):
    port = service.url.rpartition(":")[2]
    stranger = Visitor(service.url)
    for value in ("eyJrZXkiOiJhIn0.aaaa.bbbb", "A" * 7000, "\x80"):
        cookie = {"Cookie": f"pairgrad-{port}={value}"}
        stranger._open(Request(f"{service.url}/ladder", headers=cookie))
        assert stranger.at == "/"


def test_a_hundred_streams_of_one_person_leave_room_for_others(eve, service):
    host, port = service.url.removeprefix("http://").split(":")
    cookies = "; ".join(f"{each.name}={each.value}" for each in eve.jar)
    topic = re.search(r"pair:[0-9a-f-]{36}", eve.get("/ladder"))[0]
    streams = []
    for number in range(100):
        stream = socket.create_connection((host, int(port)), timeout=10)
        stream.sendall(
            f"GET /events?topic={topic}&tab={number} HTTP/1.1\r\n"
            f"Host: {host}:{port}\r\nCookie: {cookies}\r\n\r\n".encode()
        )
        streams.append(stream)
    answers = [stream.recv(12).decode() for stream in streams]
    eve.get("/ladder")
    for stream in streams:
        stream.close()
    assert eve.status == 200
    assert answers.count("HTTP/1.1 200") == 2


def test_a_data_folder_that_cannot_be_used_is_one_sentence(started, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pairgrad.sqlite3").write_text("not a database" * 100)
    for name in ("file", "broken"):
        service = started("--demo", "--port=8700", data=tmp_path / name)
        assert service.process.wait(60) == 1
        assert f"nothing can be kept in {tmp_path / name}: " in service.said
        assert "Traceback" not in service.said


def test_in_an_open_folder_nobody_else_can_read_what_is_kept(started, tmp_path):
    data = tmp_path / "open"
    data.mkdir()
    data.chmod(0o755)
    service = started("--demo", "--port=8720", data=data)
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    # The sandbox folder holds copies of Python and of the guest: nothing of anybody's.
    kept = [path for path in data.iterdir() if path.name != "sandbox"]
    assert data / "pairgrad.sqlite3" in kept
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
