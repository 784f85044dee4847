"""The forms of talking: a first talk in three parts, a card of one's own, an answer to practise."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenstep.program.cards import DEPTHS, LONGEST, deck
from evenstep.program.trainer import LONGEST as LONGEST_REPLY
from evenstep.web.forms_lock import QuietForm
from evenstep.web.forms_round import words_field
from evenstep.web.widgets import Segments

KEEP: Final = gettext_lazy("Keep it in my notes as well.")
LONGEST_PART: Final = 1000


class SheetForm(QuietForm):
    """What I notice, what I wish, what I ask; each in one's own words. Kept only when asked."""

    def __init__(self, labels: dict[str, str], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial)
        for part, label in labels.items():
            self.fields[part] = words_field(label, 3, LONGEST_PART)
        self.fields["keep"] = forms.BooleanField(label=KEEP, required=False)

    def parts(self) -> dict[str, str]:
        """The three parts as they were written."""
        return {part: words for part, words in self.cleaned_data.items() if part != "keep"}


class CardForm(QuietForm):
    """A question of one's own."""

    words = words_field(gettext_lazy("Your question"), 2, LONGEST)
    depth = forms.TypedChoiceField(label=gettext_lazy("How deep is it?"), coerce=int, widget=Segments)

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial or {"depth": DEPTHS[0]})
        field = self.fields["depth"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each, _(deck().depths[each])) for each in DEPTHS]

    def clean_words(self) -> str:
        """A question has words."""
        words = " ".join(str(self.cleaned_data["words"]).split())
        if not words:
            raise forms.ValidationError(_("A few words are needed."))
        return words


class ReplyForm(QuietForm):
    """What one might answer. Longer ones than the hints read are kept whole in the form."""

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"] = words_field(label, 4, 2 * LONGEST_REPLY, strip=False)


class RateForm(QuietForm):
    """How one sees one's own answer now: three lines, none needed, nothing kept unless asked."""

    def __init__(self, lines: dict[str, str], answers: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        for name, label in lines.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=answers, required=False, widget=Segments)
