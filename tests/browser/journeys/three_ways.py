"""Three journeys through the app: one who reaches, one who steps back, one not safe or asked to stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from walk import Walker

SECRET: Final = "four plain words here"
QUESTIONS: Final = ("afraid", "hurt", "controlled", "pushed", "made_to", "stop")
TODAY: Final = "/n/…/today"
File = dict[str, Any]


def first_run(walker: Walker, kind: str = "partner", other: str = "Jon") -> None:
    """From the first page to the private page: eighteen, a lock, one relationship."""
    walker.go("Begin")
    walker.tick("adult")
    walker.go("Go on")
    walker.write("passphrase", SECRET)
    walker.write("again", SECRET)
    walker.go("Go on")
    if walker.settle_in is not None:
        walker.settle_in(walker)
        walker.at("/")
    walker.choose("kind", kind)
    walker.write("other", other)
    walker.other = other
    walker.choose("together", "alone")
    walker.go("Go on")
    assert walker.path == "/n/…/own"


def answer_own(walker: Walker, **answers: str) -> None:
    """The six lines: no, but for what is said otherwise."""
    for question in QUESTIONS:
        walker.choose(question, answers.get(question, "no"))
    walker.go("Go on")


def fill(walker: Walker, ordinary: int, hard: int) -> None:
    """One long form, all of it, with the same two answers all the way down."""
    names = questions(walker)
    assert len(names) == 24
    for name in names:
        walker.choose(name, str(hard if name.endswith("hard") else ordinary))
    walker.go("Keep these")


def questions(walker: Walker) -> list[str]:
    """The names of the fields on this page, each once."""
    found = walker.page.locator("main input[type=radio]").evaluate_all("all => all.map(e => e.name)")
    return list(dict.fromkeys(found))


def six_lines(walker: Walker, reach: int, step_back: int) -> None:
    """Where the first run goes on, and the first thing Today offers: six lines, taking turns between the two sides."""
    if walker.path == TODAY:
        walker.go("Look at the six lines")
    names = questions(walker)
    assert len(names) == 6
    for number, name in enumerate(names):
        walker.choose(name, str(step_back if number % 2 else reach))
    walker.go("Keep these")
    walker.go("Go on")
    assert walker.path == TODAY


def bring_messages(walker: Walker, export: File, me: str = "Mira") -> None:
    """From the messages page to the guesses: nothing is shown before one has guessed."""
    walker.go("Choose an export")
    walker.bring(export)
    walker.go("Read it")
    assert walker.page.locator(".report").count() == 0
    walker.choose_by_words(me)
    walker.go("Go on")
    assert walker.path == "/n/…/guess"


def look(walker: Walker) -> None:
    """Press Look, wait while it is worked out, and see the pattern."""
    walker.go("Look")
    walker.page.locator(".report").wait_for(timeout=240_000)
    walker.look_around()


def alone(walker: Walker, export: File) -> None:
    """J1, her first evening: a lock, her signs, her messages with guesses first, a moment, and out."""
    to_the_reveal(walker, export)
    from_the_reveal(walker)


def to_the_reveal(walker: Walker, export: File) -> None:
    """The private page, the signs, an export, two guesses; then what the messages show."""
    first_run(walker)
    answer_own(walker)
    walker.choose("loop", "on")
    walker.go("Keep it like this")
    six_lines(walker, reach=2, step_back=0)
    walker.go("The pattern")
    walker.go("When you reach")
    fill(walker, ordinary=2, hard=4)
    assert walker.page.locator(".halves").count() == 1
    walker.go("Go on")
    walker.go("The pattern")
    walker.go("Messages")
    bring_messages(walker, export)
    walker.write("starts", "90")
    walker.choose("my_wait", "300")
    look(walker)


def from_the_reveal(walker: Walker) -> None:
    """The loop, a moment from today, the lock, and leaving."""
    walker.go("The loop")
    walker.go("Today")
    hard_moment(walker)
    lock_and_come_back(walker)
    walker.go("Leave now")
    walker.reads("Nothing here yet.")


def hard_moment(walker: Walker) -> None:
    """Four taps from Today."""
    walker.go("A hard moment")
    walker.choose("toward", "me")
    walker.choose("back", "other")
    walker.choose("tension", "3")
    walker.go("Note it")
    walker.reads("Noted.")


def lock_and_come_back(walker: Walker) -> None:
    """Lock by hand, meet the lock, open it, and find everything as it was."""
    walker.page.locator(".space-menu summary").wait_for()
    walker.press(walker.page.locator(".space-menu summary"))
    walker.go("Lock")
    assert walker.path.startswith("/u/")
    walker.write("passphrase", SECRET)
    walker.go("Open")
    assert walker.path == TODAY
    walker.go("The pattern")
    walker.go("Moments")
    assert walker.page.locator(".moments li").count() == 1


def steps_back(walker: Walker, export: File) -> None:
    """J2: his side first, a pause with a return time, a good moment, and what his messages show of him."""
    first_run(walker, kind="friend", other="Mira")
    walker.go("Not now")
    six_lines(walker, reach=0, step_back=2)
    walker.go("The pattern")
    walker.go("When you step back")
    fill(walker, ordinary=1, hard=4)
    walker.go("Go on")
    walker.go("Something for right now")
    walker.go("Make the sentence")
    walker.write("own", "I want to think about this.")
    walker.choose("day", "tomorrow")
    walker.write("at", "20:00")
    walker.go("Make the sentence")
    walker.reads_own("I want to think about this.")
    walker.go("Back to your notes")
    good_moment(walker)
    walker.go("The pattern")
    walker.go("Messages")
    bring_messages(walker, export, me="Jon")
    look(walker)
    walker.go("Moments")
    walker.go("Leave now")
    walker.reads("Nothing here yet.")


def good_moment(walker: Walker) -> None:
    """Fewer taps than a hard one."""
    walker.go("A good moment")
    walker.choose("ended", "room")
    walker.choose("toward", "me")
    walker.go("Note it")
    walker.reads("Noted.")


def not_safe(walker: Walker, export: File) -> None:
    """J8: a yes on the private page leads to help; asked to stop, the app no longer reads messages; and out."""
    first_run(walker)
    answer_own(walker, afraid="yes")
    walker.reads("Thank you. Nothing you chose is kept.")
    walker.go("Go on")
    walker.go("Help")
    walker.choose("country", "DE")
    walker.go("Show this country")
    walker.go("I worry about how I behave")
    walker.go("Back to your notes")
    turn_stop_on(walker)
    walker.go("Today")
    walker.go("The pattern")
    walker.go("Messages")
    assert walker.link("Choose an export").count() == 0
    walker.go("Leave now")
    walker.reads("Nothing here yet.")


def turn_stop_on(walker: Walker) -> None:
    """From the space's own page: they asked me to stop."""
    walker.press(walker.page.locator(".space-menu summary"))
    walker.go("Settings of this space")
    walker.go("They asked me to stop")
    walker.go("Turn it on")
    walker.reads("It is on in this space")


JOURNEYS: Final[Mapping[str, Callable[[Walker, File], None]]] = MappingProxyType(
    {"alone": alone, "steps back": steps_back, "not safe": not_safe}
)
