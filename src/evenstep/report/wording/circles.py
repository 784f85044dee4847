"""The words in and around the two circles: titles, captions, marks, how to read them, and words for who cannot see."""

from __future__ import annotations

from typing import Final

from evenstep.loop.findings import Answer
from evenstep.report.halves import Circle, Half
from evenstep.report.names import People, Person, Sentence, join, say

CLEAR: Final = 0.1054  # log(1 / 0.90): beyond it, the whole range lies outside what counts as no sign
KEY: Final[dict[Answer, tuple[str, str]]] = {
    "shows": ("Ink: it shows.", "The solid part is the least it may be, the faint part the most."),
    "opposite": ("An arrow turned back: it shows the other way round.", "The circle stays open."),
    "can't tell": ("Dots: can’t tell.", "It may be there, or not. More weeks may help."),
    "no sign": ("A gap: no sign.", "There was enough to look at, and it stayed close to usual."),
    "not enough yet": ("Dots alone: no range can be given.", "Most often such times were too rare so far."),
}


OPEN: Final = "The circle stays open."


def title(people: People) -> Sentence:
    """Over a circle; the first of ``people`` is the one who reaches."""
    return say("When {1} {1:are|is} the one who reaches", people)


def pose(person: Person, *, reaches: bool) -> str:
    """Where a person stands in a circle, inside the picture."""
    if reaches:
        return f"{person.label} {'reach' if person.is_me else 'reaches'}"
    return f"{person.label} {'step' if person.is_me else 'steps'} back"


def move(half: Half) -> str:
    """What a half says its person does, inside the picture; a question where it does not show."""
    person, turned = half.mover, half.answer == "opposite"
    asked = "" if half.answer in ("shows", "opposite") else "?"
    if half.effect.name == "w":
        return f"{person.label} {'answer' if person.is_me else 'answers'} {'sooner' if turned else 'later'}{asked}"
    return f"{person.label} {'reach' if person.is_me else 'reaches'} out {'less' if turned else 'more'}{asked}"


def sure(half: Half) -> str:
    """How sure, inside the picture."""
    if half.answer in ("shows", "opposite"):
        pull = half.pull
        least = min(abs(pull.low), abs(pull.high))
        clearly = "clearly" if least >= CLEAR else "a little"
        return f"shows, {clearly}" if half.answer == "shows" else f"the other way round, {clearly}"
    return {"no sign": "no sign", "can't tell": "can’t tell", "not enough yet": "not enough yet"}[half.answer]


def caption(circle: Circle) -> Sentence:
    """Under a circle: whether it closes."""
    if circle.closes:
        return say("Both halves show. The circle closes.")
    answers = [half.answer for half in circle.halves]
    if answers[0] == answers[1]:
        return say(_both(answers[0]))
    one, other = (told_of(answer) for answer in sorted(answers, key=list(KEY).index))
    is_open = "no sign" in answers or "opposite" in answers
    return say(f"One half {one}, one {other}. " + (OPEN if is_open else "Whether the circle closes can’t be told."))


def _both(answer: Answer) -> str:
    return {
        "shows": "Each half shows, but whether there is a circle can’t be told.",
        "opposite": f"Both halves go the other way round. {OPEN}",
        "no sign": f"Neither half shows a sign. {OPEN}",
        "can't tell": "Neither half can be told, nor whether the circle closes.",
        "not enough yet": "There is not enough yet for either half.",
    }[answer]


def told_of(answer: Answer, *, several: bool = False) -> str:
    """What is said of a half in two or three words; of ``several`` in the plural."""
    one, many = {
        "shows": ("shows", "show"),
        "opposite": ("goes the other way round", "go the other way round"),
        "no sign": ("shows no sign", "show no sign"),
        "can't tell": ("can’t be told", "can’t be told"),
        "not enough yet": ("has not enough yet", "have not enough yet"),
    }[answer]
    return many if several else one


def description(circle: Circle, left: Person) -> Sentence:
    """The circle in words: who stands where, and how each half is drawn."""
    order = circle.people if circle.people.first == left else circle.people.swapped()
    places = say("{1} on the left, {2} on the right.", order)
    later = say("From {1} to {2} runs {line}: ", circle.people, line=_line(circle.later.answer))
    more = say("From {2} back to {1} runs {line}: ", circle.people, line=_line(circle.more.answer))
    return join([places, later + _told(circle.later), more + _told(circle.more), caption(circle)])


def _line(answer: Answer) -> str:
    return {
        "shows": "a solid line",
        "opposite": "a solid line with its arrow turned back",
        "no sign": "a line with a gap",
        "can't tell": "a dotted line",
        "not enough yet": "a thin dotted line",
    }[answer]


def _told(half: Half) -> Sentence:
    if half.effect.name == "w":
        after = say("after {1} had written again, whether {2} answered later: {sure}.", half.people, sure=sure(half))
    else:
        after = say("after {2s} answers had slowed, whether {1} reached more: {sure}.", half.people, sure=sure(half))
    return after


def how_to_read(people: People) -> Sentence:
    """The paragraph over the key."""
    mine = say("Yours is the half you can change.") if people.me else Sentence(())
    either = "each of you" if people.me else "each of the two"
    return join(
        [
            say(
                "Follow the arrows. Each line has the colour of the one who moves, so {either} has one half of every "
                "circle.",
                either=either,
            ),
            mine,
        ]
    )
