"""Leave now, every way and in every weather: blank at once, the key gone soon, nothing by Back, the work stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect
from visitor import NARROW

from evenstep.web.serve import Running
from evenstep.web.visits import Visit
from evenstep.web.work import Piece

SMALL = {"width": 320, "height": 600}
KEY_GONE_S = 0.5
BLANK_MS = 150.0
LOOPS = 20
# When nothing is left to see after a press, by the browser's own clock.
BLANKED = """() => { window.blanked = null; const watch = began => {
  const look = () => {
    if (document.documentElement.hidden && window.blanked === null) window.blanked = performance.now() - began;
    else requestAnimationFrame(look);
  };
  look();
};
document.addEventListener('click', e => watch(e.timeStamp), true);
document.addEventListener('submit', e => { e.preventDefault(); }, false); }"""


def click(page: Page) -> None:
    page.get_by_role("button", name="Leave now").click()


def by_keyboard(page: Page) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('leave')"):
            page.keyboard.press("Enter")
            return
    raise AssertionError("Leave now cannot be reached with Tab")


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def settled(page: Page) -> str:
    """What stands on the page. One that is on its way to another page can't be read, and is asked again."""
    until = time.monotonic() + 5.0
    while True:
        try:
            return page.content()
        except Error:
            if time.monotonic() > until:
                raise
            page.wait_for_timeout(50)


def check_left(page: Page, visit: Visit, own: Running) -> None:
    until = time.monotonic() + KEY_GONE_S
    while visit.opened is not None and time.monotonic() < until:
        time.sleep(0.005)
    assert visit.opened is None
    assert visit.left
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    assert page.title() == "Notes"
    for _ in range(3):
        page.go_back()
        assert "Canary" not in settled(page)


WAYS = [
    pytest.param(click, {}, id="click"),
    pytest.param(by_keyboard, {}, id="keyboard"),
    pytest.param(by_shift, {}, id="shift"),
    pytest.param(click, {"viewport": SMALL}, id="320 px"),
    pytest.param(click, {"viewport": NARROW, "has_touch": True}, id="phone"),
    pytest.param(click, {"java_script_enabled": False}, id="plain"),
    pytest.param(click, {"java_script_enabled": False, "viewport": SMALL}, id="plain, 320 px"),
]


@pytest.mark.parametrize(("leave", "options"), WAYS)
def test_every_way_out(
    unlocked: Callable[..., tuple[Page, Visit, str]],
    own: Running,
    leave: Callable[[Page], None],
    options: dict[str, Any],
) -> None:
    page, visit, _ = unlocked(**options)
    if options.get("viewport") == SMALL:
        page.mouse.wheel(0, 3000)
        expect(page.get_by_role("button", name="Leave now")).to_be_in_viewport()
    leave(page)
    check_left(page, visit, own)


def test_leaving_stops_what_works_in_the_background(
    unlocked: Callable[..., tuple[Page, Visit, str]], own: Running
) -> None:
    page, visit, _ = unlocked()
    go_on, steps = threading.Event(), []

    def work(piece: Piece) -> None:
        while not go_on.wait(0.02):
            piece.step()
            steps.append(piece.at)

    assert visit.opened is not None
    piece = own.house.workshop.begin(visit.opened, "long", ("one",), work)
    click(page)
    check_left(page, visit, own)
    assert piece.asked_to_stop
    for _ in range(100):
        if piece.state != "working":
            break
        time.sleep(0.02)
    assert piece.state == "stopped"
    go_on.set()


def test_every_window_leaves(unlocked: Callable[..., tuple[Page, Visit, str]], own: Running) -> None:
    page, visit, address = unlocked()
    other = page.context.new_page()
    other.goto(address)
    assert "CanaryNote" in other.content()
    click(page)
    check_left(page, visit, own)
    expect(other.get_by_text("CanaryNote")).to_be_hidden()
    other.reload()
    assert "Canary" not in other.content()


def test_with_the_server_dead_nothing_stays_in_sight(
    unlocked: Callable[..., tuple[Page, Visit, str]], own: Running
) -> None:
    page, _, _ = unlocked()
    own.stop()
    for channel in list(own.server.active_channels.values()):
        channel.handle_close()
    page.route("**/leave", lambda route: route.abort())
    click(page)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.hidden || !document.body.innerText.includes('Canary')")
    page.unroute("**/leave")


def test_the_page_is_blank_at_once(unlocked: Callable[..., tuple[Page, Visit, str]]) -> None:
    """p95 of many presses, from the press by the browser's clock to a page on which nothing is shown."""
    page, _, address = unlocked()
    times = []
    for _ in range(LOOPS):
        page.goto(address)
        page.evaluate(BLANKED)
        page.get_by_role("button", name="Leave now").click(no_wait_after=True)
        page.wait_for_function("window.blanked !== null", polling=20)
        times.append(float(page.evaluate("window.blanked")))
    times.sort()
    p95 = times[int(0.95 * (LOOPS - 1))]
    assert p95 <= BLANK_MS, f"median {times[LOOPS // 2]:.1f} ms, p95 {p95:.1f} ms, longest {times[-1]:.1f} ms"
