"""What a person wrote anew in a mail: without what is quoted, forwarded or below the signature mark."""

from __future__ import annotations

from evenstep.sources.mail.quote_words import (
    CUT,
    CUT_SHORT,
    DIRECTIONS,
    FIELD_WITHIN,
    LEAD,
    LONGEST_LEAD,
    MARKS,
    OUTLOOK_FROM,
    OUTLOOK_SENT,
    SENT_BY,
    WROTE,
)


def own_text(text: str) -> str:
    """The lines of ``text`` that are the sender's own."""
    if "\n" not in text:
        return "" if text.lstrip().startswith(">") else text
    lines = text.replace("\r", "").split("\n")
    kept: list[str] = []
    quoting = False
    for at, line in enumerate(lines):
        stripped = line.strip() if line.isascii() else line.strip().strip(DIRECTIONS).strip()
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
        head = stripped[:FIELD_WITHIN]
        if (first in "-*bBaA" or ":" in head or "：" in head) and _ends_here(lines, at, stripped):
            break
        if stripped[-1] in ":：" and _leads(kept, stripped):
            following = next((later for later in lines[at + 1 : at + 4] if later.strip()), "")
            if not following.lstrip().startswith(">"):
                _drop_wrapped(kept, stripped)
                break
        kept.append(line)
    return "\n".join(_without_app(kept)).strip()


def _ends_here(lines: list[str], at: int, stripped: str) -> bool:
    """True where a signature, a forwarded mail or Outlook's copy of the mail before begins."""
    if lines[at] in ("-- ", "--"):
        return at > 0
    if CUT.match(stripped):
        return True
    if OUTLOOK_FROM.match(stripped) is not None:
        return any(OUTLOOK_SENT.match(line.strip()) for line in lines[at + 1 : at + 4])
    if OUTLOOK_SENT.match(stripped) is not None:
        return any(OUTLOOK_FROM.match(line.strip()) for line in lines[at + 1 : at + 3])
    return False


def _leads(kept: list[str], stripped: str) -> bool:
    """True for "On 3 May 2024 Ana wrote:", also when it is broken over two lines, and for a time with an address."""
    if len(stripped) > LONGEST_LEAD:
        return False
    if LEAD.search(stripped) is not None:
        return True
    whole = f"{kept[-1].strip()} {stripped}" if kept else stripped
    return WROTE.search(stripped) is not None and MARKS.search(whole) is not None


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
    lead = kept[at].strip().strip(DIRECTIONS)
    if not lead.endswith((":", "：")) or len(lead) > LONGEST_LEAD:
        return
    before = kept[at - 1].strip() if at else ""
    if CUT_SHORT.fullmatch(lead) is not None and MARKS.search(before):
        del kept[at - 1 :]
    elif MARKS.search(lead):
        del kept[at:]
    elif WROTE.search(lead):
        del kept[at - 1 if MARKS.search(before) else at :]


def _without_app(kept: list[str]) -> list[str]:
    """Without the line of an app that was written with ("Sent from my phone") at the end."""
    end = len(kept)
    while end and (not kept[end - 1].strip() or SENT_BY.fullmatch(kept[end - 1].strip())):
        end -= 1
    return kept[:end]
