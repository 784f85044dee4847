"""Development only: every component on one page, in any theme, text size and language asked for in the address."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from evenstep.web.forms_lock import QuietForm
from evenstep.web.language import known
from evenstep.web.look import LOOK_KEY, TEXT_SIZES, THEMES, Look
from evenstep.web.outcome import Problem
from evenstep.web.views.page import page
from evenstep.web.widgets import GuessNumber, Scale, Segments

OFTEN: Final = (
    ("0", _("Hardly ever")),
    ("1", _("Now and then")),
    ("2", _("About half the time")),
    ("3", _("Often")),
    ("4", _("Almost always")),
)
WHO: Final = (("me", _("Me")), ("other", "Ben"), ("both", _("Both of us")), ("nobody", _("Neither")))
KINDS: Final = (("partner", _("Partner")), ("friend", _("Friend")), ("family", _("Family")), ("work", _("Work")))

HOW_TO: Final = (
    ("primary, second, quiet, quiet-button, small", "Buttons in <p|div class=act>. One primary a page, often none."),
    ("equals", "Two or more ways of the same weight: second buttons in <div class=equals>."),
    ("_field.html", "with field=form.name: draws a field by its widget, with help, errors and large targets."),
    ("widgets.Segments, Scale, GuessNumber", "For two to five short answers, for 0 to 4, for a guess with its line."),
    ("parts/pair.html", "with asks=words ordinary=field hard=field: two columns of rows, one on a phone."),
    ("parts/troubles.html", "What is wrong in form, or trouble, above the form; takes the focus."),
    ("_problems.html", "with problems=… looks=check|notice title=…: files that were set aside."),
    ("notice", "<section class=notice> with h2, p, p.act. One at a time."),
    (
        "result",
        "<section class=result>: h2.label, p.finding, notes, picture, table-wrap, folds; notes beside it.",
    ),
    ("parts/notes.html", "with from_what=… could_be=… holds=… or leans_on=…: the three notes beside a result."),
    ("parts/not_enough.html", "with label=… words=…: a result that is not there yet, its plate left blank."),
    ("folds, fold", "<div class=folds><details>… or one <details class=fold>; fields go in <div class=inside>."),
    ("lines; moments", "Lists with hairlines; <ul class='lines moments'> holds parts/moment.html."),
    ("parts/moment.html", "with href=… day=… good=… about=… more=… own=…: one moment."),
    ("halves, who-a, who-b, is-guess, guess", "Both people, the same size; a guess is italic and open."),
    ("table-wrap", "<div class=table-wrap role=region tabindex=0 aria-label=…><table>; numbers in class n."),
    ("parts/confirm.html", "with asks=… what=… go=… back_url=…: a dialog as a page of its own."),
    ("progress.html", "A whole page: title, words, done (0 to 100 or None), cancel_url, back_url, again_s."),
    ("parts/progress.html", "with done=…: how far it is."),
    ("space, place, tab", "Context of base.html: they light the navigation (places.py). said comes by doors.say."),
)


class AllFields(QuietForm):
    """One field of each kind."""

    line = forms.CharField(label=_("A line"), help_text=_("With a word of help below its name."))
    lines = forms.CharField(label=_("Some lines"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.DateField(label=_("A day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    listed = forms.ChoiceField(label=_("A list that opens"), choices=KINDS)
    rows = forms.ChoiceField(label=_("Rows"), choices=KINDS, widget=forms.RadioSelect, initial="friend")
    several = forms.MultipleChoiceField(label=_("Several"), choices=KINDS, widget=forms.CheckboxSelectMultiple)
    one = forms.BooleanField(label=_("One thing to agree to"), required=False)
    who = forms.ChoiceField(label=_("Who moved toward the other?"), choices=WHO, widget=Segments, initial="both")
    tension = forms.ChoiceField(
        label=_("How tense was it?"),
        choices=[(str(n), words) for n, words in enumerate((_("calm"), "1", "2", "3", _("too much")))],
        widget=Scale,
        initial="2",
    )
    guess = forms.IntegerField(
        label=_("Of 100 conversations, how many do you begin?"),
        initial=60,
        widget=GuessNumber(0, 100, (_("Ben begins all"), _("you begin all")), _("and Ben the rest")),
    )
    ordinary = forms.ChoiceField(label=_("On ordinary days"), choices=OFTEN, widget=forms.RadioSelect, initial="1")
    hard = forms.ChoiceField(label=_("On hard days"), choices=OFTEN, widget=forms.RadioSelect, initial="3")

    def shown(self) -> list[forms.BoundField]:
        """All but the two that stand side by side."""
        return [field for field in self if field.name not in ("ordinary", "hard")]


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The page. ``?theme=dark&text=large&language=ar-xb`` puts on another look; ``space`` here is invented."""
    look = _asked(request)
    request.META[LOOK_KEY] = look
    with translation.override(look.language):
        return page(request, "style.html", _context())


def _asked(request: HttpRequest) -> Look:
    theme, text = request.GET.get("theme", "system"), request.GET.get("text", "normal")
    return Look(
        language=known(request.GET.get("language", "en")),
        theme=theme if theme in THEMES else "system",
        text_size=text if text in TEXT_SIZES else "normal",
        veil_after_s=1 if "veil" in request.GET else None,
        lock_after_s=1 if "lock" in request.GET else None,
    )


def _context() -> dict[str, Any]:
    broken = AllFields({"line": ""})
    return {
        "space": {"key": "0123456789ab", "other": "Ben"},
        "place": "pattern",
        "tab": "signs",
        "said": {"text": _("Noted."), "undo_url": "/undo"},
        "how_to": HOW_TO,
        "day": date(2026, 2, 14),
        "form": AllFields(),
        "broken": broken["line"],
        "error": Problem(1, "page.html", "E228", str(_("This is a web page.")), str(_("Choose the export itself."))),
    }
