"""The form that asks what only the person can tell: the files' open questions, and the weeks that were hard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from evenstep.errors import OptionError
from evenstep.report.hard_weeks import parse_weeks
from evenstep.web.outcome import Answers, Ask

LIST_FROM: Final = 9  # from so many choices on, a list that opens is easier than rows


class QuestionsForm(forms.Form):
    """The open questions, each as rows to choose from, a list that opens, or a line to write on; and hard weeks."""

    use_required_attribute = False  # the page's own words say what is missing

    weeks = forms.CharField(
        label="Weeks that were hard, if any",
        required=False,
        max_length=20_000,
        help_text=(
            "You may leave this empty. Write weeks, like 2024-W07, or a day of each, like 2024-02-14, with commas "
            "between. Only you decide what was hard; the pattern then shows those weeks beside the others."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, asks: Sequence[Ask], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="%s", label_suffix="")
        self.asks = tuple(asks)
        for ask in self.asks:
            self.fields[ask.key] = _field(ask)
        self.order_fields([*(ask.key for ask in self.asks), "weeks"])

    def clean_weeks(self) -> frozenset[str]:
        """The weeks as a set. What cannot be read is named."""
        try:
            return parse_weeks(self.cleaned_data["weeks"])
        except OptionError as error:
            raise forms.ValidationError("Write each one like 2024-W07 or 2024-02-14, with commas between.") from error

    def clean(self) -> dict[str, Any]:
        """Two different people are needed."""
        for ask in (a for a in self.asks if a.kind == "other"):
            me = self.cleaned_data.get(ask.key.replace("other", "me"))
            if me and me == self.cleaned_data.get(ask.key):
                self.add_error(ask.key, "This is the person you said is you. Choose the other one.")
        return self.cleaned_data

    def answers(self, before: Answers) -> Answers:
        """The answers so far with the new ones."""
        new = {ask.key: str(self.cleaned_data[ask.key]) for ask in self.asks}
        return Answers({**before.values, **new}, self.cleaned_data["weeks"])


def _field(ask: Ask) -> forms.Field:
    missing = {"required": "Please answer this one.", "invalid_choice": "Please choose one of these."}
    may_skip = any(choice.value == "" for choice in ask.choices)
    if ask.kind == "epoch":
        return forms.DateField(label=ask.question, error_messages=missing, initial=ask.preset)
    if not ask.choices:
        return forms.CharField(label=ask.question, max_length=200, error_messages=missing, initial=ask.preset)
    choices = [(choice.value, choice.meaning or choice.value) for choice in ask.choices]
    many = len(choices) >= LIST_FROM
    if many and ask.preset is None:
        choices = [("", "Choose …"), *choices]
    return forms.ChoiceField(
        label=ask.question,
        choices=choices,
        widget=forms.Select if many else forms.RadioSelect,
        initial=ask.preset,
        required=not may_skip,
        error_messages=missing,
    )
