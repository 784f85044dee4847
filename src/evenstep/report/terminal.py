"""Report -> a calm summary in the terminal: the sentence leads, three quiet notes follow, nothing blinks."""

from __future__ import annotations

import unicodedata
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from evenstep.report.document import Report
from evenstep.report.names import Sentence
from evenstep.report.sections.base import Section
from evenstep.report.wording import frame
from evenstep.spoken import tr

MARGIN = 2
WIDEST = 84


def print_report(report: Report, stream: TextIO) -> None:
    """Print every section of ``report`` on ``stream``; colours only where the terminal has them."""
    console = _console(stream)
    console.print()
    _line(console, Text(words(report.title), style="bold"))
    _line(console, Text(words(report.lead)))
    for section in report.sections:
        if section.table is None:  # a table of its own is for the page
            _print_section(console, section)
    console.print()
    _line(console, Text(tr(frame.NOT_HERE), style="dim"))
    for sentence in frame.FOOT[1:]:
        _line(console, Text(tr(sentence), style="dim"))
    console.print()


def words(sentence: Sentence) -> str:
    """A sentence for a terminal: names keep their fence only where they could turn the line round."""
    return "".join(
        part if isinstance(part, str) else (_fenced(part.text) if _turns(part.text) else part.text)
        for part in sentence.parts
    )


def _print_section(console: Console, section: Section) -> None:
    console.print()
    _line(console, Text(words(section.label), style="dim"))
    _line(console, Text(words(section.finding), style="bold" if section.enough else "none"))
    for more in section.more:
        _line(console, Text(words(more)))
    for said, could in section.lines:
        console.print()
        _line(console, Text(words(said)), extra=2)
        _line(console, Text(words(could), style="dim"), extra=2)
    if section.lines:
        console.print()
    lines = (*section.notes, *section.facts)
    indent = max((len(heading) for heading, _ in lines), default=0) + 2
    for heading, note in lines:
        _note(console, heading, words(note), indent)


def _note(console: Console, heading: str, note: str, indent: int) -> None:
    """One note with its heading in a narrow column ``indent`` wide, wrapped under itself."""
    text = Text(f"{heading:<{indent}}{note}", style="dim")
    lines = text.wrap(console, _width(console) - 2 * MARGIN - 2)
    rest = " ".join(line.plain.strip() for line in lines[1:])
    _line(console, lines[0], extra=2)
    if rest:
        _line(console, Text(rest, style="dim"), extra=2 + indent)


def _line(console: Console, text: Text, extra: int = 0) -> None:
    width = _width(console) - MARGIN
    console.print(Padding(text, (0, 0, 0, MARGIN + extra)), width=width, soft_wrap=False, highlight=False)


def _console(stream: TextIO) -> Console:
    return Console(file=stream, highlight=False, markup=False, emoji=False, legacy_windows=False)


def _width(console: Console) -> int:
    return min(console.width, WIDEST)


def _turns(name: str) -> bool:
    return any(unicodedata.bidirectional(c) in {"R", "AL", "AN"} for c in name)


def _fenced(name: str) -> str:
    return f"\u2068{name}\u2069"
