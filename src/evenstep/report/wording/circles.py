"""The words in and around the two circles: titles, captions, marks, how to read them, and words for who cannot see."""

from __future__ import annotations

from typing import Final

from evenstep.loop.findings import Answer
from evenstep.report.halves import Circle, Half
from evenstep.report.names import People, Person, Sentence, drawn, join, say
from evenstep.spoken import N_, tr

CLEAR: Final = 0.1054  # log(1 / 0.90): beyond it, the whole range lies outside what counts as no sign
KEY: Final[dict[Answer, tuple[str, str]]] = N_(
    {
        "shows": ("Ink: it shows.", "The solid part is the least it may be, the faint part the most."),
        "opposite": ("An arrow turned back: it shows the other way round.", "The circle stays open."),
        "can't tell": ("Dots: can’t tell.", "It may be there, or not. More weeks may help."),
        "no sign": ("A gap: no sign.", "There was enough to look at, and it stayed close to usual."),
        "not enough yet": ("Dots alone: no range can be given.", "Most often such times were too rare so far."),
    }
)


OPEN: Final = N_("The circle stays open.")
UNTOLD: Final = N_("Whether the circle closes can’t be told.")


def title(people: People) -> Sentence:
    """Over a circle; the first of ``people`` is the one who reaches."""
    return say("When {1} {1:are|is} the one who reaches", people)


def pose(person: Person, *, reaches: bool) -> str:
    """Where a person stands in a circle, inside the picture."""
    return drawn("{1} {1:reach|reaches}" if reaches else "{1} {1:step|steps} back", person)


def move(half: Half) -> str:
    """What a half says its person does, inside the picture; a question where it does not show."""
    person = half.mover
    if half.effect.name == "w":
        return drawn(
            {"shows": "{1} {1:answer|answers} later", "opposite": "{1} {1:answer|answers} sooner"}.get(
                half.answer, "{1} {1:answer|answers} later?"
            ),
            person,
        )
    return drawn(
        {"shows": "{1} {1:reach|reaches} out more", "opposite": "{1} {1:reach|reaches} out less"}.get(
            half.answer, "{1} {1:reach|reaches} out more?"
        ),
        person,
    )


def sure(half: Half) -> str:
    """How sure, inside the picture."""
    if half.answer in ("shows", "opposite"):
        pull = half.pull
        least = min(abs(pull.low), abs(pull.high))
        if half.answer == "shows":
            return tr("shows, clearly") if least >= CLEAR else tr("shows, a little")
        return tr("the other way round, clearly") if least >= CLEAR else tr("the other way round, a little")
    return {
        "no sign": tr("no sign"),
        "can't tell": tr("can’t tell"),
        "not enough yet": tr("not enough yet"),
    }[half.answer]


def caption(circle: Circle) -> Sentence:
    """Under a circle: whether it closes."""
    if circle.closes:
        return say("Both halves show. The circle closes.")
    answers = [half.answer for half in circle.halves]
    if answers[0] == answers[1]:
        return _both(answers[0])
    one, other = (told_of(answer) for answer in sorted(answers, key=list(KEY).index))
    is_open = "no sign" in answers or "opposite" in answers
    told = say("One half {one}, one {other}.", one=one, other=other)
    return join([told, say(OPEN) if is_open else say(UNTOLD)])


def _both(answer: Answer) -> Sentence:
    return say(
        {
            "shows": "Each half shows, but whether there is a circle can’t be told.",
            "opposite": "Both halves go the other way round. The circle stays open.",
            "no sign": "Neither half shows a sign. The circle stays open.",
            "can't tell": "Neither half can be told, nor whether the circle closes.",
            "not enough yet": "There is not enough yet for either half.",
        }[answer]
    )


def told_of(answer: Answer, *, several: bool = False) -> str:
    """What is said of a half in two or three words; of ``several`` in the plural."""
    one, many = {
        "shows": (tr("shows"), tr("show")),
        "opposite": (tr("goes the other way round"), tr("go the other way round")),
        "no sign": (tr("shows no sign"), tr("show no sign")),
        "can't tell": (tr("can’t be told"), tr("can’t be told")),
        "not enough yet": (tr("has not enough yet"), tr("have not enough yet")),
    }[answer]
    return many if several else one


def description(circle: Circle, left: Person) -> Sentence:
    """The circle in words: who stands where, and how each half is drawn."""
    order = circle.people if circle.people.first == left else circle.people.swapped()
    places = say("{1} on the left, {2} on the right.", order)
    later = say(
        "From {1} to {2} runs {line}: {told}",
        circle.people,
        line=_line(circle.later.answer),
        told=_told(circle.later),
    )
    more = say(
        "From {2} back to {1} runs {line}: {told}",
        circle.people,
        line=_line(circle.more.answer),
        told=_told(circle.more),
    )
    return join([places, later, more, caption(circle)])


def _line(answer: Answer) -> str:
    return {
        "shows": tr("a solid line"),
        "opposite": tr("a solid line with its arrow turned back"),
        "no sign": tr("a line with a gap"),
        "can't tell": tr("a dotted line"),
        "not enough yet": tr("a thin dotted line"),
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
    lines = say(
        "Follow the arrows. Each line has the colour of the one who moves, so each of you has one half of every circle."
        if people.me
        else "Follow the arrows. Each line has the colour of the one who moves, so each of the two has one half of "
        "every circle."
    )
    return join([lines, mine])
