"""The forms of a moment: a hard one in four taps, a good one in fewer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from evenstep.web.forms_lock import QuietForm
from evenstep.web.models import Moment, Space
from evenstep.web.widgets import Scale, Segments

MOVED: Final = "reached"
TENSION: Final = (
    ("0", _("calm")),
    ("1", _("a little tense")),
    ("2", _("tense")),
    ("3", _("very tense")),
    ("4", _("too much")),
)
ENDED: Final = (
    ("talked", _("We talked it through")),
    ("rest", _("We let it rest")),
    ("close", _("We came close again")),
    ("left", _("One of us went away from it")),
    ("open", _("It is still open")),
)
GOOD: Final = (  # what was good, kept in the column ``ended``
    (MOVED, _("Someone reached out")),
    ("room", _("Someone gave room")),
    ("back", _("Someone came back after a pause")),
    ("talked", _("We talked")),
    ("else", _("Something else")),
)
TOPICS: Final[dict[str, tuple[tuple[str, Any], ...]]] = {
    "partner": (
        ("time", _("Time together")),
        ("closeness", _("Closeness")),
        ("writing", _("Writing and calling")),
        ("home", _("Home and chores")),
        ("money", _("Money")),
        ("family", _("Family")),
        ("plans", _("Plans")),
        ("other", _("Something else")),
    ),
    "friend": (
        ("time", _("Seeing each other")),
        ("writing", _("Writing and calling")),
        ("plans", _("Plans")),
        ("help", _("Help and favours")),
        ("people", _("Other people")),
        ("money", _("Money")),
        ("other", _("Something else")),
    ),
    "family": (
        ("time", _("Visits")),
        ("writing", _("Writing and calling")),
        ("care", _("Care for someone")),
        ("past", _("Old things")),
        ("money", _("Money")),
        ("plans", _("Decisions")),
        ("other", _("Something else")),
    ),
    "work": (
        ("plans", _("Priorities")),
        ("money", _("Money")),
        ("load", _("Who does what")),
        ("people", _("Other people")),
        ("writing", _("Messages and meetings")),
        ("feedback", _("Feedback")),
        ("other", _("Something else")),
    ),
}


def who_words(space: Space, nobody: Any = None) -> list[tuple[str, Any]]:
    """Me, the other by name, both, nobody."""
    return [("me", _("Me")), ("other", space.other), ("both", _("Both of us")), ("nobody", nobody or _("Neither"))]


def topics(space: Space) -> tuple[tuple[str, Any], ...]:
    """The topics of this kind of relationship."""
    return TOPICS[space.kind]


def _rows(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    words = {"required": _("Please choose one of these.")}
    return forms.ChoiceField(
        label=label, choices=choices, error_messages=words, **{"widget": forms.RadioSelect(), **more}
    )


class MomentForm(QuietForm):
    """What both kinds of moment share: the day, and own words, if any."""

    local_day = forms.DateField(
        label=_("Which day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Write a day, like 2026-02-14."), "invalid": _("Write it like 2026-02-14.")},
    )
    note = forms.CharField(
        label=_("Your own words, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    good = False
    folded: tuple[str, ...] = ("topic", "local_day", "note")  # below a line that opens: not among the taps

    def __init__(self, space: Space, today: date, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial)
        self.space, self.today = space, today
        self.fields["topic"] = _rows(_("What was it about?"), topics(space), required=False)
        self.fields["local_day"].initial = today
        self._more()

    def _more(self) -> None:
        """The fields of one kind of moment."""

    def clean_local_day(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["local_day"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def taps(self) -> list[forms.BoundField]:
        """The fields one sees at once."""
        return [field for field in self if field.name not in self.folded]

    def more(self) -> list[forms.BoundField]:
        """The fields below the line that opens."""
        return [self[name] for name in self.folded if name in self.fields]

    def facts(self, now: datetime) -> dict[str, Any]:
        """The columns of the moment."""
        said = self.cleaned_data
        return {
            "space": self.space,
            "at": now,
            "local_day": said["local_day"],
            "good": self.good,
            "toward": said["toward"],
            "back": said.get("back", "nobody"),
            "topic": said["topic"],
            "tension": int(said.get("tension", 0)),
            "ended": said.get("ended", ""),
            "mended": said.get("mended", ""),
            "note": said["note"],
        }


class GoodForm(MomentForm):
    """A good moment: what it was and who made it; giving room counts as much as reaching out."""

    good = True

    def _more(self) -> None:
        self.fields["ended"] = _rows(_("What was good?"), GOOD)
        self.fields["toward"] = _rows(
            _("Who made it happen?"), who_words(self.space, _("Nobody did, it just was")), widget=Segments()
        )
        self.order_fields(["ended", "toward", "topic", "local_day", "note"])


class HardForm(MomentForm):
    """A hard moment: who moved toward, who stepped back, how tense; how it ended if one likes."""

    folded = ("ended", "mended", "topic", "local_day", "note")

    def _more(self) -> None:
        self.fields["toward"] = _rows(_("Who moved toward the other?"), who_words(self.space), widget=Segments())
        self.fields["back"] = _rows(_("Who stepped back?"), who_words(self.space), widget=Segments())
        self.fields["tension"] = _rows(_("How tense was it?"), TENSION, widget=Scale())
        self.fields["ended"] = _rows(_("How did it end?"), ENDED, required=False)
        if not self.space.stopped:
            mended = who_words(self.space, _("Nobody"))
            self.fields["mended"] = _rows(
                _("Who made the first move to mend it?"), mended, required=False, widget=Segments()
            )
        self.order_fields(["toward", "back", "tension", "ended", "mended", "topic", "local_day", "note"])


def form_for(moment: Moment, today: date, data: Any = None) -> MomentForm:
    """The form of a moment that is there, filled with it."""
    kind = GoodForm if moment.good else HardForm
    names = ("toward", "back", "tension", "ended", "mended", "topic", "local_day", "note")
    return kind(moment.space, today, data, initial={name: getattr(moment, name) for name in names})
