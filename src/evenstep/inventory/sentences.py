"""Findings of the signs -> sentences about the pattern, both halves side by side; never a type, never a verdict."""

from __future__ import annotations

from typing import Final

from evenstep.inventory.form import Theme
from evenstep.inventory.said import Half, Halves, Statement, Voice
from evenstep.inventory.score import STEP, Band, Findings, ThemeFinding

MOST_LINES: Final = 3
FAR_APART: Final = 3  # steps of the scale between two answers on one theme
SHOWS: Final = ("mid", "high")


def signs(
    found: Findings, voice: Voice, *, also: Findings | None = None, loop_on: bool = False, stopped: bool = False
) -> Statement:
    """What one side's answers say.

    ``also``: the same person's answers to the other side's form. ``loop_on``: the space's switch; without it no word
    about what two people make together, none that habits can change (for some it is safety and no habit), and no half
    for the other.
    ``stopped``: they asked this person to stop; then no good word is found for reaching.
    """
    if not found.enough:
        return not_enough(found, voice)
    shown = strongest(found)
    lead, *lines = _pattern(found, shown, voice)
    quiet = stopped and found.form.side == "reach"
    loop = loop_on and not stopped
    return Statement(
        lead=lead,
        lines=(
            *lines,
            *_also_line(also, voice),
            *(() if quiet or not shown else _kind_lines(found, shown[0].theme, voice)),
            *((voice.phrase("signs.together"),) if loop and shown else ()),
        ),
        rests_on=(*rests_on(found, voice), voice.phrase("rests.step")),
        cannot_tell=cannot_tell(found, voice, "cannot.other", "cannot.began", "cannot.people"),
        halves=_halves(shown[0].theme, voice) if loop and shown else None,
    )


def lead_case(theme: ThemeFinding) -> str:
    """Which leading sentence fits. Ordinary and hard days are told apart only from a whole step on."""
    paired, hard, ordinary = theme.paired, theme.levels["hard"].band, theme.levels["ordinary"].band
    if paired is None:
        return f"hard_{hard}" if hard else f"ordinary_{ordinary}" if ordinary else "unknown"
    if abs(paired.difference) < STEP:
        return f"alike_{paired.middle}"
    if paired.hard != paired.ordinary:
        return f"{paired.hard}_{paired.ordinary}"
    return f"{'more' if paired.difference > 0 else 'less'}_{paired.hard}"


def strongest(found: Findings) -> list[ThemeFinding]:
    """The themes that showed, the most frequent first; of equals the leading one, then as the form has them."""
    first = found.form.leads_with
    shown = [finding for finding in found.themes if finding.strongest in SHOWS]
    return sorted(shown, key=lambda finding: (-_most(finding), finding.theme.slug != first))


def not_enough(found: Findings, voice: Voice) -> Statement:
    """What stands where most lines were left open."""
    return Statement(
        lead=voice.phrase("enough.lead"),
        lines=(voice.phrase("enough.more"),),
        rests_on=(voice.phrase("rests.given", given=found.answered, asked=found.asked),),
        cannot_tell=(),
        enough=False,
    )


def rests_on(found: Findings, voice: Voice) -> tuple[str, ...]:
    """How much was answered, about when, and where two answers on one theme lay far apart."""
    apart = [
        voice.phrase("rests.apart", theme=voice.say(finding.theme.name))
        for finding in found.themes
        if any((level.apart or 0) >= FAR_APART for level in finding.levels.values())
    ]
    return (
        voice.phrase("rests.given", given=found.answered, asked=found.asked),
        voice.phrase("rests.weeks"),
        *apart,
        voice.phrase("rests.evening"),
    )


def cannot_tell(found: Findings, voice: Voice, *names: str) -> tuple[str, ...]:
    """What no answer here can tell; away from couples also that the studies were of couples."""
    lighter = () if found.form.kind == "partner" else (f"cannot.{found.form.kind}",)
    return tuple(voice.phrase(name) for name in (*names, *lighter, "reliability.long"))


def _pattern(found: Findings, shown: list[ThemeFinding], voice: Voice) -> list[str]:
    """The leading sentence, then the themes that showed most. Where the leading theme is open, the others lead."""
    case = lead_case(found.theme(found.form.leads_with))
    lead = voice.say(found.form.leads[case])
    rest = [_theme_line(finding, voice) for finding in shown if finding.theme.slug != found.form.leads_with]
    if not rest:
        return [lead, voice.phrase("signs.rest_low" if shown else "signs.all_low")]
    return rest[: MOST_LINES + 1] if case == "unknown" else [lead, *rest[:MOST_LINES]]


def _theme_line(finding: ThemeFinding, voice: Voice) -> str:
    """How often, and on which days above all: one or two whole sentences."""
    said = voice.say(finding.theme.said[_often(finding.strongest)])
    days = _days(finding)
    return f"{said} {voice.phrase(days)}" if days else said


def _days(finding: ThemeFinding) -> str:
    """Which days, where lines answered on both differ by a step and all answers together agree with them."""
    hard, ordinary = finding.levels["hard"].mean, finding.levels["ordinary"].mean
    if hard is None or ordinary is None:
        return "signs.of_ordinary" if hard is None else "signs.of_hard"
    difference = finding.paired.difference if finding.paired else 0.0
    if difference >= STEP and hard > ordinary:
        return "signs.hard_days"
    return "signs.ordinary_days" if difference <= -STEP and hard < ordinary else ""


def _also_line(also: Findings | None, voice: Voice) -> tuple[str, ...]:
    """The other side's form, filled by the same person: nobody is only one half."""
    if also is None:
        return ()
    band = also.theme(also.form.leads_with).strongest
    return (voice.say(also.form.leads[f"also_{_often(band)}"]),) if band in SHOWS else ()


def _kind_lines(found: Findings, theme: Theme, voice: Voice) -> tuple[str, ...]:
    return (voice.say(found.form.leads["kindness"]), voice.say(theme.said["wish"]))


def _halves(theme: Theme, voice: Voice) -> Halves:
    mine = Half(voice.phrase("signs.my_half"), voice.say(theme.said["half"]), guess=False)
    theirs = Half(voice.phrase("signs.their_half"), voice.say(theme.said["guess"]), guess=True)
    return Halves(mine, theirs, (voice.phrase("signs.guess_stays"), voice.phrase("signs.turn_round")))


def _often(band: Band | None) -> str:
    return "often" if band == "high" else "sometimes"


def _most(finding: ThemeFinding) -> float:
    return max(level.mean or 0.0 for level in finding.levels.values())
