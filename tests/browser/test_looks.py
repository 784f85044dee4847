"""Every page in four looks: no violation of the accessibility rules, no sideways scroll, nothing inline."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from visitor import NARROW, WIDE, Open, Visitor, named, to_pattern

LOOKS = [(size, scheme) for size in (NARROW, WIDE) for scheme in ("light", "dark")]
PAGES = ("/", "/add", "/help", "/look", "/nothing")


def check_axe(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def check_fits(page: Page) -> None:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room


def to_questions_with_errors(visitor: Visitor, export: dict[str, Any]) -> None:
    page = visitor.page
    visitor.go("/add")
    page.locator("#files").set_input_files(
        [export, named("page.html", b"<!doctype html><html><body>Sign in</body></html>")]
    )
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Weeks that were hard").fill("last summer")
    page.get_by_role("button", name="Show the pattern").click()
    page.get_by_role("alert").wait_for()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_no_violation_on_any_page(visit: Open, export: dict[str, Any], size: dict[str, int], scheme: str) -> None:
    visitor = visit(viewport=size, color_scheme=scheme)
    for path in PAGES:
        visitor.go(path)
        check_axe(visitor.page)
    to_questions_with_errors(visitor, export)
    check_axe(visitor.page)
    visitor.go("/")
    to_pattern(visitor.page, export)
    check_axe(visitor.page)
    visitor.page.get_by_role("button", name="Leave now").click()
    visitor.page.get_by_text("Nothing here yet.").wait_for()
    check_axe(visitor.page)


def test_nothing_scrolls_sideways_at_320_px(visit: Open, export: dict[str, Any]) -> None:
    visitor = visit(viewport={"width": 320, "height": 600})
    for path in PAGES:
        visitor.go(path)
        visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        check_fits(visitor.page)
    to_questions_with_errors(visitor, export)
    check_fits(visitor.page)
    visitor.go("/")
    to_pattern(visitor.page, export)
    visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    check_fits(visitor.page)


def test_one_filled_button_at_most_and_nothing_inline(visit: Open) -> None:
    visitor = visit()
    for path in PAGES:
        visitor.go(path)
        assert visitor.page.locator(".primary").count() <= 1
        assert visitor.page.locator("[style], style, script:not([src]), [onclick]").count() == 0


def test_bars_and_buttons_are_large_enough_to_touch(visit: Open) -> None:
    visitor = visit(viewport=NARROW)
    for path in PAGES:
        visitor.go(path)
        boxes = visitor.page.locator(".bar a, .bar button, .primary, .second, summary, .quiet").all()
        small = [box.inner_text() for box in boxes if (found := box.bounding_box()) and found["height"] < 44]
        assert small == []


def test_lines_are_short_enough_to_read_and_nothing_touches(visit: Open, export: dict[str, Any]) -> None:
    """No paragraph wider than 36 rem on a wide page, and room between whatever follows a heading."""
    visitor = visit()
    measure = """() => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const width = e => e.getBoundingClientRect().width;
      const wide = [...document.querySelectorAll('main p:not(.act)')].filter(p => width(p) > 36 * rem);
      const tight = [...document.querySelectorAll('.flow > h1, .flow > h2')].filter(h => h.nextElementSibling &&
        h.nextElementSibling.getBoundingClientRect().top - h.getBoundingClientRect().bottom < .5 * rem);
      return [...wide, ...tight].map(e => e.textContent.slice(0, 40));
    }"""
    for path in PAGES:
        visitor.go(path)
        assert visitor.page.evaluate(measure) == []
    to_questions_with_errors(visitor, export)
    assert visitor.page.evaluate(measure) == []


def test_the_fonts_are_ours(visit: Open) -> None:
    visitor = visit()
    visitor.page.evaluate("document.fonts.ready")
    loaded = visitor.page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.weight)"
    )
    assert len(loaded) >= 3
