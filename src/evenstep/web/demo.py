"""Two invented people to look around with: a real store whose key is only in memory, gone when it is left."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from evenstep import gather
from evenstep.inventory.form import Form
from evenstep.inventory.load import load
from evenstep.samples import ME, OTHER, load_sample, sample_hard_weeks
from evenstep.web import imports
from evenstep.web.models import AnswerSet, HardWeek, Moment, Settings, Space
from evenstep.web.vault.migrate import make_tables
from evenstep.web.vault.opened import DEMO, Opened, using
from evenstep.web.vault.passing import INVENTED
from evenstep.web.vault.write import private_folder

STORY: Final = "reaching"
MOMENTS: Final[Sequence[tuple[int, dict[str, Any]]]] = (
    (1, {"good": True, "ended": "reached", "toward": "other", "back": "nobody", "tension": 0, "topic": "time"}),
    (4, {"toward": "me", "back": "other", "tension": 2, "topic": "plans", "ended": "rest", "mended": "other"}),
    (6, {"good": True, "ended": "talked", "toward": "both", "back": "nobody", "tension": 0, "topic": "home"}),
    (9, {"toward": "me", "back": "other", "tension": 3, "topic": "writing", "ended": "open", "mended": "nobody"}),
    (13, {"toward": "me", "back": "both", "tension": 1, "topic": "plans", "ended": "talked", "mended": "both"}),
    (16, {"good": True, "ended": "room", "toward": "me", "back": "nobody", "tension": 0, "topic": "closeness"}),
    (20, {"toward": "other", "back": "me", "tension": 2, "topic": "money", "ended": "talked", "mended": "me"}),
    (23, {"toward": "me", "back": "other", "tension": 3, "topic": "writing", "ended": "close", "mended": "other"}),
)
EARLIER: Final[Sequence[tuple[str, str, Sequence[int]]]] = (  # topic, who moved toward, days ago: one hard moment each
    ("writing", "me", (31, 44, 52, 66, 79, 101)),
    ("home", "other", (34, 47, 58, 71, 86, 97, 112)),
    ("plans", "other", (38, 63)),
    ("plans", "me", (75,)),
)
ANSWERS: Final = {  # theme by theme: on ordinary days, on hard days
    "reach": ((2, 4), (1, 3), (2, 3), (1, 3), (2, 2), (1, 2)),
    "step_back": ((1, 1), (0, 1), (1, 2), (1, 1), (0, 1), (1, 2)),
}


def open_demo(root: Path, now: datetime, zone: str | None) -> Opened:
    """Make the invented people's store and fill it. Raises ReadOnlyPlace or FullDisk when nothing can be written."""
    private_folder(root)
    private_folder(root / INVENTED)
    place = root / INVENTED / f"{DEMO}{secrets.token_hex(8)}"
    private_folder(place)
    opened = Opened(place.name, place / "notes.db", secrets.token_bytes(32), protected=True, label="")
    try:
        make_tables(opened)
        with using(opened), transaction.atomic():
            _fill(now, zone)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return opened


def _fill(now: datetime, zone: str | None) -> None:
    today = now.astimezone(ZoneInfo(zone or "UTC")).date()
    Settings.objects.create(pk=1, adult_on=today)
    space = Space.objects.create(kind="partner", other=OTHER, made_at=now, loop_on=True)
    for week in sample_hard_weeks(STORY):
        HardWeek.objects.create(space=space, week=week)
    for days, facts in MOMENTS:
        day = today - timedelta(days=days)
        Moment.objects.create(space=space, at=now - timedelta(days=days), local_day=day, **facts)
    for topic, toward, ago in EARLIER:
        back = "me" if toward == "other" else "other"
        for days in ago:
            facts = {"toward": toward, "back": back, "tension": 1 + days % 3, "topic": topic, "ended": "rest"}
            day = today - timedelta(days=days)
            Moment.objects.create(space=space, at=now - timedelta(days=days), local_day=day, **facts)
    for slug, levels in ANSWERS.items():
        form = load(slug, "partner")
        earlier = now - timedelta(days=9)
        AnswerSet.objects.create(
            space=space, form=form.key, at=earlier, local_day=earlier.date(), answers=_answers(form, levels)
        )
    pair = gather.pair_up([load_sample(STORY)], gather.Answers(two=(ME, OTHER), me=ME))
    imports.keep(space, pair, ME, now, today)


def _answers(form: Form, levels: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Both lines of a theme alike, a step lower on its second line."""
    answers = {}
    for theme, (ordinary, hard) in zip(form.themes, levels, strict=True):
        for number, item in enumerate(theme.items):
            answers[item.field("ordinary")] = max(0, ordinary - number)
            answers[item.field("hard")] = max(0, hard - number)
    return answers
