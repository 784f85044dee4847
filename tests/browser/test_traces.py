"""What a browser's profile holds after a whole journey and Leave now: no canary, no telling word, nothing by Back."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect
from visitor import WIDE, named

from evenstep.samples import ME, OTHER, sample_export
from evenstep.web.serve import Running, start
from evenstep.web.vault.folder import Folder

TELLING = re.compile(
    r"abus|safe|relation|partner|afraid|stop|hurt|violen|couple|love|cheat|leave me|chat|whatsapp|evenstep",
    re.IGNORECASE,
)
TITLE = re.compile(r"(Notes(: [a-z ]+)?)?")
CANARIES = ("CanaryPassphrase", "CanaryLoved", "CanaryNote", "CanaryMira", "CanaryJon", "CanaryText", "CanaryFile")
PASSPHRASE = "CanaryPassphrase of four words"
MOVES = 50
OWN = ("afraid", "hurt", "controlled", "pushed", "made_to", "stop")


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Running]:
    """An app that nobody else visits."""
    made = start(Folder(tmp_path / "notes"))
    threading.Thread(target=made.server.run, daemon=True).start()
    yield made
    made.stop()


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def begin_browser(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[], BrowserContext]:
    """Start Chromium with a profile that stays on the disk, as a person's does."""

    def begin() -> BrowserContext:
        options = {**browser_type_launch_args, "viewport": WIDE, "java_script_enabled": request.param}
        context = playwright.chromium.launch_persistent_context(tmp_path / "profile", **options)
        context.set_default_timeout(20_000)
        return context

    return begin


def export() -> dict[str, Any]:
    lines = sample_export("short").replace(ME, "CanaryMira").replace(OTHER, "CanaryJon").splitlines()
    return named("CanaryFile.txt", "\n".join([lines[0], *(f"{line} CanaryText" for line in lines[1:])]).encode())


def send(page: Page, **fields: str) -> None:
    """Fill in the page's own form and send it by its first button."""
    for name, value in fields.items():
        field = page.locator(f"main [name='{name}']").first
        if field.get_attribute("type") == "checkbox":
            field.check(force=True)
        elif field.get_attribute("type") == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check(force=True)
        else:
            field.fill(value)
    with page.expect_navigation():
        page.locator("main button.primary").first.click()


def journey(page: Page, base: str) -> str:
    """From the first page to the pattern; the space's own address."""
    page.goto(f"{base}/begin")
    send(page, adult="on")
    send(page, label="Notes", passphrase=PASSPHRASE, again=PASSPHRASE)
    send(page, kind="partner", other="CanaryLoved", together="alone")
    inside = page.url.removesuffix("/own")
    send(page, **dict.fromkeys(OWN, "yes"))
    for path in ("/help", "/help/about", "/help/more", "/now"):
        page.goto(base + path)
    for path in ("/still", "/signs", "/signs/effects", "/today"):
        page.goto(inside + path)
    page.goto(f"{inside}/moments/new/hard")
    page.locator("summary").last.click()
    send(page, toward="me", back="other", tension="3", note="CanaryNote")
    page.goto(f"{inside}/bring")
    page.locator("input[type=file]").set_input_files(export())
    with page.expect_navigation():
        page.locator("main button.primary").click()
    page.get_by_role("radio", name=re.compile("CanaryMira")).check(force=True)
    with page.expect_navigation():
        page.locator("main button.primary").click()
    send(page, starts="60")
    page.locator(".report").wait_for(timeout=240_000)
    assert "CanaryJon" in page.content()
    page.goto(f"{inside}/moments")
    assert "CanaryNote" in page.content()
    return inside


def content_of(page: Page) -> str:
    """The page once it stands: one that was left sends on by itself, and has no content while it does."""
    for _ in range(MOVES):
        try:
            return page.content()
        except Error as moving:
            if "navigating" not in str(moving):
                raise
            page.wait_for_load_state()
    raise AssertionError(f"{page.url} never comes to rest")


def check_nothing(page: Page) -> None:
    text = content_of(page)
    assert not [word for word in CANARIES if word in text], page.url


def rows(database: Path, question: str) -> list[tuple[Any, ...]]:
    """From a copy: the browser may still hold the file."""
    copy = database.with_name("copy")
    shutil.copy(database, copy)
    connection = sqlite3.connect(copy)
    found = connection.execute(question).fetchall()
    connection.close()
    copy.unlink()
    return found


def check_profile(profile: Path, base: str) -> None:
    kept = rows(profile / "Default" / "History", "SELECT url, title FROM urls")
    own = [(url, title) for url, title in kept if url.startswith(base)]
    assert own, "the history was not written, so that nothing is shown by its silence"
    assert [each for each in own if TELLING.search(each[0].removeprefix(base)) or TELLING.search(each[1])] == []
    # a refusal has no title: there the browser puts the address, which the line above has looked at
    addresses = {url.removeprefix("http://") for url, _ in own}
    assert {title for _, title in own if not TITLE.fullmatch(title)} <= addresses
    spellings = {word: (word.encode(), word.encode("utf-16-le")) for word in CANARIES}
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 20
    found = [
        (str(path.relative_to(profile)), word)
        for path in files
        for word, bytes_of in spellings.items()
        if any(each in path.read_bytes() for each in bytes_of)
    ]
    assert found == []


def test_a_whole_journey_leaves_no_word_in_the_profile(
    begin_browser: Callable[[], BrowserContext], used: Running, tmp_path: Path
) -> None:
    profile, base = tmp_path / "profile", f"http://127.0.0.1:{used.house.port}"
    context = begin_browser()
    page = context.new_page()
    page.goto(used.address())
    page.get_by_role("button", name="Leave now").wait_for()
    inside = journey(page, base)
    page.get_by_role("button", name="Leave now").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    for _ in range(6):
        page.go_back()
        check_nothing(page)
    again = context.new_page()
    for path in (f"{inside}/moments", f"{inside}/messages", f"{base}/"):
        again.goto(path)
        check_nothing(again)
        assert again.locator("body").inner_text().strip() == "This page is closed."
    context.close()
    check_profile(profile, base)
    reopened = begin_browser()
    page = reopened.new_page()
    page.goto(f"{inside}/moments")
    check_nothing(page)
    assert reopened.cookies() == []
    reopened.close()
