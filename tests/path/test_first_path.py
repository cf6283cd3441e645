"""One pair's first hour, in a real browser on the real service."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

CORPUS = Path(__file__).parents[1] / "corpus"
WRONG = "def log_back(grad_out, out, x):\n    return 1 / x\n"
RIGHT = "def log_back(grad_out, out, x):\n    return grad_out / x\n"
VERDICT_MILLISECONDS = 60_000
TRAINING_MILLISECONDS = 240_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sandbox,
    pytest.mark.redis,
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def browser(chromium) -> Browser:
    return chromium


def enter(browser: Browser, link: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(link)
    page.get_by_role("button", name="Yes, sign me in").click()
    return page


@pytest.fixture(scope="module")
def instructor(browser, service):
    return enter(browser, service.link("Ida"))


@pytest.fixture(scope="module")
def pair(browser, service, instructor):
    """Return two students' pages, in two browsers, who joined and paired up."""
    instructor.goto(f"{service.url}/class/code")
    code = instructor.locator(".giant").inner_text()
    cleo, dan = (browser.new_context().new_page() for _ in range(2))
    for page, name in ((cleo, "Cleo"), (dan, "Dan")):
        page.goto(service.url)
        page.get_by_label("Class code").fill(code)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join", exact=True).click()
    cleo.get_by_role("button", name="Show our code").click()
    invitation = cleo.locator(".pair-code").first.inner_text()
    dan.get_by_label("partner's code").fill(invitation)
    dan.get_by_role("button", name="Join partner").click()
    # The partner's arrival shows without a reload.
    expect(cleo.get_by_text("Cleo + Dan").first).to_be_visible()
    return cleo, dan


def hand_in_file(page: Page, service, path: Path) -> None:
    page.goto(f"{service.url}/submissions/new")
    page.get_by_label("A .py or .ipynb file").set_input_files(path)
    page.get_by_role("button", name="Grade the whole file").click()
    expect(page.locator(".headline")).to_be_visible(timeout=VERDICT_MILLISECONDS)


def test_a_link_preview_does_not_use_up_a_sign_in_link(browser, service):
    link = service.printed_link("Ben")
    for _ in range(2):
        assert "Sign in as Ben?" in service.get(link.removeprefix(service.url))
    page = enter(browser, link)
    expect(page.get_by_text("Ana + Ben").first).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("has been used or has expired")).to_be_visible()


def test_the_ladder_has_the_three_sections_of_the_day(pair, service):
    page = pair[0]
    page.goto(f"{service.url}/ladder")
    for section in ("core 1", "core 2", "stretch 3"):
        expect(
            page.get_by_text(re.compile(section, re.IGNORECASE)).first
        ).to_be_visible()
    expect(page.locator(".rung")).to_have_count(22)


def test_a_wrong_function_gets_its_smallest_failing_input_without_reload(pair, service):
    page = pair[0]
    page.goto(f"{service.url}/exercises/log_back")
    page.evaluate("window.unreloaded = true")
    fresh = submit(page, WRONG)
    expect(fresh.locator(".verdict.wrong")).to_be_visible(timeout=VERDICT_MILLISECONDS)
    shown = fresh.inner_text().lower()
    assert "log_back(" in shown
    assert "expected" in shown
    assert "got" in shown
    assert page.evaluate("window.unreloaded")


def test_a_right_function_passes_and_the_partner_sees_it(pair, service):
    cleo, dan = pair
    cleo.goto(f"{service.url}/exercises/log_back")
    fresh = submit(cleo, RIGHT)
    expect(fresh.locator(".verdict.right")).to_be_visible(timeout=VERDICT_MILLISECONDS)
    dan.goto(f"{service.url}/ladder")
    expect(dan.locator("#log_back")).to_have_class(re.compile("passed"))


def test_another_pair_cannot_open_it(browser, pair, service):
    pair[0].goto(f"{service.url}/exercises/log_back")
    expect(submit(pair[0], WRONG).locator(".verdict")).to_be_visible(
        timeout=VERDICT_MILLISECONDS
    )
    pair[0].goto(f"{service.url}/submissions")
    link = pair[0].locator("a[href^='/submissions/']").last.get_attribute("href")
    ana = enter(browser, service.link("Ana"))
    answer = ana.goto(f"{service.url}{link}")
    assert answer.status == 404


