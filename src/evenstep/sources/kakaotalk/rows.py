"""A KakaoTalk text or CSV as rows: when, who, what; notices and dates told apart from what people wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from evenstep.sources.kakaotalk.moments import (
    BELOW_DAY,
    DAY_ALONE,
    IN_PC,
    ON_OLD_PHONE,
    ON_PHONE,
    SEPARATOR,
    clock_of,
    day_of,
    moment,
    saved_at,
)
from evenstep.sources.kakaotalk.phrases import is_notice

TITLES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*(?P<name>.+?)(?: \d+| ?\(\d+명\))?\s*님과의? 카카오톡 대화.*",
        r"\s*KakaoTalk Chats? with (?P<name>.+?)(?:-\d+)?(?:\.txt)?\s*",
        r"\s*(?P<name>.+?) with KakaoTalk Chats\s*",
        r"\s*(?P<name>.+?) (?:Kakao)?Talk Chats\s*",
        r"\s*(?P<name>.+?) 카카오톡 대화\s*",
        r"\s*(?P<name>.+?)(?:さん)?とのカカオトーク.*",
    )
)
UNTOLD: Final = re.compile(r"\s*Talk_[\d. :_-]+\.txt\s*")
"""Where an iPhone writes the file's name instead of a title."""

PLAIN_TITLE: Final = re.compile(r"\s*(?P<name>.+?)(?: chats?)?\s*", re.I)
"""Any line above the one that says when the chat was saved."""

CSV_HEADER: Final = re.compile(r'\ufeff?"?Date"?,"?User"?,"?Message"?\s*', re.I)
CSV_ROW: Final = re.compile(
    r'"?(?P<date>(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?)"?,(?P<rest>.*)', re.S
)
CSV_REST: Final = re.compile(r'(?:"(?P<quoted>(?:[^"]++|"")*+)"|(?P<plain>[^,"]*)),(?P<text>.*)', re.S)
PARTIAL: Final = {
    "pc": re.compile(r"\[[^\[\]]{0,200}(?:\](?: (?:\[[^\[\]]{0,20})?)?)?|-{3,}[^-]{0,40}-{0,14}"),
    "phone": re.compile(r"\d{4}(?:년|\.)[^,:]{0,20}(?::\d{0,2})?,? ?|\d{4}년[^:]{0,20}:\d\d, [^:]{1,60}"),
    "csv": re.compile(r"\d{4}-[\d: -]{0,16},?[^,]{0,60}"),
}
"""The beginning of a row or of a date, where the file is cut off."""

HEAD_LINES: Final = 6
LONGEST_TITLE: Final = 300


@dataclass
class Row:
    """One row. ``local``: the wall clock in microseconds since 1970, None for a time that cannot be.

    ``sender`` None: a notice. ``code``: why the row cannot be used.
    """

    number: int
    local: int | None
    sender: str | None
    lines: list[str] = field(default_factory=list)
    code: str = ""

    @property
    def text(self) -> str:
        """What was written, over all of its lines."""
        return "\n".join(self.lines)


@dataclass
class Sheet:
    """A chat as it stands there. ``stray``: lines that belong to no row; ``pasted``: rows taken for part of a text."""

    rows: list[Row] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    pasted: list[int] = field(default_factory=list)
    title: str = ""
    saved: int | None = None
    form: str = "phone"
    cut: int | None = None  # the last line is the beginning of a row


def read_sheet(lines: list[str], *, ends_whole: bool = True) -> Sheet:
    """Cut the lines into rows; the form (CSV, PC, phone) is that of the first row found."""
    sheet = Sheet()
    at = _head(lines, sheet)
    body = lines[at:]
    if body and CSV_HEADER.fullmatch(body[0]):
        sheet.form = "csv"
        _without_piece(lines, sheet, ends_whole=ends_whole)
        _read_csv(lines, at + 1, sheet)
        return sheet
    sheet.form = "pc" if any(IN_PC.match(line) or SEPARATOR.fullmatch(line) for line in body[:50]) else "phone"
    _without_piece(lines, sheet, ends_whole=ends_whole)
    reader: Callable[[list[str], int, Sheet], None] = _read_pc if sheet.form == "pc" else _read_phone
    reader(lines, at, sheet)
    for row in sheet.rows:
        while len(row.lines) > 1 and not row.lines[-1].strip():
            row.lines.pop()
    return sheet


