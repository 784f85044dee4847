"""Bad backups of texts as XML: halves of emoji, rules of their own, too deep, no message, cut off."""

from __future__ import annotations

from typing import Final

from bad_file import Bad

FIRST_MS: Final = 1_704_103_200_000
HEAD: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"


def sms(number: int, body: str = "hello you", **more: str | None) -> str:
    """A text a minute after the one before; a field with None is left out."""
    usual = {"address": "+491512345678", "date": str(FIRST_MS + 60_000 * number), "type": str(1 + number % 2)}
    fields = {**usual, "body": body, "contact_name": "Ana", **more}
    return "<sms " + " ".join(f'{key}="{value}"' for key, value in fields.items() if value is not None) + " />"


def backup(*records: str, head: str = HEAD) -> bytes:
    return f'{head}<smses count="{len(records)}">\n{chr(10).join(records)}\n</smses>\n'.encode()


def repaired(what: str, body: str, code: str, times: str) -> Bad:
    """Two texts, the first with a body that XML does not allow."""
    made = backup(sms(1, body), sms(2))
    return Bad(56, what, "sms.xml", lambda: made, "repair", (code,), "", times, 2, 2, 0)


EMOJI: Final = (
    repaired("an emoji as two decimal halves", "a &#55357;&#56832; b", "E261", "1"),
    repaired("an emoji as two hexadecimal halves", "&#xD83D;&#xDE00;", "E261", "1"),
    repaired("an upper half alone", "&#55357; x", "E204", "1"),
    repaired("two halves the wrong way round", "&#56832;&#55357;", "E204", "2"),
    repaired("NUL by its number", "&#0;x", "E201", "1"),
    repaired("a control character by its number", "&#8;x", "E201", "1"),
    repaired("a control character", "\x08x", "E201", "1"),
)


def refused(row: int, what: str, code: str, place: str, says: str, *records: str, rules: str = "") -> Bad:
    return Bad(row, what, "sms.xml", lambda: backup(*records, head=HEAD + rules), "refuse", (code,), place, says)


def ruled(row: int, what: str, rules: str, body: str = "hello") -> Bad:
    return refused(row, what, "E262", "line 2", "", sms(1, body), rules=f"<!DOCTYPE smses {rules}>\n")


LAUGHS: Final = '[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]'
RULES: Final = (
    ruled(57, "laughs that grow", LAUGHS, "&c;"),
    ruled(57, "one long laugh many times", f'[<!ENTITY a "{"x" * 1_000}">]', "&a;" * 1_000),
    ruled(57, "a bare DOCTYPE", ""),
    refused(57, "a DOCTYPE behind the first text", "E265", "line 4, column 3", "not well", sms(1), "<!DOCTYPE x>"),
    refused(57, "an entity nobody declared", "E265", "line 3, column 1", "undefined entity", sms(1, "&nope;")),
    ruled(58, "an entity that is a file", '[<!ENTITY f SYSTEM "file:///etc/passwd">]', "&f;"),
    ruled(58, "an entity that is a page", '[<!ENTITY f SYSTEM "http://localhost/x">]', "&f;"),
    ruled(58, "rules that are a page", 'SYSTEM "http://localhost/x.dtd"'),
    ruled(58, "rules that are read from a file", '[<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]'),
)


def nested(levels: int, name: str = "a") -> str:
    return f"<{name}>" * levels + f"</{name}>" * levels


PARTS: Final = f'<mms date="{FIRST_MS}" msg_box="1" address="+49151">{nested(50, "parts")}</mms>'
DEEP: Final = (
    refused(59, "100,000 elements in one another", "E263", "line 4", "more than 32", sms(1), nested(100_000)),
    refused(59, "40 elements in one another", "E263", "line 4", "more than 32 levels", sms(1), nested(40)),
    refused(59, "50 levels inside a message", "E263", "line 4", "more than 32 levels", sms(1), PARTS),
    Bad(
        59,
        "10 levels are one record of no kind",
        "sms.xml",
        lambda: backup(sms(1), nested(10), sms(2)),
        "partial",
        ("E227",),
        "line 4",
        "",
        3,
        2,
        1,
    ),
)


def aside(what: str, code: str, says: str, place: str = "line 4, sms", **fields: str | None) -> Bad:
    """Three texts, the second of which is kept aside."""
    made = backup(sms(1), sms(2, **fields), sms(3))
    return Bad(60, what, "sms.xml", lambda: made, "partial", (code,), place, says, 3, 2, 1)


def kept(what: str, **fields: str | None) -> Bad:
    made = backup(sms(1), sms(2, **fields), sms(3))
    return Bad(60, what, "sms.xml", lambda: made, "ok", seen=3, kept=3, aside=0)


NO_MESSAGE: Final = (
    kept("a body of null", body="null"),
    kept("no body", body=None),
    kept("a text in the outbox", type="4"),
    aside("no date", "E226", "date", date=None),
    aside("a date in words", "E225", "date", date="noon"),
    aside("date 0", "E226", "", "record 2", date="0"),
    aside("a date of 5,000 digits", "E207", "date", date="9" * 5_000),
    aside("a draft", "E264", "type 3", type="3"),
    aside("a text that failed", "E264", "type 5", type="5"),
    aside("a text that waits", "E264", "type 6", type="6"),
    aside("a type in words", "E227", "type", type="x"),
    aside("a type that is none", "E227", "type", type="99"),
    aside("no address", "E230", "address", address=None),
)

WHOLE: Final = backup(sms(1), sms(2), sms(3))


def cut(what: str, until: bytes, place: str, seen: int, kept_: int) -> Bad:
    made = WHOLE[: WHOLE.rindex(until)]
    says = "file ends early"
    return Bad(61, what, "sms.xml", lambda: made, "partial", ("E222",), place, says, seen, kept_, seen - kept_)


CUT: Final = (
    cut("cut in a text", b"hello", "line 5", 3, 2),
    cut("without its last tag", b"</smses", "line 6", 3, 3),
    cut("cut in its last tag", b"/smses", "line 6", 3, 3),
    Bad(61, "cut behind its first line", "sms.xml", HEAD.encode, "refuse", ("E228",), says="do not know"),
    Bad(
        61,
        "an open quote in the middle",
        "sms.xml",
        lambda: WHOLE.replace(b'type="1"', b'type="1', 1),
        "refuse",
        ("E265",),
        "line 4, column ",
        "not well-formed",
    ),
    Bad(61, "two backups in one file", "sms.xml", lambda: WHOLE + backup(sms(4)), "ok", seen=4, kept=4, aside=0),
)

XML_ROWS: Final = (*EMOJI, *RULES, *DEEP, *NO_MESSAGE, *CUT)
