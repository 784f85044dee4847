"""The words in and around the four halves drawn as lines, and of the forms a circle can take."""

from __future__ import annotations

from typing import Final

from evenstep.report.chart import Form
from evenstep.report.halves import Half
from evenstep.report.names import People, Sentence, drawn, join, say
from evenstep.report.wording.circles import sure
from evenstep.spoken import N_

SUMMARY: Final = N_("The same drawn as four lines")
FORMS_SUMMARY: Final = N_("The answers a circle can give")
ENDS: Final = N_(("sooner, or less", "as usual", "later, or more"))
FORMS: Final[dict[Form, tuple[str, str]]] = N_(
    {
        "closed": ("Both halves show.", "The circle closes."),
        "half": ("One half shows.", "Whose it is, the colour says."),
        "no sign": ("No sign.", "There was enough to look at."),
        "can't tell": ("Can’t tell.", "The usual answer, and an honest one."),
    }
)


def title(people: People) -> Sentence:
    """Over the four lines."""
    return say("The four halves of {1} and {2}, one line each", people)


def after(half: Half) -> str:
    """What came before, inside the picture."""
    if half.effect.name == "w":
        return drawn("after {1} wrote again", half.people.first)
    return drawn("after {1} slowed", half.people.second)


def whose(half: Half) -> str:
    """Whose line it is and what it measures, inside the picture."""
    return drawn("{1s} answers" if half.effect.name == "w" else "{1s} reaching", half.mover)


def caption(*, cut: bool) -> Sentence:
    """How to read the lines. ``cut``: one of them goes on beyond the picture."""
    beyond = say("An arrow at the end of a line: it goes on.") if cut else Sentence(())
    return join(
        [
            say(
                "Each line is a range, and its mark our best single number. The upright stands for as usual. A line "
                "that lies within the strip around it, about a tenth either way, is no sign."
            ),
            beyond,
        ]
    )


def description(people: People, every: tuple[Half, ...]) -> Sentence:
    """The lines in words, for who cannot see them."""
    lead = say("Four lines of {1} and {2} about an upright that stands for as usual.", people)
    return join([lead, *(_told(half) for half in every)])


def _told(half: Half) -> Sentence:
    return say(
        "After {1} wrote again, {2s} answers: {sure}."
        if half.effect.name == "w"
        else "After {2} slowed, {1s} reaching: {sure}.",
        half.people,
        sure=sure(half),
    )