def _without_piece(lines: list[str], sheet: Sheet, *, ends_whole: bool) -> None:
    """Take off the last line when it is only the beginning of a row."""
    last = lines[-1] if len(lines) > 1 and not ends_whole else ""
    is_date = sheet.form == "phone" and DAY_ALONE.fullmatch(last) is not None
    if last and not is_date and PARTIAL[sheet.form].fullmatch(last):
        lines.pop()
        sheet.cut = len(lines) + 1


def _head(lines: list[str], sheet: Sheet) -> int:
    """Read the title and when the chat was saved; where the rows begin."""
    at = 0
    while at < min(len(lines), HEAD_LINES):
        line = lines[at][:LONGEST_TITLE]
        saved = saved_at(line)
        if saved is not None:
            sheet.saved = moment(day_of(saved), clock_of(saved))
        elif line.strip() and not _title(line, lines[at + 1 : at + 3], sheet):
            break
        at += 1
    return at


def _title(line: str, below: list[str], sheet: Sheet) -> bool:
    """True for a line that names the chat, or that stands where its name does."""
    if UNTOLD.fullmatch(line):
        return True
    patterns = (*TITLES, PLAIN_TITLE) if any(saved_at(later[:LONGEST_TITLE]) for later in below) else TITLES
    match = next((found for pattern in patterns if (found := pattern.fullmatch(line)) is not None), None)
    if match is None or sheet.title:
        return False
    sheet.title = match["name"].strip()
    return True


def _read_pc(lines: list[str], at: int, sheet: Sheet) -> None:
    """[name] [time] text, below lines of dates."""
    day: tuple[int, int, int] | None = None
    dated = False
    rows = {n: m for n, line in enumerate(lines) if line.startswith("[") and (m := IN_PC.fullmatch(line)) is not None}
    known = Counter(match["name"] for match in rows.values())
    latest: int | None = None
    for number, line in enumerate(lines[at:], start=at + 1):
        separator = SEPARATOR.fullmatch(line) if line.startswith("-") else None
        if separator is not None:
            day, dated, latest = day_of(separator), True, None
            continue
        match = rows.get(number - 1)
        if match is None:
            _other_line(line, number, sheet, dated=dated)
            continue
        local = moment(day, clock_of(match))
        if _is_pasted(local, latest, known[match["name"]]) and sheet.rows:
            sheet.rows[-1].lines.append(line)
            sheet.pasted.append(number)
            continue
        code = "" if local is not None else "E217" if dated else "E214"
        sheet.rows.append(Row(number, local, match["name"], [match["text"] or ""], code))
        latest = local if local is not None else latest


def _is_pasted(local: int | None, latest: int | None, times: int) -> bool:
    """True for a row of somebody who writes nowhere else, and at a time that has gone by: it was pasted in."""
    return local is not None and latest is not None and local < latest and times == 1


def _read_phone(lines: list[str], at: int, sheet: Sheet) -> None:
    """date time, name : text; dates on lines of their own between them."""
    below_day = _stands_below_days(lines[at:])
    found = [
        (number, line, _phone_row(line, below_day=below_day)) for number, line in enumerate(lines[at:], start=at + 1)
    ]
    known = Counter(match["rest"].partition(" : ")[0] for _, _, match in found if match is not None)
    latest, above = None, None
    for number, line, match in found:
        if match is None:
            alone = DAY_ALONE.fullmatch(line) if line.strip() else None
            if alone is None:
                _other_line(line, number, sheet, dated=bool(sheet.rows))
            else:
                above = day_of(alone)
            continue
        name, colon, text = match["rest"].partition(" : ")
        if not colon and match["rest"].endswith(" :"):
            name, colon = match["rest"][:-2], " : "
        local = moment(above if below_day else day_of(match), clock_of(match))
        if _is_pasted(local, latest, known[name]) and colon and sheet.rows:
            sheet.rows[-1].lines.append(line)
            sheet.pasted.append(number)
            continue
        code = "" if local is not None else "E217"
        sheet.rows.append(Row(number, local, name if colon else None, [text if colon else name], code))
        latest = local if local is not None else latest


