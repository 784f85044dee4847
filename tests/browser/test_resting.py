"""A page at rest: out of sight, then locked by its own script; a closed lid; what was typed is there after unlocking.

The browser's clock is turned forward, the server's is not: whatever locks here is locked by the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from visitor import WIDE

from evenstep.web.serve import Running
from evenstep.web.visits import Visit

Unlocked = Callable[..., tuple[Page, Visit, str]]
VEIL_S = 30
LOCK_S = 10 * 60
MARGIN_S = 5
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def rested(unlocked: Unlocked, path: str = "", **options: Any) -> tuple[Page, Visit, str]:
    """Inside, before a page with a canary that tells the time by a clock of ours; ``path``: of another page there."""
    page, visit, address = unlocked(**options)
    page.clock.install()
    address = address.removesuffix("moments") + path if path else address
    page.goto(address)
    return page, visit, address


def in_sight(page: Page) -> bool:
    return bool(page.evaluate("getComputedStyle(document.querySelector('main')).opacity !== '0'"))


def until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come")


def check_locked(page: Page, visit: Visit) -> None:
    until(lambda: visit.opened is None)
    assert not visit.left
    page.get_by_role("button", name="Open").wait_for()
    assert "Canary" not in page.content()
    for _ in range(2):
        page.go_back()
        assert "Canary" not in page.content()


def test_after_a_while_a_page_goes_out_of_sight_and_a_key_brings_it_back(unlocked: Unlocked) -> None:
    page, visit, _ = rested(unlocked)
    page.clock.run_for((VEIL_S - 3) * 1000)
    assert in_sight(page)
    page.clock.run_for(4 * 1000)
    assert not in_sight(page)
    expect(page.locator(".veil-words")).to_be_visible()
    assert visit.opened is not None
    page.keyboard.press("Space")
    assert in_sight(page)


def test_after_longer_a_page_locks_itself(unlocked: Unlocked) -> None:
    page, visit, _ = rested(unlocked)
    page.clock.run_for((LOCK_S - MARGIN_S) * 1000)
    assert visit.opened is not None
    page.clock.run_for(2 * MARGIN_S * 1000)
    check_locked(page, visit)


def test_use_puts_the_lock_off(unlocked: Unlocked) -> None:
    page, visit, _ = rested(unlocked)
    for _ in range(3):
        page.clock.run_for((LOCK_S - 60) * 1000)
        page.keyboard.press("Space")
    assert visit.opened is not None
    assert in_sight(page)


def test_a_lid_that_was_closed_for_hours_opens_on_the_lock(unlocked: Unlocked) -> None:
    page, visit, _ = rested(unlocked)
    page.clock.fast_forward("08:00:00")
    check_locked(page, visit)


def test_a_hidden_tab_is_out_of_sight_at_once_and_locks_itself_too(unlocked: Unlocked) -> None:
    page, visit, _ = rested(unlocked)
    page.evaluate(HIDE, True)
    assert not in_sight(page)
    page.clock.fast_forward((LOCK_S + MARGIN_S) * 1000)
    check_locked(page, visit)


def test_what_was_typed_is_there_after_unlocking(unlocked: Unlocked) -> None:
    page, visit, _ = rested(unlocked, "moments/new/hard")
    page.get_by_text("More, if you like").click()
    page.locator("textarea[name=note]").fill("CanaryTyped in the middle of")
    page.clock.fast_forward("08:00:00")
    until(lambda: visit.opened is None)
    page.get_by_role("button", name="Open").wait_for()
    assert "Canary" not in page.content()
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("CanaryTyped in the middle of")).to_be_visible()
    page.get_by_role("button", name="Save it").click()
    expect(page.locator("textarea[name=note]")).to_have_value("CanaryTyped in the middle of")  # the taps are still open


def test_leaving_locks_the_same_persons_other_browser(unlocked: Unlocked, own: Running) -> None:
    page, visit, address = unlocked()
    assert page.context.browser is not None
    elsewhere = page.context.browser.new_context(viewport=WIDE)
    other = elsewhere.new_page()
    other.goto(own.address())
    other.get_by_role("button", name="Leave now").wait_for()
    second = list(own.house.visits._visits.values())[-1]
    assert second is not visit
    assert visit.opened is not None
    second.unlock(visit.opened)
    other.goto(address)
    assert "CanaryNote" in other.content()
    page.get_by_role("button", name="Leave now").click()
    until(lambda: visit.left and second.opened is None)
    other.reload()
    other.get_by_role("button", name="Open").wait_for()
    assert "Canary" not in other.content()
    elsewhere.close()
