"""The forms of sharing the load: choosing some things, answering for each, two questions at the end, own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenstep.inventory.said import Voice
from evenstep.web.forms_lock import QuietForm
from evenstep.web.models import Space
from evenstep.web.shares import CARDS, ESTIMATE, MOST, Asked, Thing, asked, felt, things, to_begin_with
from evenstep.web.widgets import Numbers, Segments


class ChooseForm(QuietForm):
    """Some of what there is, heading by heading; a few are chosen at first."""

    def __init__(self, space: Space, practice: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = things(space, practice)
        first = to_begin_with(there)
        for number, area in enumerate(dict.fromkeys(each.area for each in there)):
            inside = [each for each in there if each.area == area]
            self.fields[f"chosen-{number}"] = forms.MultipleChoiceField(
                label=area or _("What is it about?"),
                choices=[(each.slug, each.name) for each in inside],
                initial=[each.slug for each in inside if each.slug in first],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        """One is the least, and a handful the most."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not 1 <= len(self.chosen()) <= MOST:
            self.add_error(None, _("Choose one to eight. You can come back for others."))
        return said

    def chosen(self) -> list[str]:
        """The slugs, in the order of the page."""
        return [slug for name in self.fields for slug in self.cleaned_data.get(name, ())]


class AnswersForm(QuietForm):
    """The questions about each chosen thing; every line can be left open."""

    def __init__(self, space: Space, practice: str, chosen: Iterable[str], voice: Voice, data: Any = None) -> None:
        super().__init__(data)
        wanted = set(chosen)
        self.chosen: list[Thing] = [each for each in things(space, practice) if each.slug in wanted][:MOST]
        self.groups: list[tuple[Thing, list[Asked]]] = []
        for thing in self.chosen:
            lines = list(asked(space, practice, thing.slug, voice))
            self.groups.append((thing, lines))
            for line in lines:
                self.fields[line.name] = _choice(line, Numbers if practice in (ESTIMATE, CARDS) else Segments)
        if practice == CARDS:
            self.fields["talk"] = forms.MultipleChoiceField(
                label=_("Which of these would you like to talk about?"),
                choices=[(each.slug, each.name) for each in self.chosen],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def rows(self) -> list[tuple[Thing, list[Any], list[Any]]]:
        """For each thing its lines, and the lines of a guess."""
        return [
            (
                thing,
                [self[line.name] for line in lines if not line.name.endswith("-guess")],
                [self[line.name] for line in lines if line.name.endswith("-guess")],
            )
            for thing, lines in self.groups
        ]

    def filled(self) -> Mapping[str, Any]:
        """What was answered; what was left open is not there."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", [], None)}


class FairForm(QuietForm):
    """Fair enough? Heard? What is left open counts as not said."""

    def __init__(self, space: Space, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in felt(space):
            self.fields[line.name] = _choice(line, Segments)

    def filled(self) -> Mapping[str, Any]:
        """Both answers."""
        return {name: self.cleaned_data.get(name) or "unsaid" for name in ("fair", "heard")}


class WordsForm(QuietForm):
    """One thing in one's own words, or in the words of two."""

    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def _choice(line: Asked, widget: type[forms.RadioSelect]) -> forms.ChoiceField:
    return forms.ChoiceField(label=line.words, choices=line.choices, required=False, widget=widget)
