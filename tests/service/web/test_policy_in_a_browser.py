"""The policy as a browser keeps it: nothing inline runs, and no page of ours breaks it."""

import pytest

from tests.service.web.test_every_page import addresses, is_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

HEAR = """window.broken = []; document.addEventListener("securitypolicyviolation",
    (event) => broken.push(`${event.effectiveDirective} ${event.blockedURI}`));"""
STRANGE = {
    "script-src-elem inline": "document.body.append(Object.assign("
    "document.createElement('script'), {textContent: 'window.ran = 1'}))",
    "script-src-attr inline": "document.body.setAttribute('onclick', 'window.ran = 1');"
    "document.body.click()",
    "style-src-elem inline": "document.body.append(Object.assign("
    "document.createElement('style'), {textContent: 'body { color: red }'}))",
    "style-src-attr inline": "document.body.insertAdjacentHTML('beforeend', "
    "'<p style=\"color: red\">')",
    "img-src http://127.0.0.2": "document.body.append(Object.assign("
    "document.createElement('img'), {src: 'http://127.0.0.2/a.png'}))",
    "connect-src http://127.0.0.2": "fetch('http://127.0.0.2/').catch(() => 0)",
    "frame-src http://127.0.0.2": "document.body.append(Object.assign("
    "document.createElement('iframe'), {src: 'http://127.0.0.2/'}))",
}


@pytest.mark.parametrize("path", ["/exercises/log_back", "/explain/1", "/nowhere"])
def test_what_a_stranger_could_bring_in_is_blocked(town, address, enter, path):
    page = enter(town.ana)
    page.add_init_script(HEAR)
    page.goto(address + path)
    for what, code in STRANGE.items():
        page.evaluate(f"() => {{ {code} }}")
        told = f"broken.some((one) => one.startsWith('{what}'))"
        for _ in range(100):
            if page.evaluate(told):
                break
            page.wait_for_timeout(50)
        assert page.evaluate(told), f"{what} was not blocked"
    assert page.evaluate("window.ran") is None
    assert page.locator("body").evaluate("one => getComputedStyle(one).color") != (
        "rgb(255, 0, 0)"
    )


def test_no_page_of_a_pair_breaks_its_policy_folds_open_and_all(
    app, town, address, enter
):
    page = enter(town.ana)
    page.add_init_script(HEAR)
    told, wrong = town.objects(), {}
    drawn = town.failing_graph()
    paths = [*addresses(app, told).values(), f"/submissions/{drawn.id}"]
    seen = 0
    for path in paths:
        answer = page.request.get(address + path, max_redirects=0)
        if not is_page(answer):
            continue
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page.goto(address + path)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        seen += 1
        if broken := page.evaluate("broken"):
            wrong[path] = broken
    assert wrong == {}
    assert page.faults == []
    assert seen > 15
