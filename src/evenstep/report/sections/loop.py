"""The loop: one sentence, two circles, what stands behind each half, and what could fool it."""

from __future__ import annotations

from typing import Final

from evenstep.loop.findings import Answer, LoopResult
from evenstep.report.half_lines import half_lines
from evenstep.report.halves import WITHHELD, halves
from evenstep.report.names import People, Sentence
from evenstep.report.rings import rings
from evenstep.report.sections.base import Material, Section
from evenstep.report.wording import circles as words
from evenstep.report.wording import four_lines, frame, loop_method, loop_numbers
from evenstep.report.wording import loop as sentences
from evenstep.spoken import tr

KEYS: Final[tuple[Answer, ...]] = ("shows", "can't tell", "no sign")
"""Always explained; the rarer answers only where one is drawn."""


def circles(material: Material) -> Section | None:
    """The loop; None when it was not looked for."""
    loop, people = material.loop, material.people
    if loop is None:
        return None
    if loop.verdict in WITHHELD:
        return _withheld(loop, people)
    every = halves(loop, people)
    drawn = {half.answer if half.is_known else "not enough yet" for half in every}
    return Section(
        slug="loop",
        label=frame.label("loop"),
        finding=sentences.finding(people, loop),
        enough=True,
        notes=(
            (tr("From"), sentences.came_from(loop.enough)),
            (tr("Could be"), sentences.could_be()),
            sentences.holds(loop.fit_tests),
        ),
        charts=rings(loop, people),
        reading=words.how_to_read(people),
        key=tuple((a, _said(text)) for a, text in words.KEY.items() if a in KEYS or a in drawn),
        lines=(
            *(loop_numbers.line(half, loop.enough) for half in every),
            *(line for echo in loop.echoes if loop_numbers.is_told(echo) for line in loop_numbers.echo(people, echo)),
        ),
        after=loop_numbers.closing(),
        how=loop_method.how(people, loop),
        doubts=loop_method.fooled(people, loop),
        forms=tuple((form, _said(text)) for form, text in four_lines.FORMS.items()),
        twin=half_lines(loop, people),
    )


def _said(words: tuple[str, str]) -> tuple[str, str]:
    head, text = words
    return tr(head), tr(text)


def _withheld(loop: LoopResult, people: People) -> Section:
    """Not enough yet, or a model that does not fit: the same form, the plate left blank, no effect named."""
    short = loop.verdict == "not enough yet"
    misfits = Sentence(()) if short else sentences.misfits(people, loop.fit_tests)
    return Section(
        slug="loop",
        label=frame.label("loop"),
        finding=sentences.finding(people, loop),
        enough=False,
        more=(misfits,) if misfits else (),
        notes=((tr("From"), sentences.needs(loop.enough) if short else sentences.came_from(loop.enough)),),
        how=() if short else loop_method.how(people, loop),
        doubts=() if short else loop_method.fooled(people, loop),
    )
