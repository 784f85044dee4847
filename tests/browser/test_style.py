"""The parts and the shell in a browser: every look, both directions, small pages, large text, rest, and leaving."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import reload

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page
from visitor import NARROW, WIDE, Open

from evenstep.web.house import House
from evenstep.web.outcome import Shown
from evenstep.web.serve import Running, start
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened, using
from pseudo import LONG, TURNED, pseudo_locales

LOOKS = ("theme=light", "theme=dark", f"language={LONG}", f"theme=dark&language={TURNED}", "text=larger")
OPEN_ALL = "document.querySelectorAll('details:not(.space-menu)').forEach(d => d.open = true)"
SMALLEST = {"width": 320, "height": 480}
LEAVE_IS_ON_TOP = """() => {
  const box = document.querySelector('.leave').getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const at = document.elementFromPoint(x, y);
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && at.matches('.leave');
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The app with the page of parts and the two made languages; without a reading, which nothing here needs."""
    made = start(Folder(tmp_path_factory.mktemp("notes")), sample=lambda: Shown("Mira and Jon", "<h1>Invented</h1>"))
    from evenstep.web import urls  # only once Django is set up

    with pytest.MonkeyPatch.context() as patch, pseudo_locales():
        patch.setattr(settings, "DEVELOPMENT", True)
        reload(urls)
        clear_url_caches()
        threading.Thread(target=made.server.run, daemon=True).start()
        yield made
        made.stop()
    reload(urls)
    clear_url_caches()


def begun(house: House) -> tuple[Opened, str]:
    """A new store and the key of a space in it. Called in a thread of its own: Playwright's has a loop in it."""
    from evenstep.web.models import Space  # only once Django is set up

    opened = keep.create(house.folder, "Notes", None, house.now())
    with using(opened):
        return opened, Space.objects.create(kind="partner", other="Jon", made_at=house.now()).key


@pytest.fixture
def in_space(visit: Open, running: Running) -> Iterator[tuple[Page, str]]:
    """A page of a visit that has opened a store, and the address of a space in it."""
    visitor = visit(viewport=SMALLEST)
    with ThreadPoolExecutor(1) as aside:
        opened, key = aside.submit(begun, running.house).result()
    cookies = {each["name"]: each["value"] for each in visitor.page.context.cookies()}
    held = running.house.visits.find(cookies[running.house.cookie])
    assert held is not None
    held.unlock(opened)
    held.say("Noted.", lambda: None)
    yield visitor.page, f"{visitor.base}/n/{key}"
    held.opened = None


def fits(page: Page) -> bool:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return bool(wide <= room)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["360", "1280"])
def test_no_violation_in_any_look(visit: Open, size: dict[str, int]) -> None:
    visitor = visit(viewport=size)
    for look in LOOKS:
        visitor.go(f"/style?{look}")
        visitor.page.evaluate(OPEN_ALL)
        results = Axe().run(visitor.page)
        assert results.violations_count == 0, look + results.generate_report()
    assert visitor.watch.console == []
    assert visitor.page.evaluate("window.violations") == []


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_scrolls_sideways_at_320_px_nor_with_text_twice_as_large(visit: Open, look: str) -> None:
    visitor = visit(viewport=SMALLEST)
    visitor.go(f"/style?{look}")
    visitor.page.evaluate(OPEN_ALL)
    assert fits(visitor.page)
    visitor.page.set_viewport_size(NARROW)
    visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert fits(visitor.page)


@pytest.mark.parametrize("look", LOOKS)
def test_leave_now_is_in_sight_wherever_the_page_stands(visit: Open, look: str) -> None:
    visitor = visit(viewport=SMALLEST)
    visitor.go(f"/style?{look}")
    for size in ("100%", "200%"):
        visitor.page.evaluate("size => document.documentElement.style.fontSize = size", size)
        for part in (0, 0.1, 0.5, 0.9, 1):
            visitor.page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", part)
            assert visitor.page.evaluate(LEAVE_IS_ON_TOP), (size, part)


def test_the_places_stand_in_one_line_on_a_phone(visit: Open) -> None:
    visitor = visit(viewport=NARROW)
    visitor.go("/style")
    for row in visitor.page.locator(".places ul").all():
        tops = {round(each.bounding_box()["y"]) for each in row.locator("a").all()}  # type: ignore[index]
        assert len(tops) == 1
    heights = [each.bounding_box()["height"] for each in visitor.page.locator(".places a").all()]  # type: ignore[index]
    assert min(heights) >= 44


def test_every_part_to_touch_is_large_enough(visit: Open) -> None:
    visitor = visit(viewport=SMALLEST)
    visitor.go("/style")
    targets = visitor.page.locator(".primary, .second:not(.small), .choice, .segment, main select, main summary").all()
    heights = [box["height"] for each in targets if (box := each.bounding_box())]
    assert len(heights) > 30
    assert min(heights) >= 52


