"""A space as words: every answer, moment, guess, bringing and step, for the page one prints."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.form import FORMS, Form
from evenstep.inventory.load import load
from evenstep.inventory.said import Voice
from evenstep.web import imports
from evenstep.web.forms_messages import WAITS, GuessForm
from evenstep.web.forms_moments import ENDED, GOOD, TENSION, topics, who_words
from evenstep.web.models import AnswerSet, Guess, Moment, Space
from evenstep.web.views.print_steps import steps_of


def readable(space: Space) -> dict[str, Any]:
    """One space. Messages are listed by file, with their counts: there is no text in them to print."""
    found: dict[str, Any] = {
        "answers": [_answers(space, each) for each in space.answer_sets.all()],
        "moments": [_moment(space, each) for each in reversed(space.moments.all())],
        "steps": steps_of(space),
        "weeks": list(space.hard_weeks.values_list("week", flat=True)),
        "guesses": [(each.at, *_guess(space, each)) for each in space.guesses.order_by("at")],
        "files": [(each, imports.readings_of(each)) for each in space.imports.all()],
    }
    held = [*found["steps"].values(), *(each for name, each in found.items() if name != "steps")]
    return {**found, "space": space, "empty": not any(held)}


def _answers(space: Space, filled: AnswerSet) -> dict[str, Any]:
    slug = filled.form.partition(".")[0]
    form = load(slug, cast("Kind", space.kind)) if slug in FORMS else None
    lines = [_line(space, form, field, value) for field, value in filled.answers.items()]
    return {"title": _(form.title) if form is not None else filled.form, "day": filled.local_day, "lines": lines}


def _line(space: Space, form: Form | None, field: str, value: int) -> tuple[str, str, str]:
    """The line, the occasion, the answer. A line that is not asked any more keeps its short name."""
    name, _dot, when = field.partition(".")
    if form is None or field not in form.fields:
        return name, when, str(value)
    text = next(item.text for item in form.items if item.slug == name)
    occasion = next(each for each in form.occasions if each.slug == when)
    shown = _(occasion.name) if len(form.occasions) > 1 else ""
    return Voice(space.other, _).say(text), shown, _word(form, value)


def _word(form: Form, value: int) -> str:
    """The answer in words; a number between two words with its end, or it would say nothing."""
    if value in dict(form.scale.words):
        return _(form.scale.word(value))
    return _("%(value)s of %(highest)s") % {"value": value, "highest": form.scale.highest}


def _guess(space: Space, guess: Guess) -> tuple[str, str]:
    """What was asked, and what was guessed, in the words of the form it was given in."""
    field = GuessForm(space).fields.get(guess.figure)
    asked = str(field.label) if field is not None else guess.figure
    if guess.figure == "starts":
        return asked, f"{guess.value * 100:g}"
    return asked, str(dict(WAITS).get(f"{guess.value:g}", f"{guess.value:g}"))


def _moment(space: Space, moment: Moment) -> dict[str, Any]:
    who = dict(who_words(space))
    words = [
        (_("Moved toward the other"), who.get(moment.toward, "")),
        (_("Stepped back"), "" if moment.good else who.get(moment.back, "")),
        (_("How tense"), "" if moment.good else dict(TENSION).get(str(moment.tension), "")),
        (_("About"), dict(topics(space)).get(moment.topic, moment.topic)),
        _end_of(moment),
        (_("First move to mend it"), who.get(moment.mended, "")),
    ]
    return {"moment": moment, "words": [(label, said) for label, said in words if said]}


def _end_of(moment: Moment) -> tuple[str, str]:
    """What was good in a good moment; how a hard one ended."""
    if moment.good:
        return _("What was good"), str(dict(GOOD).get(moment.ended, moment.ended))
    return _("How it ended"), str(dict(ENDED).get(moment.ended, moment.ended))
