from structlog.testing import capture_logs


def test_a_change_is_logged_by_its_endpoint_and_never_by_a_links_secret(town, visit):
    client = visit(town.ana)
    with capture_logs() as lines:
        client.post("/sign-out")
        client.get("/in/secret-token")
        client.post("/in/secret-token")
    assert [line["endpoint"] for line in lines] == ["signin.leave", "signin.enter"]
    assert [line["status"] for line in lines] == [303, 404]
    assert "secret-token" not in str(lines)
    assert len({line["request"] for line in lines}) == 2


def test_a_failure_is_logged_under_the_number_its_page_shows(app, visit, monkeypatch):
    def broken():
        raise RuntimeError

    broken.door = app.view_functions["health.alive"].door
    monkeypatch.setitem(app.view_functions, "health.alive", broken)
    with capture_logs() as lines:
        page = visit().get("/healthz").text
    assert lines[0]["log_level"] == "error"
    assert lines[0]["request"] in page


def test_reading_leaves_no_line(town, visit):
    client = visit(town.ana)
    with capture_logs() as lines:
        client.get("/ladder")
    assert [line for line in lines if line["milliseconds"] < 1000] == []
