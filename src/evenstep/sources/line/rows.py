"""LINE's text as rows: a time, a name, a text over one line or several; and the lines of dates between them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from evenstep.sources.line.days import Day, read_day
from evenstep.sources.whatsapp.dayparts import HOURS, fold_word, hour_of_day

ROW: Final = re.compile(
    r"(?:(?P<before>[^\W\d_]{1,6}?)\s?)?(?P<h>\d{1,2})(?P<dot>[:.])(?P<m>[0-5]\d)(?:\s?(?P<after>[AaPp]\.?\s?[Mm]\.?))?"
    r"(?P<gap>[\t ])(?P<rest>.*)",
    re.S,
)
PARTIAL: Final = re.compile(r"[^\W\d_]{0,6}\s?\d{1,2}(?::\d{0,2})?|[^\W\d_]{0,6}\s?\d{1,2}:\d{2}\t[^\t]*")
TITLE: Final = re.compile(r"\s*\[LINE\]\s*(?P<rest>.*)|(?P<plain>Chat history (?:with|in) .+)")
SAVED: Final = re.compile(
    r"\s*(?:Saved on|Save date|保存日時|儲存日期|保存日期|저장한 날짜|บันทึกเมื่อ|บันทึกวันที่|Disimpan pada|Tanggal disimpan"
    r"|Gespeichert um)\s*[:：]?\s*(?P<when>.*)"
)
SAVED_AT: Final = re.compile(r"\D{2,60}(?P<when>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\D{1,20}\d{1,2}[:.]\d{2}.{0,20})")
"""The line below the title in any other language: words, then a date and a time."""

PAIR_TITLES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"Chat history with (?P<name>.+)",
        r"Chat mit (?P<name>.+)",
        r"(?P<name>.+)とのトーク(?:履歴)?",
        r"[與与](?P<name>.+)的(?:聊天|[对對][话話])(?:[記记][錄录])?",
        r"(?P<name>.+) ?님과(?:의)? (?:카카오톡 )?(?:대화|채팅).*",
        r"ประวัติ(?:การ)?(?:แชท|สนทนา)กับ\s*(?P<name>.+)",
        r"Riwayat (?:chat|obrolan) dengan (?P<name>.+)",
    )
)
GROUP_TITLES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"Chat history in (?P<name>.+)",
        r"Chat in (?P<name>.+)",
        r"(?P<name>.+)のトーク(?:履歴)?",
        r"(?P<name>.+)的聊天(?:[記记][錄录])?",
        r"ประวัติ(?:การ)?(?:แชท|สนทนา)ในกลุ่ม\s*(?P<name>.+)",
    )
)
QUOTES: Final = ('""', "“”", "「」", "''")
LONGEST_QUOTE: Final = 2_000  # lines that are looked at for the end of a quote
SHORT_QUOTE: Final = 10  # and so many where a file has too many quotes without an end
LOOKS_A_LINE: Final = 4
LOOKS: Final = 20_000  # lines that are looked at for that in all, and LOOKS_A_LINE for each line; no chat comes near it
LONGEST_TITLE: Final = 300
LOOKED_AT: Final = 5_000
EARLY_HOURS: Final = 12  # "24:10" at the head of a day is ten past its midnight, at its end ten past the next


@dataclass
class Row:
    """A line that begins with a time, and what belongs to it. ``day``: the index of its date, -1 for none."""

    number: int
    day: int
    minutes: int
    cells: str
    lines: list[str] = field(default_factory=list)
    pasted: bool = False  # rows of a chat stand inside its quotes

    @property
    def text(self) -> str:
        """Everything behind the time."""
        return "\n".join([self.cells, *self.lines])


@dataclass
class Sheet:
    """A chat as it stands there; ``stray``: lines before the first date or row; ``cut``: the last line is a piece."""

    rows: list[Row] = field(default_factory=list)
    days: list[tuple[int, Day]] = field(default_factory=list)  # (line number, date)
    stray: list[int] = field(default_factory=list)
    title: str = ""
    of_two: bool = False
    loose: bool = False  # the title is in words we do not know: the chat's name is somewhere in it
    saved: str = ""
    tabs: bool = True
    alone: bool = False  # dates stand without a day of the week
    cut: int | None = None
    unclosed: int | None = None
    looks: int = 0  # lines that were looked at for the ends of quotes


def read_time(line: str) -> tuple[int, str, str] | None:
    """(minutes of the day, gap, rest) of a line that begins with a time; 24:00 to 24:59 stay 1,440 to 1,499."""
    match = ROW.match(line)
    if match is None or (match["dot"] == "." and match["gap"] == " "):  # a number, unless a tab follows
        return None
    hour, minute = int(match["h"]), int(match["m"])
    word = match["before"] or match["after"]
    if word:
        hours = HOURS.get(fold_word(word))
        if not hours or hour > 23:
            return None
        hour = hour_of_day(hour, hours)
    return (hour * 60 + minute, match["gap"], match["rest"]) if 0 <= hour <= 24 else None


def read_sheet(lines: list[str], *, ends_whole: bool) -> Sheet:
    """Cut the lines into dates and rows."""
    sheet = Sheet()
    at = _head(lines, sheet)
    sheet.tabs = _has_tabs(lines[at:])
    sheet.alone = not any(read_day(line.strip()) for line in lines[at : at + 200])
    gap = "\t" if sheet.tabs else " "
    known = _names(lines[at:]) if sheet.tabs else Counter()
    while at < len(lines):
        at = _line(lines, at, gap, known, sheet)
    last = lines[-1] if lines else ""
    if not ends_whole and PARTIAL.fullmatch(last) and sheet.rows and sheet.rows[-1].lines[-1:] == [last]:
        sheet.rows[-1].lines.pop()
        sheet.cut = len(lines)
    for row in sheet.rows:
        while row.lines and not row.lines[-1].strip():
            row.lines.pop()
    _place_after_midnight(sheet.rows)
    return sheet


def title_of(text: str) -> tuple[str, bool, bool]:
    """(the chat's name, True for a chat of two, True for words that are not known) from the title line."""
    plain = text.strip()
    for patterns, of_two in ((PAIR_TITLES, True), (GROUP_TITLES, False)):
        for pattern in patterns:
            match = pattern.fullmatch(plain)
            if match is not None:
                name = match["name"].strip()
                quoted = len(name) > 2 and name[0] + name[-1] in QUOTES
                return (name[1:-1] if quoted else name), of_two, False
    return plain, False, True


def _head(lines: list[str], sheet: Sheet) -> int:
    """Read the title and when it was saved; where the rest begins."""
    at = 0
    while at < len(lines) and at < 8:
        line = lines[at][:LONGEST_TITLE]
        title, saved = TITLE.match(line), SAVED.match(line)
        if saved is None and sheet.title and at < 3:
            saved = SAVED_AT.fullmatch(line)
        if title is not None and not sheet.title:
            sheet.title, sheet.of_two, sheet.loose = title_of(title["rest"] or title["plain"] or "")
        elif saved is not None and not sheet.saved:
            sheet.saved = saved["when"].strip()
        elif line.strip():
            break
        at += 1
    return at


def _is_title_again(line: str, sheet: Sheet) -> bool:
    """True for the head of a second text of the same chat, put behind the first."""
    if not line.startswith("[LINE]") or not sheet.title:
        return False
    title = TITLE.match(line[:LONGEST_TITLE])
    return title is not None and title_of(title["rest"] or "")[0] == sheet.title


def _line(lines: list[str], at: int, gap: str, known: Counter[str], sheet: Sheet) -> int:
    """One line, or a row with all of its lines; where the next begins."""
    line = lines[at]
    day = read_day(line.strip("\u200e\u200f "), alone=sheet.alone and bool(sheet.title))
    if day is not None:
        sheet.days.append((at + 1, day))
        return at + 1
    if _is_title_again(line, sheet):
        return at + 1 + (at + 1 < len(lines) and SAVED.match(lines[at + 1][:LONGEST_TITLE]) is not None)
    time = read_time(line)
    if time is None or time[1] != gap:
        if sheet.rows:
            sheet.rows[-1].lines.append(line)
        elif line.strip():
            sheet.stray.append(at + 1)
        return at + 1
    row = Row(at + 1, len(sheet.days) - 1, time[0], time[2])
    sheet.rows.append(row)
    if gap == "\t" and _opens(row.cells):
        return _quoted(lines, at, row, known, sheet)
    return at + 1


def _opens(cells: str) -> bool:
    """True when the text begins with a quote that this line does not close."""
    text = cells.rpartition("\t")[2] if cells.count("\t") < 2 else cells.split("\t", 1)[1]
    return text.startswith('"') and (text.count('"') % 2 == 1 or not text.endswith('"') or text == '"')


def _quoted(lines: list[str], at: int, row: Row, known: Counter[str], sheet: Sheet) -> int:
    """Take the lines up to the closing quote, unless what stands there are rows of this very chat."""
    quotes, last_known = row.cells.count('"'), row.minutes
    rows_inside = in_order = 0
    reach = LONGEST_QUOTE if sheet.looks < LOOKS_A_LINE * len(lines) + LOOKS else SHORT_QUOTE
    for end in range(at + 1, min(len(lines), at + reach)):
        line = lines[end]
        sheet.looks += 1
        time = read_time(line)
        if time is not None and time[1] == "\t":
            rows_inside += 1
            in_order += known[time[2].partition("\t")[0]] > 1 and time[0] >= last_known
            last_known = time[0]
        quotes += line.count('"')
        if line.endswith('"') and quotes % 2 == 0 and _ends_a_row(lines, end):
            if rows_inside and in_order == rows_inside:
                return at + 1  # a text that begins with a quote, and rows behind it
            row.lines = lines[at + 1 : end + 1]
            row.pasted = rows_inside > 0
            row.cells = row.cells.replace('"', "", 1)
            row.lines[-1] = row.lines[-1][:-1]
            return end + 1
        if rows_inside and rows_inside == in_order and rows_inside > 3:
            return at + 1
    if not rows_inside and quotes % 2 and len(lines) < at + reach:
        sheet.unclosed = row.number
    return at + 1


def _ends_a_row(lines: list[str], end: int) -> bool:
    """True when a row, a date, an empty line or nothing follows."""
    if end + 1 >= len(lines) or not lines[end + 1].strip():
        return True
    return read_day(lines[end + 1].strip()) is not None or read_time(lines[end + 1]) is not None


def _has_tabs(lines: list[str]) -> bool:
    """True when most rows have tabs between time, name and text; a text may hold tabs, or begin like a row."""
    gaps = Counter(time[1] for line in lines[:LOOKED_AT] if (time := read_time(line)) is not None)
    return gaps["\t"] >= gaps[" "]


def _names(lines: list[str]) -> Counter[str]:
    """How often each name stands behind a time."""
    found: Counter[str] = Counter()
    for line in lines:
        if "\t" in line:
            time = read_time(line)
            if time is not None and time[1] == "\t" and "\t" in time[2]:
                found[time[2].partition("\t")[0]] += 1
    return found


def _place_after_midnight(rows: list[Row]) -> None:
    """An hour of 24 is the first of its day when the day begins with it, else the first of the next day."""
    day, late = -2, False
    for row in rows:
        if row.day != day:
            day, late = row.day, False
        if row.minutes >= 24 * 60:
            row.minutes -= 0 if late else 24 * 60
        else:
            late = late or row.minutes >= EARLY_HOURS * 60
