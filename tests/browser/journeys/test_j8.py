"""J8: a yes on the private page leaves no trace on any page; asked to stop, the app helps with reaching no more."""

from __future__ import annotations

import re

import pytest
from calm_page import is_calm
from playwright.sync_api import expect
from three_ways import SECRET, answer_own, first_run, turn_stop_on
from walk import SetOut, Walker

KEY = re.compile(r"/n/([0-9a-f]{12})")
CHANGING = re.compile(r'<details class="space.*?</details>|name="csrfmiddlewaretoken" value="[^"]*"', re.DOTALL)
PAGES = (
    *("today", "signs", "signs/reach", "signs/effects", "moments", "moments/new/good", "moments/new/hard", "messages"),
    *("loop", "bring", "brought", "weeks", "change", "own", "still"),
)
ELSEWHERE = ("/help", "/now", "/data", "/spaces")


def space_key(walker: Walker) -> str:
    found = KEY.search(walker.page.url)
    assert found is not None
    return found[1]


def as_seen(walker: Walker, path: str, key: str) -> str:
    """A page as a passer-by could see it: without the space's key and the form's secret."""
    walker.at(path)
    return CHANGING.sub("", walker.page.content().replace(key, "key"))


def another_space(walker: Walker) -> str:
    walker.at("/begin/space")
    walker.choose("kind", "partner")
    walker.write("other", "Jon")
    walker.choose("together", "alone")
    walker.go("Go on")
    return space_key(walker)


@pytest.fixture
def walker(setting_out: SetOut) -> Walker:
    made = setting_out()
    made.arrived.append(is_calm)
    first_run(made)
    return made


def test_after_a_yes_every_page_looks_as_it_does_for_everyone(walker: Walker) -> None:
    afraid = space_key(walker)
    answer_own(walker, afraid="yes", hurt="yes")
    walker.reads("Thank you. Nothing you chose is kept.")
    control = another_space(walker)
    answer_own(walker)
    walker.go("Keep it like this")
    for page in PAGES:
        told = as_seen(walker, f"/n/{afraid}/{page}", afraid)
        assert told == as_seen(walker, f"/n/{control}/{page}", control), page


def test_the_comparison_sees_a_switch(walker: Walker) -> None:
    """The look of a space in which something was switched on does differ: else the test above could see nothing."""
    other = space_key(walker)
    walker.go("Not now")
    control = another_space(walker)
    turn_stop_on(walker)
    page = "messages"
    assert as_seen(walker, f"/n/{other}/{page}", other) != as_seen(walker, f"/n/{control}/{page}", control)


def test_a_picture_of_today_is_the_same_to_the_last_dot(walker: Walker) -> None:
    afraid = space_key(walker)
    answer_own(walker, made_to="yes")
    control = another_space(walker)
    answer_own(walker)
    pictures = []
    for key in (afraid, control):
        walker.at(f"/n/{key}/today")
        walker.page.evaluate("document.fonts.ready")
        pictures.append(walker.page.screenshot(caret="hide"))
    assert pictures[0] == pictures[1]


def test_lines_of_the_chosen_country_and_nothing_kept_of_the_choice(walker: Walker) -> None:
    answer_own(walker, afraid="yes")
    walker.go("Help")
    for country, number in (("GB", "999"), ("DE", "112"), ("US", "911")):
        walker.choose("country", country)
        walker.go("Show this country")
        expect(walker.page.locator(".finding").first).to_contain_text(number)
        assert country not in walker.page.url
    assert walker.page.locator("main a[href^=http]").count() == 0
    walker.at("/help")
    assert walker.page.locator("[name=country]").input_value() == ""


def test_asked_to_stop_no_messages_are_read_and_only_the_person_turns_it_off(walker: Walker) -> None:
    key = space_key(walker)
    answer_own(walker)
    walker.choose("loop", "on")
    walker.go("Keep it like this")
    turn_stop_on(walker)
    for path in ("messages", "loop", "bring"):
        walker.at(f"/n/{key}/{path}")
        walker.reads("Not in this space")
        assert walker.page.locator("input[type=file]").count() == 0
    walker.at(f"/n/{key}/own")
    answer_own(walker)
    walker.reads("As long as it is, there is nothing to switch on here.")
    lock_and_open(walker)
    walker.at(f"/n/{key}/still")
    walker.reads("It is on in this space")
    walker.go("Turn it off")
    walker.at(f"/n/{key}/own")
    answer_own(walker)
    assert walker.page.locator("[name=loop]:checked").get_attribute("value") == ""  # nothing came back on by itself


def lock_and_open(walker: Walker) -> None:
    walker.press(walker.page.locator(".space-menu summary"))
    walker.go("Lock")
    walker.write("passphrase", SECRET)
    walker.go("Open")


@pytest.mark.parametrize("scripts", [True, False])
def test_leave_now_locks_and_back_meets_the_lock(setting_out: SetOut, scripts: bool) -> None:
    walker = setting_out(java_script_enabled=scripts)
    first_run(walker)
    answer_own(walker, afraid="yes")
    walker.go("Leave now")
    expect(walker.page).to_have_title("Notes")
    walker.reads("Nothing here yet.")
    for _ in range(4 if scripts else 1):
        text = walker.back()
        assert "Jon" not in text
        assert "afraid of how" not in text
