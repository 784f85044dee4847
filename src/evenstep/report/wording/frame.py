"""The words around the results: title, headings, what is not in here, foot."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, say
from evenstep.spoken import N_

PAGE_TITLE: Final = N_("Notes: messages")
SKIP: Final = N_("Skip to the page")
ON_THIS_PAGE: Final = N_("On this page")
RUNNING: Final = N_("What the messages say")
FOOT: Final = N_(
    (
        "Made on your own computer. This page loads nothing from outside.",
        "Not a test, not evidence, not a diagnosis.",
    )
)

LABELS: Final = N_(
    {
        "starts": "Who starts",
        "sweep": "Does it depend on how we count?",
        "waiting": "How long an answer takes",
        "participation": "Who writes how much",
        "runs": "Turns in a row",
        "reach": "Who reaches out",
        "loop": "The loop",
        "months": "Over the months",
        "week": "Your own week",
        "research": "For the curious",
        "reading": "What the file held",
    }
)

NOT_HERE_TITLE: Final = N_("What is not in here")
NOT_HERE: Final = N_(
    "Words on a screen are not the relationship. If one of you comes by, cooks or calls on another line, "
    "the file does not know. And a count says nothing about what anyone meant by it."
)


def heading(people: People) -> Sentence:
    """The page's first heading."""
    return say("{1}, {2} and the messages in between", people) if people.me else say("{1} and {2}, in messages", people)


def label(slug: str) -> Sentence:
    """A section's quiet heading."""
    return say(LABELS[slug])


def written(now: datetime) -> Sentence:
    """When the page was made."""
    return say("Made on {day}.", day=amounts.day(now))
