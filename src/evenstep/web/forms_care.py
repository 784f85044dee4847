"""The forms of care: the private page and its switches, a country for help, before you send, and a pause."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from evenstep.program.countries import countries
from evenstep.program.right_now import LATER, NEEDS, OPENINGS, Day
from evenstep.program.safety import QUESTIONS, SWITCHES, Answer, Switches
from evenstep.web.forms_lock import QuietForm
from evenstep.web.widgets import LongList, Segments

ANSWER_WORDS: Final = (
    (Answer.NO.value, _("No")),
    (Answer.YES.value, _("Yes")),
    (Answer.UNSURE.value, _("Not sure")),
    (Answer.UNSAID.value, _("Rather not say")),
)
QUESTION_WORDS: Final = {
    "afraid": _("Are you ever afraid of how they might react?"),
    "hurt": _("Have they hurt you, or said that they would?"),
    "controlled": _("Do they control your money, your phone, who you see, or where you go?"),
    "pushed": _("Have they pushed you into sex, or into showing something you wanted to keep?"),
    "made_to": _("Has anyone made you use this program, or told you what to answer here?"),
    "stop": _("Have they asked you to stop contacting them?"),
}
# Where other words fit a kind of relationship better. They ask for the same thing.
KIND_QUESTION_WORDS: Final = {
    ("work", "controlled"): _("Do they control your life beyond work: your money, your phone, who you see?"),
    ("work", "pushed"): _(
        "Have they pushed you into something intimate or degrading, or into showing something you wanted to keep?"
    ),
}
SWITCH_WORDS: Final = {
    "joint": (
        _("Pages for the two of you"),
        _("A check-in, a listening session, open questions and sharing the load, on this screen."),
    ),
    "reaching": (
        _("Help with talking to them"),
        _("A first talk, thanks, small starts, and words for what you would like to ask."),
    ),
    "loop": (
        _("The sentence about the loop"),
        _("How one’s step answers the other’s, in words. Numbers and pictures are there either way."),
    ),
}
OFF_ON: Final = (("", _("Leave it off")), ("on", _("Switch it on")))
NEED_WORDS: Final = {
    "closeness": _("To feel close"),
    "answer": _("An answer"),
    "heard": _("To be heard"),
    "make_up": _("To make it good again"),
    "sure": _("To be sure of them"),
    "settle": _("To show how much it hurt"),
    "else": _("Something else, or I don’t know"),
}
OPENING_WORDS: Final = {
    "well": _("I want to answer this well."),
    "full": _("This matters to me, and my head is too full right now."),
    "quiet": _("I need some quiet before I can listen."),
}
DAY_WORDS: Final = (
    (Day.TODAY.value, _("Today")),
    (Day.TOMORROW.value, _("Tomorrow")),
    (LATER, _("I’ll say later when")),
)
LONGEST_TEXT: Final = 10_000


class OwnForm(QuietForm):
    """The six lines of the private page. A line left empty counts as "rather not say"."""

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            label = KIND_QUESTION_WORDS.get((kind, question), QUESTION_WORDS[question])
            self.fields[question] = forms.ChoiceField(
                label=label, choices=ANSWER_WORDS, required=False, widget=Segments
            )

    def answers(self) -> dict[str, str]:
        """What was answered; nothing that was not one of the four. Nobody keeps it."""
        self.is_valid()
        return {question: self.cleaned_data.get(question) or Answer.UNSAID for question in QUESTIONS}


class SwitchesForm(QuietForm):
    """The three switches, after a clear no. What is off stays off until it is switched on."""

    def __init__(self, now: Switches, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for switch in SWITCHES:
            label, about = SWITCH_WORDS[switch]
            self.fields[switch] = forms.ChoiceField(
                label=label,
                help_text=about,
                choices=OFF_ON,
                required=False,
                initial="on" if getattr(now, switch) else "",
                widget=Segments,
            )

    def chosen(self) -> frozenset[str]:
        """The switches that were turned on."""
        self.is_valid()
        return frozenset(switch for switch in SWITCHES if self.cleaned_data.get(switch) == "on")


class CountryForm(QuietForm):
    """The country to show help for. It travels in the form, never in the address."""

    country = forms.ChoiceField(
        label=_("Your country, or another one"),
        error_messages={"required": _("Choose a country."), "invalid_choice": _("Choose one from the list.")},
        widget=LongList,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it is made ten lines above
        field.choices = [("", _("Choose …")), *countries().items()]


class BeforeForm(QuietForm):
    """What one was about to send, and what it is for. Shown back once, kept nowhere."""

    text = forms.CharField(
        label=_("What would you write?"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        help_text=_("Just as it comes. It is not sent, and not kept."),
        error_messages={"max_length": _("This is longer than this page can hold. Please write a shorter part of it.")},
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off", "spellcheck": "false"}),
    )
    need = forms.ChoiceField(
        label=_("What do you need most right now?"),
        required=False,
        choices=[(need, NEED_WORDS[need]) for need in NEEDS],
        error_messages={"invalid_choice": _("Please choose one of these.")},
        widget=forms.RadioSelect,
    )


class PauseForm(QuietForm):
    """A sentence for a pause: an opening or own words, and when one is back, if that can be said."""

    opening = forms.ChoiceField(
        label=_("How does it begin?"),
        choices=[(opening, OPENING_WORDS[opening]) for opening in OPENINGS],
        initial=OPENINGS[0],
        error_messages={"required": _("Choose one, or write your own below.")},
        widget=forms.RadioSelect,
    )
    own = forms.CharField(
        label=_("Or in your own words"),
        required=False,
        max_length=300,
        help_text=_("If you write something here, it takes the place of the line above."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    day = forms.ChoiceField(
        label=_("When will you be back?"),
        choices=DAY_WORDS,
        initial=Day.TODAY.value,
        error_messages={"required": _("Choose a day.")},
        widget=Segments,
    )
    at = forms.TimeField(
        label=_("At what time?"),
        required=False,
        help_text=_("Leave it open if you will say later."),
        error_messages={
            "required": _("Write a time, a rough one is fine. Or choose to say later when."),
            "invalid": _("Write it like 20:00."),
        },
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """A day asks for a time; "later" asks for none, and takes no notice of one."""
        said = super().clean() or self.cleaned_data
        at = self.fields["at"]
        if said.get("day") == LATER:
            self.errors.pop("at", None)
            said["at"] = None
        elif said.get("at") is None and "at" not in self.errors:
            self.add_error("at", at.error_messages["required"])
        return said
