"""Talking and needing room, from Steps to the end: by keyboard without scripts, by mouse, and with axe."""

from __future__ import annotations

from typing import Final

import pytest
from calm_page import is_calm
from playwright.sync_api import expect
from test_axe_everywhere import PHONE, Looker
from three_ways import answer_own, first_run
from walk import SetOut, Walker

VEILED: Final = "e => getComputedStyle(e).opacity"


def begin(walker: Walker) -> str:
    """A space with the pages for two and those about reaching switched on; its page of steps."""
    first_run(walker)
    answer_own(walker)
    walker.choose("joint", "on")
    walker.choose("reaching", "on")
    walker.go("Keep it like this")
    return str(walker.page.url.rpartition("/signs")[0]).removeprefix(walker.visitor.base) + "/steps"


def both_alone(walker: Walker) -> None:
    """Each is alone with the private lines, one after the other."""
    walker.go("Jon")
    answer_own(walker)
    walker.go("I have the screen, and I am alone with it")
    answer_own(walker)


def begin_a_session(walker: Walker, steps: str) -> None:
    walker.at(steps)
    walker.go("A listening session")
    walker.go("Begin a session")
    both_alone(walker)
    walker.write("me", "Ada")
    walker.write("topic", "How we begin our evenings")
    walker.write("tension", "3")
    walker.choose("minutes", "3")
    walker.choose("first", "other")
    walker.go("Begin")


@pytest.mark.parametrize("way", [{"by": "keyboard", "java_script_enabled": False}, {"by": "mouse"}])
def test_a_session_from_steps_to_one_line(setting_out: SetOut, way: dict[str, object]) -> None:
    walker = setting_out(viewport=PHONE, **way)
    walker.arrived.append(is_calm)
    begin_a_session(walker, begin(walker))
    walker.reads("About 3 minutes are left.")
    for taps in (("Yes", "We have swapped"), ("Nearly", "I have said it back", "Yes")):
        walker.go("I have said it")
        walker.go("I have said it back")
        for each in taps:
            walker.go(each)
    walker.write("line", "First tea, then the day.")
    walker.go("Ask us both")
    walker.go("Ada: yes")
    walker.reads("Ada said yes.")
    walker.go("Jon: yes")
    walker.reads_own("First tea, then the day.")
    walker.go("About this step")


def test_the_minutes_are_right_after_sleep_and_stay_while_the_page_is_veiled(setting_out: SetOut) -> None:
    walker = setting_out(viewport=PHONE)
    begin_a_session(walker, begin(walker))
    page = walker.page
    page.clock.install()
    page.reload()
    expect(page.get_by_text("About 3 minutes are left.")).to_be_visible()
    page.clock.fast_forward(100_000)  # as after sleep: no second in between was counted
    expect(page.get_by_text("About 2 minutes are left.")).to_be_visible()
    page.clock.fast_forward(100_000)
    expect(page.get_by_text("The time is over.")).to_be_visible()
    expect(page.get_by_text("About 2 minutes are left.")).to_be_hidden()
    page.evaluate("document.documentElement.dataset.veiled = ''")
    seen = [page.locator(each).first.evaluate(VEILED) for each in ("main", ".clock", "main h1", "main form")]
    assert seen == ["1", "1", "0", "0"]


def test_a_check_in_by_keyboard(setting_out: SetOut) -> None:
    walker = setting_out(by="keyboard", viewport=PHONE, java_script_enabled=False)
    walker.arrived.append(is_calm)
    steps = begin(walker)
    walker.at(steps)
    walker.go("A check-in")
    walker.go("Sit down for a check-in")
    both_alone(walker)
    walker.write("me", "Ada")
    walker.choose("called_by", "me")
    walker.go("Begin")
    walker.write("note", "The soup.")
    for _ in range(2):
        walker.go("Go on")
    walker.write("topic", "The holidays")
    walker.write("tension", "9")
    walker.go("Go on")
    walker.reads("This is too hot for a check-in.")
    walker.go("Go on")
    walker.go("Go on")
    walker.go("That was it")
    walker.go("Ada: yes, keep them")
    walker.go("Jon: yes, keep them")
    walker.reads_own("The soup.")


def test_every_page_of_talk_and_room_keeps_the_rules_of_access(setting_out: SetOut) -> None:
    """Alone, by mouse: each page once, in light and dark, on a small phone."""
    walker, looker = setting_out(viewport=PHONE), Looker()
    steps = begin(walker)
    inside = steps.removesuffix("/steps")
    begin_a_session(walker, steps)
    walker.arrived.append(looker)
    walker.look_around()
    for each in ("I have said it", "I have said it back"):
        walker.go(each)
    for path in ("/turns/paper", "/round/paper", "/round/over", "/turns/over", "/cards/mine", "/good", "/glad"):
        walker.at(inside + path)
    walker.at(inside + "/talk")
    walker.go("Begin with this one")
    walker.tick("keep")
    walker.go("Make it one text")
    walker.at(inside + "/talk")
    walker.at(inside + "/cards")
    walker.go("Draw a card")
    walker.go("Add it to your cards")
    walker.at(inside + "/answer?one=no_answer")
    walker.write("text", "You waited so long. Why don’t you just call?")
    walker.go("Look at it")
    walker.go("Another situation")
    a_pause(walker, inside)
    assert looker.wrong == []


def a_pause(walker: Walker, inside: str) -> None:
    walker.at(inside + "/time")
    walker.choose("day", "tomorrow")
    walker.write("at", "20:00")
    walker.go("Take the pause")
    expect(walker.page.get_by_role("button", name="I did not come back")).to_be_hidden()
    walker.go("I am back")
    walker.reads("You came back.")
