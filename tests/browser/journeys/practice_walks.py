"""The practices of Steps, each as a little script of taps: from the first page of its tool to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from three_ways import answer_own, questions
from walk import Walker

WORDS: Final = "Soup, and ten quiet minutes."
ANSWER: Final = "That sounds like a long day. What was the hardest part?"
Script = Callable[[Walker], None]


def write_and_keep(walker: Walker, field: str, button: str) -> None:
    """A sheet of own words: one line is enough."""
    walker.write(field, WORDS)
    walker.go(button)
    walker.reads_own(WORDS)
    walker.reads("Kept.")


def plan_from_lists(walker: Walker) -> None:
    """Both halves of the plan are picked, nothing is written."""
    walker.choose("own-moment", "night")
    walker.choose("own-then", "water")
    walker.go("Keep the plan")
    walker.reads("then I will drink some water")


def friend_card(walker: Walker) -> None:
    """A card, made and looked at as it will be printed."""
    walker.write("own-friend", "Rahel")
    walker.write("own-body", WORDS)
    walker.go("Make the card")
    walker.press(walker.page.locator(".kept-act a").last)
    walker.page.locator(".friend-card").wait_for()
    walker.look_around()
    walker.reads_own(WORDS)
    walker.go("Back")


def first_talk(walker: Walker) -> None:
    """An opening, changed, as one text."""
    walker.go("Begin with this one")
    walker.write("ask", WORDS)
    walker.go("Make it one text")
    walker.reads("To say or to read out")
    walker.reads_own(WORDS)


def sit_down(walker: Walker) -> None:
    """Both are alone with the private lines; then the one whose notes these are gets a name."""
    both_alone(walker)
    if walker.page.locator("[name=me]").count():
        walker.write("me", "Ada")


def both_alone(walker: Walker, each: Script | None = None) -> None:
    """The screen is passed once. ``each``: what either of the two does right after the private lines."""
    walker.go(walker.other)
    for turn in range(2):
        walker.reads("Are you alone with this screen?")
        answer_own(walker)
        if each is not None:
            each(walker)
        if not turn:
            walker.go("I have the screen, and I am alone with it")


def check_in(walker: Walker) -> None:
    """Five parts, one note, kept with two yeses."""
    sit_down(walker)
    walker.choose("called_by", "me")
    walker.go("Begin")
    walker.write("note", WORDS)
    for _part in range(4):
        walker.go("Go on")
    walker.go("That was it")
    walker.page.locator(".equals button").first.wait_for()
    walker.press(walker.page.locator(".equals button").first)
    walker.page.locator(".said-yes").wait_for()
    walker.press(walker.page.locator(".equals button").first)
    walker.reads("That was it for now")
    walker.look_around()
    walker.reads_own(WORDS)


def listening(walker: Walker) -> None:
    """Both have spoken and were heard; no line is kept."""
    sit_down(walker)
    walker.write("topic", "How we begin our evenings")
    walker.write("tension", "3")
    walker.choose("minutes", "0")
    walker.choose("first", "other")
    walker.go("Begin")
    for turn in range(2):
        walker.go("I have said it")
        walker.go("I have said it back")
        walker.go("Yes")
        if not turn:
            walker.go("We have swapped")
    walker.go("No line")
    walker.reads("The session is over")
    walker.reads("Nothing of it is kept.")


def pause(walker: Walker) -> None:
    """Taken until tomorrow, and come back from."""
    walker.choose("day", "tomorrow")
    walker.write("at", "20:00")
    walker.go("Take the pause")
    walker.reads("Your sentence")
    walker.go("I am back")
    walker.reads("You came back.")


def cards(walker: Walker) -> None:
    """Two cards are drawn, one is liked, and it is there on paper."""
    walker.go("Draw a card")
    walker.go("Add it to your cards")
    liked = walker.page.locator("h1").inner_text()
    walker.go("Another card")
    assert walker.page.locator("h1").inner_text() != liked
    walker.go("Your cards")
    walker.reads_own(liked)
    walker.go("On paper")
    walker.reads_own(liked)


def trainer(walker: Walker) -> None:
    """An answer, its hints, one way to answer, and a look at oneself that is kept."""
    walker.write("text", ANSWER)
    walker.go("Look at it")
    assert walker.page.locator("mark").count()
    walker.choose("heard", "yes")
    walker.go("Keep it in my notes")
    walker.reads("Kept in your notes.")


def before_send(walker: Walker) -> None:
    """Written where it can't be sent, shown once, gone."""
    walker.write("text", WORDS)
    walker.choose("need", "heard")
    walker.go("Go on")
    walker.reads("It is said")
    walker.reads_own(WORDS)
    walker.go("Back to right now")
    assert WORDS not in walker.page.locator("main").inner_text()


