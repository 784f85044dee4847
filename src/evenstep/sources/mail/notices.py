"""Which mails are no mail between people: newsletters, lists, automatic answers, bounces, drafts, spam, old chats."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evenstep.sources.mail.headers import Headers, as_text, beginning, decoded

BULK: Final = (b"bulk", b"list", b"junk", b"auto_reply")
LISTS: Final = frozenset((b"list-id", b"list-unsubscribe", b"list-post", b"x-mailing-list", b"x-beenthere"))
ANSWERED: Final = frozenset((b"x-autoreply", b"x-auto-reply", b"x-autorespond", b"x-auto-respond"))
MACHINES: Final = re.compile(
    r"(?:mailer-daemon|postmaster|(?:do-?not|no|not)[-_.]?reply|bounces?)(?:[+=-][^@]*)?@", re.I
)
"""Addresses at which nobody writes."""

AWAY: Final = re.compile(
    r"(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|automatische (?:antwort|abwesenheitsnotiz)"
    r"|abwesenheitsnotiz|réponse automatique|respuesta automática|risposta automatica|resposta automática"
    r"|automatisch antwoord|autosvar|автоответ|自動応答|自动答复|自動回覆|자동 회신|자동 응답)(?: autoreply)?\s?[:：]",
    re.I,
)
CHAT_LABEL: Final = re.compile(r"(?:^|[,\s\"])chats?(?:$|[,\s\"])", re.I)
DRAFTS: Final = (
    *("drafts", "entwürfe", "brouillons", "borradores", "rascunhos", "bozze", "concepten", "wersje robocze", "utkast"),
    *("kladder", "luonnokset", "koncepty", "piszkozatok", "taslaklar", "draf", "thư nháp", "черновики", "чернетки"),
    *("πρόχειρα", "טיוטות", "المسودات", "下書き", "草稿", "임시보관함", "ร่างจดหมาย"),
)
SPAM: Final = ("spam", "迷惑メール", "스팸함", "垃圾邮件", "垃圾郵件", "спам", "จดหมายขยะ")
NEVER_SENT: Final = frozenset((*DRAFTS, *SPAM))
"""Gmail's own labels, as its Takeout writes them in each language, of what was never sent or never wanted."""

EXPUNGED: Final = 0x0008  # a flag of Thunderbird: deleted or moved, but still in the file


SIGNS: Final = frozenset(
    (
        *(*LISTS, *ANSWERED, b"precedence", b"auto-submitted", b"return-path", b"x-gmail-labels", b"x-status"),
        *(b"x-mozilla-status", b"x-mozilla-draft-info", b"x-auto-response-suppress"),
    )
)
"""Without one of these fields there is only the sender and the subject to look at."""

FIRST: Final = frozenset(b"aAoOrR=") | frozenset(range(128, 256))
"""How the subject of an automatic answer begins."""


def is_notice(headers: Headers, sender: str) -> bool:
    """True for what no person sent to another; ``sender`` is the address it is from, "" for none."""
    return (
        (headers.has_any(SIGNS) and _is_marked(headers))
        or headers.raw(b"content-type")[:16].lower() == b"multipart/report"
        or _is_machine(sender)
        or _is_away(headers.raw(b"subject"))
    )


def _is_marked(headers: Headers) -> bool:
    automatic = headers.raw(b"auto-submitted").lower()
    return (
        headers.has_any(LISTS)
        or headers.has_any(ANSWERED)
        or headers.raw(b"precedence").lower() in BULK
        or (automatic != b"" and not automatic.startswith(b"no"))
        or headers.raw(b"x-auto-response-suppress").lower() == b"all"
        or headers.raw(b"return-path") == b"<>"
        or _is_labelled(headers.raw(b"x-gmail-labels"))
        or _is_flagged(headers)
    )


@lru_cache(maxsize=4_096)
def _is_machine(sender: str) -> bool:
    return MACHINES.match(sender) is not None


def _is_away(subject: bytes) -> bool:
    """An answer that a program gave while somebody was away."""
    if not subject or subject[0] not in FIRST or subject[:3].lower() == b"re:":
        return False
    return AWAY.match(beginning(as_text(subject))[:100]) is not None


@lru_cache(maxsize=4_096)
def _is_labelled(labels: bytes) -> bool:
    if not labels:
        return False
    plain = decoded(as_text(labels))
    return CHAT_LABEL.search(plain) is not None or any(
        label.strip(' "').casefold() in NEVER_SENT for label in plain.split(",")
    )


def _is_flagged(headers: Headers) -> bool:
    """Marked as a draft by Thunderbird or by programs of Unix, or as deleted by Thunderbird."""
    if headers.has(b"x-mozilla-draft-info") or b"T" in headers.raw(b"x-status"):
        return True
    flags = headers.raw(b"x-mozilla-status")
    try:
        return 0 < len(flags) <= 8 and bool(int(flags, 16) & EXPUNGED)
    except ValueError:
        return False