def test_a_notebook_grades_every_exercise_in_it(pair, service):
    hand_in_file(pair[1], service, CORPUS / "whole" / "right" / "notebook.ipynb")
    expect(pair[1].locator(".state.passed").first).to_be_visible()


def test_a_wrong_whole_file_names_its_first_failure(pair, service):
    wrong = min((CORPUS / "whole" / "wrong").glob("*.py"))
    hand_in_file(pair[0], service, wrong)
    expect(pair[0].locator(".verdict.wrong")).to_be_visible()


def test_a_right_whole_file_trains_and_stands_on_the_leaderboard(pair, service):
    page = pair[0]
    hand_in_file(page, service, CORPUS / "whole" / "right" / "plain.py")
    expect(page.locator(".verdict.right")).to_be_visible()
    page.get_by_role("button", name="Train MNIST").click()
    expect(page.locator("main .figure").first).to_be_visible(
        timeout=VERDICT_MILLISECONDS
    )
    expect(page.locator(".huge")).to_be_visible(timeout=TRAINING_MILLISECONDS)
    accuracy = float(page.locator(".huge").inner_text().rstrip("%"))
    assert accuracy > 60
    page.goto(f"{service.url}/leaderboard")
    expect(page.locator("tr.own")).to_be_visible()
    rows = page.locator("tr.baseline").all_inner_texts()
    assert any("PyTorch" in row for row in rows)
    assert any("reference" in row.lower() for row in rows)
    expect(
        page.get_by_text(re.compile("practice digits", re.IGNORECASE)).first
    ).to_be_visible()


def test_the_instructor_sees_pairs_by_exercises_and_opens_any_submission(
    instructor, pair, service
):
    pair[0].goto(f"{service.url}/exercises/log_back")
    submit(pair[0], WRONG)
    instructor.goto(f"{service.url}/class")
    row = instructor.get_by_role("row").filter(has_text="Cleo + Dan")
    expect(row).to_be_visible()
    row.get_by_role("link").first.click()
    instructor.locator("a[href^='/submissions/']").first.click()
    expect(instructor.locator(".headline, .progress-card").first).to_be_visible()


BAD = {
    "nothing at all": (b"", "empty.py"),
    "not Python": (b"def f(:\n", "broken.py"),
    "binary": (bytes(range(256)) * 50, "photo.py"),
    "a broken notebook": (b'{"cells": [', "day.ipynb"),
    "ten megabytes": (b"#" * 10_000_000, "big.py"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_bad_input_gets_a_sentence(what, pair, service, tmp_path):
    content, name = BAD[what]
    path = tmp_path / name
    path.write_bytes(content)
    page = pair[0]
    page.goto(f"{service.url}/submissions/new")
    page.get_by_label("A .py or .ipynb file").set_input_files(path)
    page.get_by_role("button", name="Grade the whole file").click()
    expect(page.locator(".problem:visible, .headline, .lead").first).to_be_visible(
        timeout=VERDICT_MILLISECONDS
    )
    assert "Traceback" not in page.content()


HOSTILE = {
    "an endless loop": ("while True:\n        pass", "did not finish within 3 seconds"),
    "a fork bomb": ("import os\n    while True:\n        os.fork()", "PermissionError"),
    "a gigabyte of print": ("print('x' * 10**9)\n    return grad_out / x", "memory"),
    "a call of torch": (
        "import torch\n    return torch.einsum('i->i', grad_out)",
        "torch",
    ),
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_a_hostile_function_costs_no_one_else_anything(what, pair, service):
    body, told = HOSTILE[what]
    page = pair[0]
    page.goto(f"{service.url}/exercises/log_back")
    fresh = submit(page, f"def log_back(grad_out, out, x):\n    {body}\n")
    expect(fresh.locator(".verdict.wrong")).to_be_visible(timeout=VERDICT_MILLISECONDS)
    assert told in fresh.inner_text()


def fill(page: Page, source: str) -> None:
    """Write into the editor, or into the plain box where no bundle is built."""
    editor = page.locator(".cm-content")
    if editor.count():
        editor.fill(source)
    else:
        page.locator("#source").fill(source)


def submit(page: Page, source: str) -> Locator:
    """Hand in the source; return the place of its result, not of an earlier one."""
    earlier = page.locator("#result").get_attribute("data-live")
    fill(page, source)
    page.get_by_role("button", name="Submit").click()
    fresh = page.locator(f"#result .result:not([data-topic='{earlier}'])")
    expect(fresh).to_be_visible(timeout=VERDICT_MILLISECONDS)
    return fresh
