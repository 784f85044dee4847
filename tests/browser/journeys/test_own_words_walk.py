"""By keyboard alone, without scripts: two taps from Steps to each page of own words, and there from start to finish."""

from __future__ import annotations

from typing import Final

from calm_page import is_calm
from playwright.sync_api import expect
from three_ways import first_run
from walk import SetOut, Walker

PHONE: Final = {"width": 360, "height": 740}
WORDS: Final = "Only for me."
# Practice, its button, the field written in, the button that keeps it.
WRITTEN: Final = (
    ("A plan for setbacks", "Write the plan", "own-helps", "Keep the plan"),
    ("The shelf of small things", "Open the shelf", "own-what", "Put it on the shelf"),
    ("Doubts and fears", "Look at the cards", "own-line", "Keep the line"),
    ("Where does this come from?", "Take the three questions", "own-rather", "Keep what I wrote"),
    ("My shelf", "Open the shelf", "own-name", "Put it on the shelf"),
    ("Where my worth comes from", "Open the list", "own-answer", "Put it on the list"),
    ("People to lean on", "Write who is there", "own-who", "Keep it"),
    ("Small plans of my own", "Plan one small thing", "own-what", "Keep the plan"),
)


def test_each_page_of_own_words(setting_out: SetOut) -> None:
    walker = setting_out(by="keyboard", viewport=PHONE, java_script_enabled=False)
    walker.arrived.append(is_calm)
    first_run(walker)
    steps = walker.page.url.removeprefix(walker.visitor.base).rpartition("/")[0] + "/steps"
    for practice, button, field, keep in WRITTEN:
        walker.at(steps)
        walker.go(practice)
        walker.go(button)
        walker.write(field, WORDS)
        walker.go(keep)
        walker.reads_own(WORDS)
        walker.reads("Kept.")
    a_plan_and_a_card_of_it(walker, steps)


def a_plan_and_a_card_of_it(walker: Walker, steps: str) -> None:
    """A plan is picked, shown to a friend on paper, and taken away."""
    walker.at(steps)
    walker.go("If this happens, then I will")
    walker.go("Write a plan")
    walker.choose("own-moment", "night")
    walker.choose("own-then", "water")
    walker.go("Keep the plan")
    walker.at(steps)
    walker.go("A card for a trusted friend")
    walker.go("Make a card")
    walker.write("own-friend", "Rahel")
    plan = walker.page.locator("[name=own-shows] optgroup[label^='One plan'] option").first
    walker.choose("own-shows", plan.get_attribute("value") or "")
    walker.go("Make the card")
    walker.page.get_by_role("link", name="The card").click()
    walker.reads("then I will drink some water")
    walker.page.emulate_media(media="print")
    expect(walker.page.locator(".bar")).to_be_hidden()
    expect(walker.page.locator(".friend-card")).to_be_visible()
    walker.page.emulate_media(media="screen")
    walker.go("Back")
    walker.page.get_by_role("link", name="Change").click()
    walker.go("Take it away")
    assert "Rahel" not in walker.page.locator("main").inner_text()
