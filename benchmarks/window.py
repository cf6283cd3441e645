"""Open a browser's window, and sign in there as a person does."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, ViewportSize, sync_playwright

LAPTOP: ViewportSize = {"width": 1366, "height": 768}


@contextmanager
def opened(size: ViewportSize = LAPTOP) -> Iterator[Page]:
    """Yield an empty page of the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu"],
        )
        yield browser.new_page(viewport=size)
        browser.close()


@contextmanager
def signed_in(link: str, size: ViewportSize = LAPTOP) -> Iterator[Page]:
    """Yield a page that has spent a sign-in link."""
    with opened(size) as page:
        page.goto(link)
        page.get_by_role("button", name="Yes, sign me in").click()
        page.wait_for_load_state()
        yield page