def noticing(walker: Walker) -> None:
    """A tap on a line begins a note with it."""
    line = walker.page.locator("main .lines a").first
    words = line.inner_text()
    walker.go(words)
    note_it(walker)
    walker.reads("Noted.")


def thanks(walker: Walker) -> None:
    """What was said is noted as a good moment."""
    walker.go("Note a good moment")
    note_it(walker)
    walker.reads("Noted.")


def note_it(walker: Walker) -> None:
    walker.choose("ended", "room")
    walker.choose("toward", "me")
    walker.go("Note it")


def limit(walker: Walker) -> None:
    """Set, looked at, slipped once, let go."""
    walker.go("Set a limit")
    walker.write("words", "I write at most two messages in a row.")
    walker.write("instead", WORDS)
    walker.go("Keep it")
    walker.reads("I write at most two messages in a row.")
    walker.go("It slipped")
    walker.reads("A slip is data")
    walker.go("Look at it")
    walker.go("Let it go")


def a_sentence(walker: Walker) -> None:
    """One sentence, and a plain other way to say it."""
    walker.write("text", "You have to answer me.")
    walker.go("See the hint")
    walker.reads("This seems to ask")


def fill_one(walker: Walker) -> None:
    """A few things to look at, and the first line of them answered."""
    walker.go("Go on")
    name = questions(walker)[0]
    value = walker.page.locator(f"input[name='{name}']").nth(1).get_attribute("value")
    walker.choose(name, str(value))


def by_oneself(walker: Walker) -> None:
    """Filled in alone, seen, one thing in own words."""
    fill_one(walker)
    walker.go("Look at it, and keep it")
    walker.reads("What you see")
    walker.write("text", WORDS)
    walker.go("Keep these words")
    walker.reads("Kept.")


def by_two(walker: Walker) -> None:
    """Filled in one after the other, looked at together, words of both."""

    def each(one: Walker) -> None:
        fill_one(one)
        one.go("I am done")

    both_alone(walker, each)
    walker.reads("To look at together")
    walker.write("text", WORDS)
    walker.go("Keep these words")
    walker.reads("Kept.")
    walker.link("Ask each other").wait_for()


def fair_heard(walker: Walker) -> None:
    """Two questions to each."""

    def each(one: Walker) -> None:
        one.choose("fair", "yes")
        one.choose("heard", "yes")
        one.go("I am done")

    both_alone(walker, each)
    walker.reads("To look at together")


def when_to_see_someone(walker: Walker) -> None:
    """One line is ticked, answered, and gone."""
    box = walker.page.locator("main input[type=checkbox]").first
    walker.tab_to(box)
    walker.page.keyboard.press("Space")
    walker.go("See what may fit")
    walker.go("Back to the lines")
    assert walker.page.locator("main input:checked").count() == 0


def kinds_of_help(walker: Walker) -> None:
    """Read, and on to when it may be worth it."""
    walker.reads("What to ask before you begin")
    walker.go("When it may be worth it")


def away_from_the_screen(_walker: Walker) -> None:
    """Nothing is done on a page."""


SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType(
    {
        "first_talk": first_talk,
        "check_in": check_in,
        "listening": listening,
        "pause": pause,
        "cards": cards,
        "trainer": trainer,
        "before_send": before_send,
        "noticing": noticing,
        "thanks": thanks,
        "notice_early": partial(write_and_keep, field="own-sign", button="Keep it"),
        "until_eight": pause,
        "back_first": away_from_the_screen,
        "one_small_start": partial(write_and_keep, field="own-what", button="Keep it"),
        "limit": limit,
        "boundary_or_request": a_sentence,
        "responsibilities": by_two,
        "own_estimate": by_oneself,
        "decisions": by_two,
        "own_decisions": by_oneself,
        "fair_heard": fair_heard,
        "own_plan": partial(write_and_keep, field="own-what", button="Keep the plan"),
        "worth_list": partial(write_and_keep, field="own-answer", button="Put it on the list"),
        "friends": partial(write_and_keep, field="own-who", button="Keep it"),
        "if_then": plan_from_lists,
        "setbacks": partial(write_and_keep, field="own-helps", button="Keep the plan"),
        "small_wins": partial(write_and_keep, field="own-what", button="Put it on the shelf"),
        "doubts": partial(write_and_keep, field="own-line", button="Keep the line"),
        "where_from": partial(write_and_keep, field="own-rather", button="Keep what I wrote"),
        "neutral_friend": partial(write_and_keep, field="own-see", button="Keep what I wrote"),
        "shelf": partial(write_and_keep, field="own-name", button="Put it on the shelf"),
        "trusted_friend": friend_card,
        "when_to_see_someone": when_to_see_someone,
        "kinds_of_help": kinds_of_help,
    }
)
