"""What a person wrote anew in a mail: without what is quoted, forwarded or below the signature mark."""

from __future__ import annotations

import re
from typing import Final

WROTE: Final = re.compile(
    r"\b(wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal\w*|napisał\w*|kirjoitti|"
    r"написал\w*|пише|yazdı|írta|έγραψε|כתב\w*|كتب)\b|写道|書きました|님이 작성",
    re.I,
)
CUT: Final = re.compile(
    r"-{2,} ?(original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|"
    r"mensagem original|oorspronkelijk bericht|forwarded message|weitergeleitete nachricht|message transféré|"
    r"mensaje reenviado|messaggio inoltrato)|begin forwarded message:|anfang der weitergeleiteten",
    re.I,
)
OUTLOOK_FROM: Final = re.compile(r"\*?(from|von|de|da|van|fra|från|od|от):\*? \S", re.I)
OUTLOOK_SENT: Final = re.compile(
    r"\*?(sent|date|gesendet|datum|envoyé|enviado|inviato|data|verzonden|sendt|skickat)\b", re.I
)
LONGEST_LEAD: Final = 300
MARKS: Final = re.compile(r"[\d@<]")
"""A line that leads to a quotation has a date or an address in it."""

MARKED: Final = frozenset("-*bBaAfFvVdDoOоО")
"""The first letters of the lines that CUT and OUTLOOK_FROM look for."""


def own_text(text: str) -> str:
    """The lines of ``text`` that are the sender's own."""
    if "\n" not in text:
        return "" if text.lstrip().startswith(">") else text
    lines = text.replace("\r", "").split("\n")
    kept: list[str] = []
    quoting = False
    for at, line in enumerate(lines):
        stripped = line.strip()
        if not stripped:
            kept.append("")
            continue
        first = stripped[0]
        if first == ">":
            if not quoting:
                _drop_lead(kept)
            quoting = True
            continue
        quoting = False
        if first in MARKED and _ends_here(lines, at, stripped):
            break
        if stripped[-1] == ":" and WROTE.search(stripped[-LONGEST_LEAD:]) and _is_lead(kept, stripped):
            following = next((later for later in lines[at + 1 : at + 4] if later.strip()), "")
            if not following.lstrip().startswith(">"):
                _drop_wrapped(kept, stripped)
                break
        kept.append(line)
    return "\n".join(kept).strip()


def _ends_here(lines: list[str], at: int, stripped: str) -> bool:
    """True where a signature, a forwarded mail or Outlook's copy of the mail before begins."""
    if lines[at] in ("-- ", "--"):
        return at > 0
    if CUT.match(stripped):
        return True
    return ":" in stripped[:8] and OUTLOOK_FROM.match(stripped) is not None and _sent_follows(lines, at)


def _is_lead(kept: list[str], stripped: str) -> bool:
    """True for "On 3 May 2024 Ana wrote:", also when it is broken over two lines."""
    whole = f"{kept[-1].strip()} {stripped}" if kept else stripped
    return MARKS.search(whole) is not None and len(stripped) <= LONGEST_LEAD


def _drop_wrapped(kept: list[str], stripped: str) -> None:
    """Take back the first half of a lead that is broken over two lines."""
    if kept and kept[-1].strip() and not any(char.isdigit() for char in stripped):
        kept.pop()


def _drop_lead(kept: list[str]) -> None:
    """Take back the line that leads to a quotation, whatever language it is in: it ends with a colon."""
    at = len(kept) - 1
    while at >= 0 and not kept[at].strip():
        at -= 1
    if at < 0 or at < len(kept) - 2:
        return
    lead = kept[at].strip()
    if lead.endswith(":") and len(lead) <= LONGEST_LEAD and MARKS.search(lead):
        del kept[at:]
    elif lead.endswith(":") and WROTE.search(lead):
        before = kept[at - 1].strip() if at else ""
        del kept[at - 1 if MARKS.search(before) else at :]


def _sent_follows(lines: list[str], at: int) -> bool:
    return any(OUTLOOK_SENT.match(line.strip()) for line in lines[at + 1 : at + 4])
