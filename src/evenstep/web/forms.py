"""The form that asks what only the person can tell: the files' open questions, and the weeks that were hard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from evenstep.errors import Choice, OptionError
from evenstep.events.schema import SOURCE_NAMES
from evenstep.report.hard_weeks import parse_weeks
from evenstep.web.outcome import OTHER_PEOPLE, Answers, Ask

LIST_FROM: Final = 9  # from so many choices on, a list that opens is easier than rows


class QuestionsForm(forms.Form):
    """The open questions, each as rows to choose from, a list that opens, or a line to write on; and hard weeks."""

    use_required_attribute = False  # the page's own words say what is missing

    weeks = forms.CharField(
        label=gettext_lazy("Weeks that were hard, if any"),
        required=False,
        max_length=20_000,
        help_text=gettext_lazy(
            "You may leave this empty. Write any day of each such week, like 2024-02-14, with commas between "
            "(2024-W07 works too). Only you decide what was hard; the page then shows those weeks beside the others."
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
            raise forms.ValidationError(
                gettext("Write each one like 2024-W07 or 2024-02-14, with commas between.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Two different people are needed, unless the file is left out."""
        leaves = {ask.key: str(n) for ask in self.asks for n, c in enumerate(ask.choices) if c.value == OTHER_PEOPLE}
        for ask in (a for a in self.asks if a.kind == "other"):
            mine = ask.key.replace("other", "me")
            me = self.cleaned_data.get(mine)
            if me is not None and me == leaves.get(mine):
                self.errors.pop(ask.key, None)
                self.cleaned_data.setdefault(ask.key, "0")
            elif me is not None and me == self.cleaned_data.get(ask.key):
                self.add_error(ask.key, gettext("This is the person you said is you. Choose the other one."))
        return self.cleaned_data

    def answers(self, before: Answers) -> Answers:
        """The answers so far with the new ones."""
        new = {ask.key: _said(ask, self.cleaned_data[ask.key]) for ask in self.asks}
        return Answers({**before.values, **new}, self.cleaned_data["weeks"])


def _said(ask: Ask, entered: object) -> str:
    return ask.choices[int(str(entered))].value if ask.choices else str(entered)


def _field(ask: Ask) -> forms.Field:
    """Choices travel as their number: a name may hold anything, and a browser changes some of it on the way."""
    words: dict[str, Any] = {
        "label": ask.question,
        "help_text": _about(ask),
        "error_messages": {
            "required": gettext("Please answer this one."),
            "invalid": gettext("Write it like 2024-02-14."),
            "invalid_choice": gettext("Please choose one of these."),
        },
    }
    if ask.kind == "epoch":
        return forms.DateField(**words)
    if not ask.choices:
        return forms.CharField(max_length=200, **words)
    choices = [(str(number), _shown(ask.kind, choice)) for number, choice in enumerate(ask.choices)]
    values = [choice.value for choice in ask.choices]
    preset = str(values.index(ask.preset)) if ask.preset in values else None
    if len(choices) < LIST_FROM:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, initial=preset, **words)
    empty = [("", gettext("Choose …"))] if preset is None else []
    return forms.ChoiceField(choices=[*empty, *choices], widget=forms.Select, initial=preset, **words)


def _shown(kind: str, choice: Choice) -> str:
    """What a choice means; a file or a chat by its name as well, where that is no id of ours and not said already."""
    is_id = choice.value.partition(":")[0] in SOURCE_NAMES
    if kind not in NAMED or is_id or not choice.meaning or choice.value in choice.meaning:
        return choice.meaning or choice.value
    return f"{choice.value} ({choice.meaning})"


NAMED: Final = frozenset({"chat", "member"})
BECAUSE: Final = {
    "file": gettext_noop("It looks as if this person made the file. Change it if not."),
    "before": gettext_noop("You said so the last time. Change it if that was wrong."),
    "phone": gettext_noop("It looks like a number you named before. Change it if not."),
    "mail": gettext_noop("It looks like an address you named before. Change it if not."),
    "name": gettext_noop("The name is like one you named before. Change it if not."),
    "part of the name": gettext_noop("The name is like one you named before. Change it if not."),
}


def _about(ask: Ask) -> str:
    """A hint below the question: which file, and where a preset answer comes from."""
    file = gettext("In %(file)s.") % {"file": ask.file} if ask.file else ""
    preset = ""
    if ask.kind == "zone" and ask.preset:
        preset = gettext("This computer’s own zone is filled in. Change it if the phone lived somewhere else.")
    elif ask.preset and ask.because in BECAUSE:
        preset = gettext(BECAUSE[ask.because])
    return " ".join(filter(None, (file, preset)))
