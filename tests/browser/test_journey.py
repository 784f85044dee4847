"""The whole way in a real browser: with and without a mouse, with and without scripts, and out again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import FileChooser, Page, expect
from visitor import NARROW, Open, answer, named, to_pattern

NAMES = ("Jon", "Mira")


def test_upload_questions_pattern(visit: Open, long_export: dict[str, Any]) -> None:
    visitor = visit()
    page = visitor.page
    expect(page).to_have_title("Notes: start")
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files(long_export)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("WhatsApp Chat with Jon.txt")).to_be_visible()
    page.get_by_role("radio", name="Mira").check()
    page.get_by_label("Weeks that were hard").fill("2024-W45, 2024-W46")
    page.get_by_role("button", name="Show the pattern").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jon")
    expect(page).to_have_title("Notes: pattern")
    assert page.locator(".report svg[role=img]").count() >= 4
    assert page.evaluate("window.violations") == []
    assert visitor.watch.console == []
    assert visitor.watch.elsewhere == []


def test_a_file_that_is_no_export_keeps_the_others_and_the_answers(visit: Open, export: dict[str, Any]) -> None:
    page = visit().page
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files([export, named("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(500))])
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("photo.jpg")).to_be_visible()
    page.get_by_label("Weeks that were hard").fill("last summer")
    page.get_by_role("radio", name="Mira").check()
    page.get_by_role("button", name="Show the pattern").click()
    expect(page.get_by_role("alert")).to_contain_text("Weeks that were hard")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("radio", name="Mira")).to_be_checked()
    page.get_by_label("Weeks that were hard").fill("")
    page.get_by_role("button", name="Show the pattern").click()
    expect(page.locator(".report")).to_be_visible()


def test_back_after_a_mistake_never_asks_to_send_a_form_again(visit: Open, export: dict[str, Any]) -> None:
    page = visit().page
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files(named("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(500)))
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("photo.jpg")
    page.locator("#files").set_input_files(export)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Weeks that were hard").fill("last summer")
    page.get_by_role("button", name="Show the pattern").click()
    expect(page.get_by_role("alert")).to_contain_text("Weeks that were hard")
    page.get_by_role("radio", name="Mira").check()
    page.get_by_label("Weeks that were hard").fill("")
    page.get_by_role("button", name="Show the pattern").click()
    expect(page.locator(".report")).to_be_visible()
    seen = []
    while "evenstep" not in seen and len(seen) < 8:
        page.go_back()
        seen.append(page.locator("h1").inner_text())
    assert seen[-1] == "evenstep"
    assert "Choose your export" in seen


def test_the_invented_people_are_one_click_away_and_one_click_gone(visit: Open) -> None:
    page = visit().page
    page.get_by_role("button", name="Look around with two invented people").click()
    page.wait_for_url("**/today")
    expect(page.get_by_text("Mira and Jon are invented, and so is every number here.")).to_be_visible()
    page.get_by_role("button", name="Close them").click()
    expect(page).to_have_title("Notes: start")
    expect(page.locator(".bar")).to_have_text("Notes Help Leave now", use_inner_text=True)


def check_gone(page: Page) -> None:
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        text = page.locator("body").inner_text()
        assert not any(name in text for name in NAMES), text


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_shows_nothing_and_back_shows_nothing(visit: Open, export: dict[str, Any], scripts: bool) -> None:
    page = visit(java_script_enabled=scripts).page
    to_pattern(page, export)
    page.get_by_role("button", name="Leave now").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page).to_have_title("Notes")
    check_gone(page)


def test_shift_three_times_leaves(visit: Open, export: dict[str, Any]) -> None:
    page = visit().page
    to_pattern(page, export)
    for _ in range(2):
        page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    expect(page.locator(".report")).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Shift")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    check_gone(page)


def test_leave_now_is_in_sight_on_a_phone_however_far_one_has_read(visit: Open) -> None:
    visitor = visit(viewport=NARROW)
    visitor.go("/look")
    visitor.page.mouse.wheel(0, 4000)
    expect(visitor.page.get_by_role("button", name="Leave now")).to_be_in_viewport()


def test_without_scripts_the_whole_way_works(visit: Open, export: dict[str, Any]) -> None:
    page = visit(java_script_enabled=False).page
    to_pattern(page, export)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jon")


def press_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the thing called ``name`` has focus, and see that focus shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const e = document.activeElement;
            const label = e.labels && e.labels.length ? e.labels[0].innerText : (e.innerText || '');
            const shown = e.closest('.choice, .segment') || e;
            return [label.trim(), getComputedStyle(shown).outlineStyle]; }"""
        )
        if focused[0].startswith(name):
            assert focused[1] != "none"
            return
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_by_keyboard_alone(visit: Open, export: dict[str, Any]) -> None:
    page = visit().page
    choosers: list[FileChooser] = []

    def keep(chooser: FileChooser) -> None:  # a bound method of a list cannot be a listener
        choosers.append(chooser)

    page.on("filechooser", keep)  # from the start: a request at the last moment can come too late
    press_to(page, "Skip to the page", most=1)
    press_to(page, "Look at one export, and keep nothing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add")
    page.wait_for_load_state()
    press_to(page, "One file, or several")
    for _ in range(10):  # a busy machine may swallow a press; a person would press again
        page.keyboard.press("Space")
        page.wait_for_timeout(1_000)
        if choosers:
            break
    choosers[0].set_files(export)
    press_to(page, "Read it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask")
    press_to(page, "Mira")
    page.keyboard.press("Space")
    press_to(page, "Show the pattern")
    page.keyboard.press("Enter")
    page.locator(".report").wait_for()
    page.keyboard.press("Tab")
    press_to(page, "Leave now")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def test_titles_and_addresses_tell_nothing(visit: Open, export: dict[str, Any]) -> None:
    visitor = visit()
    page = visitor.page
    seen: list[tuple[str, str]] = [(page.title(), page.url)]
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files(export)
    seen.append((page.title(), page.url))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("radio", name="Mira").wait_for()
    seen.append((page.title(), page.url))
    answer(page)
    seen.append((page.title(), page.url))
    visitor.go("/look")
    seen.append((page.title(), page.url))
    words = ("start", "add", "questions", "pattern", "pattern")
    assert [title for title, _ in seen] == [f"Notes: {word}" for word in words]
    telling = ("jon", "mira", "whatsapp", "evenstep", "relation", "reach", "safe", "token")
    assert not [url for _, url in seen for word in telling if word in url.removeprefix(visitor.base).lower()]


def test_a_button_says_that_it_reads_and_is_not_pressed_twice(visit: Open, export: dict[str, Any]) -> None:
    page = visit().page
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files(export)
    held = "form => form.addEventListener('submit', event => event.preventDefault())"
    page.locator("form[data-busy]").evaluate(held)
    page.get_by_role("button", name="Read it").click()
    button = page.get_by_role("button", name="Reading…")
    expect(button).to_have_attribute("aria-disabled", "true")