def test_the_list_of_spaces_needs_no_script_and_covers_no_way_out(browser: Browser, in_space: tuple[Page, str]) -> None:
    page, address = in_space
    page.goto(f"{address}/today")
    page.locator(".space-menu summary").click()
    assert page.get_by_role("link", name="Another relationship").is_visible()
    assert page.evaluate(LEAVE_IS_ON_TOP)
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Another relationship").is_visible()
    plain = browser.new_context(viewport=SMALLEST, java_script_enabled=False)
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    again = plain.new_page()
    again.goto(f"{address}/today")
    again.locator(".space-menu summary").click()
    assert again.get_by_role("button", name="Lock").is_visible()
    plain.close()


def test_a_word_after_an_action_is_said_once_and_can_be_taken_back(in_space: tuple[Page, str]) -> None:
    page, address = in_space
    page.goto(f"{address}/today")
    assert page.get_by_role("status").get_by_text("Noted.").is_visible()
    page.get_by_role("button", name="Undo").click()
    assert page.url == f"{address}/today"
    assert page.get_by_role("status").get_by_text("Taken back.").is_visible()
    page.reload()
    assert page.get_by_role("status").count() == 0


def test_a_page_at_rest_goes_out_of_sight_and_a_key_brings_it_back(visit: Open) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/style?veil")
    unseen = "getComputedStyle(document.querySelector('main')).opacity === '0'"
    page.locator("html[data-veiled]").wait_for(state="attached")
    assert page.evaluate(unseen)
    assert page.locator(".veil-words").is_visible()
    assert page.evaluate(LEAVE_IS_ON_TOP)
    page.keyboard.press("Alt")  # a held key says nothing
    assert page.evaluate(unseen)
    page.keyboard.press("a")
    assert not page.evaluate(unseen)
    assert page.locator(".veil-words").is_hidden()


def test_a_tap_that_brings_the_page_back_does_nothing_else(visit: Open) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/style?veil")
    box = page.locator("main .fold summary").bounding_box()
    assert box is not None
    page.locator("html[data-veiled]").wait_for(state="attached")
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    assert page.locator("main .fold").get_attribute("open") is None
    page.wait_for_timeout(600)
    page.keyboard.press("a")  # it may be at rest again
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    assert page.locator("main .fold").get_attribute("open") is not None


def test_a_hidden_tab_is_out_of_sight_at_once(visit: Open) -> None:
    visitor = visit()
    visitor.go("/style?veil")
    quick = visitor.page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { get: () => true });
      const from = performance.now();
      document.dispatchEvent(new Event("visibilitychange"));
      const seen = getComputedStyle(document.querySelector("main")).opacity;
      return seen === "0" && performance.now() - from < 100;
    }""")
    assert quick


def test_after_the_lock_time_the_page_blanks_and_goes_to_the_lock(visit: Open) -> None:
    visitor = visit()
    visitor.go("/style?lock")
    visitor.page.wait_for_url(visitor.base + "/", timeout=10_000)
    assert "Every part" not in visitor.page.content()


def test_leaving_in_one_window_empties_the_others(visit: Open) -> None:
    visitor = visit()
    visitor.go("/style")
    other = visitor.page.context.new_page()
    other.goto(visitor.base + "/style")
    visitor.page.get_by_role("button", name="Leave now").click()
    other.get_by_text("Nothing here yet.").wait_for()
    assert "Every part" not in other.content()


def test_a_guess_shows_on_its_line(visit: Open) -> None:
    visitor = visit()
    visitor.go("/style")
    mark = visitor.page.locator(".guess-line .mark")
    assert mark.get_attribute("cx") == "59.2%"
    visitor.page.get_by_label("Of 100 conversations").fill("100")
    assert mark.get_attribute("cx") == "96.0%"
    visitor.page.get_by_label("Of 100 conversations").fill("400")
    assert mark.get_attribute("visibility") == "hidden"


def test_forced_colours_still_show_what_is_chosen(visit: Open) -> None:
    visitor = visit(forced_colors="active", viewport=NARROW)
    visitor.go("/style")
    chosen = visitor.page.locator(".choice:has(:checked), .segment:has(:checked)").all()
    styles = [each.evaluate("e => getComputedStyle(e).outlineStyle") for each in chosen]
    assert len(styles) >= 4
    assert set(styles) == {"solid"}


def test_on_paper_there_are_no_buttons_and_no_bar(visit: Open) -> None:
    visitor = visit()
    visitor.go("/style")
    visitor.page.emulate_media(media="print")
    for part in (".bar", ".places", ".said", ".act", "form", ".veil-words"):
        assert not any(each.is_visible() for each in visitor.page.locator(part).all()), part
    assert visitor.page.get_by_text("Of 100 conversations, you begin 61").is_visible()
