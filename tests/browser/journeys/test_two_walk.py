"""Two on one device, from Steps to the end; a limit from its sentence to a slip; signs ticked and answered at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from three_ways import answer_own, first_run
from walk import SetOut, Walker


def begin(walker: Walker) -> str:
    """A space whose owner answered alone and switched the pages for two on; its address."""
    first_run(walker)
    answer_own(walker)
    walker.choose("joint", "on")
    walker.go("Keep it like this")
    return str(walker.page.url.rpartition("/signs")[0]).removeprefix(walker.visitor.base)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_two_ask_each_other_and_one_sentence_stays(setting_out: SetOut, by: str) -> None:
    walker = setting_out(by=by)
    inside = begin(walker)
    walker.at(f"{inside}/steps")
    walker.go("Fair enough? Heard?")
    walker.go("Ask each other")
    walker.reads("kept in these notes")
    walker.go("Jon")
    for turn in range(2):
        walker.reads("Are you alone with this screen?")
        answer_own(walker)
        walker.choose("fair", "yes")
        walker.choose("heard", "yes" if turn else "nearly")
        walker.go("I am done")
        if not turn:
            walker.go("I have the screen, and I am alone with it")
    walker.reads("For at least one of you something is still open.")
    assert "nearly" not in walker.page.locator("main").inner_text().lower()


def test_two_add_up_what_they_guess(setting_out: SetOut) -> None:
    walker = setting_out()
    inside = begin(walker)
    walker.at(f"{inside}/steps")
    walker.go("Who carries what")
    walker.go("Begin, the two of you")
    walker.go("Jon")
    for share in ("100", "50"):
        answer_own(walker)
        walker.go("Go on")
        walker.choose("laundry-do", share)
        walker.go("I am done")
        if share == "100":
            back = walker.back()
            assert "Laundry" not in back  # what the first one filled in does not come back with Back
            walker.at(walker.page.url.removeprefix(walker.visitor.base))
            walker.go("I have the screen, and I am alone with it")
    walker.reads("Your estimates add up to 150 %.")
    walker.write("text", "Each of us takes one week.")
    walker.go("Keep these words")
    expect(walker.page.get_by_role("link", name="Ask each other")).to_be_visible()


def test_one_who_does_not_go_on_ends_it_for_both(setting_out: SetOut) -> None:
    walker = setting_out()
    inside = begin(walker)
    walker.at(f"{inside}/steps")
    walker.go("Who decides what")
    walker.go("Begin, the two of you")
    walker.go("Jon")
    answer_own(walker, afraid="unsure")
    walker.reads("Not today")
    walker.reads("That is fine, and it needs no reason.")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_limit_is_set_and_a_slip_is_one_tap(setting_out: SetOut, by: str) -> None:
    walker = setting_out(by=by)
    inside = begin(walker)
    walker.at(f"{inside}/steps")
    walker.go("A limit of my own")
    walker.go("My limits")
    walker.go("Set a limit")
    walker.write("words", "You have to answer me.")
    walker.go("First a hint on the sentence")
    walker.reads("This seems to ask")
    walker.write("words", "I write at most two messages in a row.")
    walker.write("instead", "A walk.")
    walker.go("Keep it")
    walker.reads("I write at most two messages in a row.")
    walker.go("It slipped")
    walker.reads("A slip is data")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_what_is_ticked_is_answered_and_gone(setting_out: SetOut, by: str) -> None:
    walker = setting_out(by=by)
    inside = begin(walker)
    walker.at(f"{inside}/steps")
    walker.go("When to see someone")
    walker.go("Look at the lines")
    box = walker.page.locator("input[value=fear]")
    walker.tab_to(box)
    walker.page.keyboard.press("Space")
    walker.go("See what may fit")
    walker.reads("Fear is reason enough.")
    walker.go("Back to the lines")
    expect(walker.page.locator("input:checked")).to_have_count(0)
