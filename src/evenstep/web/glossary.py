"""The twelve words this program uses in a sense of its own, each said plainly. docs/glossary.md has the long form."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

# slug, the word as pages write it, what it means, an example or a limit
WORDS: Final = (
    (
        "space",
        _("Space"),
        _("One relationship, with all you note about it. Nothing of one space is mixed into another."),
        "",
    ),
    (
        "reach",
        _("Reach"),
        _("To move toward the other: to write first, to write again, to call, to ask for more."),
        _("In messages we count beginnings, writing again without an answer, and calls nobody took."),
    ),
    (
        "step-back",
        _("Step back"),
        _("To take distance: to answer later, say less, go quiet or need time."),
        _("It can be rest, or a way to keep safe. It is not a fault."),
    ),
    (
        "moment",
        _("Moment"),
        _("Something that stayed with you, good or hard, in a few taps."),
        _("You choose what you note, so moments show what you noticed."),
    ),
    (
        "hard-week",
        _("Hard week"),
        _("A week that you called hard. We never guess it from messages."),
        "",
    ),
    (
        "beginning",
        _("Beginning"),
        _("The first message after a long silence. We try many lengths; eight hours is shown first."),
        _("Pages also say “starts”."),
    ),
    (
        "waiting",
        _("Waiting"),
        _("The time from a first message without an answer until the other writes."),
        _("It counts too when no answer is there yet. Leaving it out would make everyone look quick."),
    ),
    (
        "loop",
        _("The loop"),
        _("Slow answers come before more reaching, and more reaching before slower answers, again and again."),
        _("Two people make it together. Which came first can’t be told from messages."),
    ),
    (
        "could-be",
        _("Could be"),
        _("How far a number may be from the one shown, when weeks turn out a little different."),
        _("“40 to 60 of 100” is a range. A wide one means: not sure."),
    ),
    (
        "holds",
        _("Holds, leans on"),
        _("“Holds” means: another rule of ours gives the same finding. “Leans on” means: it rests on one choice."),
        _("Don’t put weight on a finding that leans."),
    ),
    (
        "not-enough",
        _("Not enough yet"),
        _("There is less than a number needs, so we leave it out. There is no hurry."),
        "",
    ),
    (
        "cant-tell",
        _("Can’t tell"),
        _("There is enough, and the range still covers both answers. That is a result, too."),
        "",
    ),
)
