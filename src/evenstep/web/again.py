"""Seven minutes as a friend of both would see it, once more: offered by itself after four months at the earliest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.choose import WEEK
from evenstep.program.neutral_friend import is_offered
from evenstep.program.slip_words import slip_words
from evenstep.web.models import Offered, Space
from evenstep.web.steps import Step, find

PRACTICE: Final = "neutral_friend"
RULE: Final = "four_months"


@dataclass(frozen=True)
class Again:
    """What Today says on the one day of the offer."""

    step: Step
    words: str


def again(space: Space, today: date) -> Again | None:
    """The offer of ``today``, or none. It is kept, so that it stands for one day; one new thing a week at most."""
    step = find(space, PRACTICE)
    if step is None or space.paused or _was_harder(space):
        return None
    if not space.offered.filter(practice=PRACTICE, rule=RULE, on=today).exists():
        busy = space.offered.filter(on__gt=today - WEEK).exists()
        if busy or not is_offered(*_last(space), today):
            return None
        Offered.objects.get_or_create(space=space, on=today, defaults={"practice": PRACTICE, "rule": RULE})
    said = slip_words(cast("Kind", space.kind)).pages[PRACTICE]["offered"]
    return Again(step, Voice(space.other, _).say(said))


def resting(space: Space, today: date) -> frozenset[str]:
    """It is not suggested for other reasons either while its four months are not over."""
    written, offered = _last(space)
    return frozenset() if written is None or is_offered(written, offered, today) else frozenset({PRACTICE})


def _was_harder(space: Space) -> bool:
    """Whether the person said last that it got harder with it."""
    last = space.tried.filter(practice=PRACTICE).exclude(ended_on=None).exclude(helped="").order_by("ended_on").last()
    return last is not None and last.helped == "worse"


def _last(space: Space) -> tuple[date | None, date | None]:
    """The last day on which it was written, and on which it was offered, for whatever reason."""
    written = space.written.filter(practice=PRACTICE).order_by("local_day").last()
    offered = space.offered.filter(practice=PRACTICE).order_by("on").last()
    return (written.local_day if written else None), (offered.on if offered else None)