def _phone_row(line: str, *, below_day: bool) -> re.Match[str] | None:
    if below_day:
        return BELOW_DAY.fullmatch(line)
    return ON_PHONE.fullmatch(line) or (ON_OLD_PHONE.fullmatch(line) if line[:1].isdigit() else None)


def _stands_below_days(lines: list[str]) -> bool:
    """True when the rows carry a time only, and their dates stand on lines of their own."""
    head = [line for line in lines[:50] if line.strip()]
    if any(_phone_row(line, below_day=False) for line in head):
        return False
    return any(DAY_ALONE.fullmatch(day) and is_row_below_day(row) for day, row in pairwise(head))


def is_row_below_day(line: str) -> bool:
    """True for a row that carries a time only."""
    match = BELOW_DAY.fullmatch(line)
    return match is not None and (" : " in f"{match['rest']} " or is_notice(match["rest"]))


def _other_line(line: str, number: int, sheet: Sheet, *, dated: bool) -> None:
    """A notice of the app, the rest of the text above, or a line that belongs to nothing."""
    if dated and is_notice(line.strip()):
        sheet.rows.append(Row(number, None, None, [line]))
    elif sheet.rows and sheet.rows[-1].sender is not None:
        sheet.rows[-1].lines.append(line)
    elif line.strip():
        if dated and sheet.rows:  # behind a notice stands more of the notice
            return
        sheet.stray.append(number)


def _read_csv(lines: list[str], at: int, sheet: Sheet) -> None:
    """Date,User,Message; a text in quotes may go over several lines, and the app does not always close them."""
    matches = {n: m for n, line in enumerate(lines[at:], start=at) if (m := CSV_ROW.match(line)) is not None}
    known = Counter(_user(match["rest"]) for match in matches.values())
    latest: int | None = None
    quotes = 0
    for index in range(at, len(lines)):
        line, match = lines[index], matches.get(index)
        if match is not None and quotes % 2 and sheet.rows:
            local = _csv_time(match)
            if known[_user(match["rest"])] < 2 or local is None or (latest is not None and local < latest):
                sheet.pasted.append(index + 1)
                match = None
        if match is None:
            quotes += line.count('"')
            if sheet.rows:
                sheet.rows[-1].lines.append(line)
            elif line.strip():
                sheet.stray.append(index + 1)
            continue
        local = _csv_time(match)
        latest = local if local is not None else latest
        quotes = match["rest"].count('"')
        sheet.rows.append(Row(index + 1, local, "", [match["rest"]], "" if local is not None else "E217"))
    for row in sheet.rows:
        _finish_csv(row)


def _user(rest: str) -> str:
    match = CSV_REST.match(rest)
    return "" if match is None else (match["quoted"] or match["plain"] or "").replace('""', '"').strip()


def _csv_time(match: re.Match[str]) -> int | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[1:7])
    return moment((year, month, day), (hour * 60 + minute, second)) if hour < 24 and minute < 60 > second else None


def _finish_csv(row: Row) -> None:
    """Split user and text, and take the quotes off the text."""
    last = len(row.lines)
    while last > 1 and not row.lines[last - 1].strip():
        last -= 1
    if not row.lines[last - 1].rstrip().endswith('"'):
        del row.lines[last:]
    match = CSV_REST.fullmatch(row.text)
    if match is None:
        row.code = row.code or "E231"
        return
    text = match["text"].rstrip("\n") if match["text"].rstrip("\n").endswith('"') else match["text"]
    if text.startswith('"'):
        text = text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:]
        text = text.replace('""', '"')
    row.sender = _user(row.text) or None
    row.lines = text.split("\n")
