"""Bad mail: lines that look like the next mail, parts in parts, letters and dates that are none, pages, attachments."""

from __future__ import annotations

from typing import Final

from bad_file import Bad

WHO: Final = ("Ana <ana@example.net>", "Me <me@example.org>")


def mail(number: int, body: str = "hello you\n", line: str | None = "", **more: str | None) -> str:
    """A mail a minute after the one before; "_" in a field's name stands for "-", None leaves it out."""
    usual: dict[str, str | None] = {"From": WHO[number % 2], "To": WHO[1 - number % 2]}
    usual |= {"Date": f"Mon, 01 Jan 2024 10:{number:02}:00 +0000", "Message_ID": f"<m{number}@x>", **more}
    fields = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in usual.items() if value is not None)
    before = f"From 17@xxx Mon Jan 01 10:{number:02}:00 +0000 2024\n" if line == "" else (line or "")
    return f"{before}{fields}\n{body}\n"


def told(
    row: int, what: str, codes: tuple[str, ...], *mails: str, place: str = "", says: str = "", kept: int, aside: int = 0
) -> Bad:
    """A mailbox, what is told of it and how many mails it holds."""
    made = "".join(mails).encode()
    verdict = "ok" if not codes else "partial" if aside else "note"
    return Bad(row, what, "all.mbox", lambda: made, verdict, codes, place, says, kept + aside, kept, aside)  # type: ignore[arg-type]


def second(row: int, what: str, codes: tuple[str, ...], body: str = "hello you\n", **fields: str | None) -> Bad:
    """Three mails, the second odd but kept."""
    return told(row, what, codes, mail(0), mail(1, body, **fields), mail(2), kept=3)


FROM: Final = "a\n\nFrom bob@x Mon Jan 01 10:00:00 2024\n"
SPLIT: Final = (
    told(62, "a sentence that begins with From", (), mail(0, "a\n\nFrom here on it went well.\n"), mail(1), kept=2),
    told(62, "a quoted From", (), mail(0, "a\n\n>From here\n"), mail(1), kept=2),
    told(
        62,
        "a From line without header",
        ("E241",),
        mail(0, f"{FROM}and so on\n"),
        mail(1),
        place="mail 1, byte 156",
        kept=2,
    ),
    told(
        62,
        "a From line and a heading",
        ("E241",),
        mail(0, f"{FROM}Note: so\n"),
        mail(1),
        place="mail 1, byte 156",
        kept=2,
    ),
    told(62, "a whole mail pasted", (), mail(0, "a\n\n" + mail(5, From="Zed <zed@example.com>")), mail(1), kept=3),
)


def multipart(levels: int) -> str:
    """Parts in parts, the innermost of which is a text."""
    heads = [f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}' for level in range(1, levels)]
    return "\n".join(["--b0", *heads, "Content-Type: text/plain\n\nhi\n"])


MANY: Final = 'multipart/mixed; boundary="b"'
NESTED: Final = (
    second(63, "3,000 parts in parts", ("E242",), multipart(3_000), Content_Type='multipart/mixed; boundary="b0"'),
    second(63, "15 parts in parts", (), multipart(15), Content_Type='multipart/mixed; boundary="b0"'),
    second(63, "5,000 parts", ("E242",), "--b\n\nx\n" * 5_000 + "--b--\n", Content_Type=MANY),
    second(63, "a header of 300,000 letters", ("E242",), X_A="x" * 300_000),
    second(
        63,
        "mails in mails",
        ("E281",),
        "Content-Type: message/rfc822\n\n" * 3_000 + "x\n",
        Content_Type="message/rfc822",
    ),
)

NO_DATE: Final = "99 Foo 20240"
RECEIVED: Final = "from a by b; Mon, 01 Jan 2024 10:01:30 +0000"


def single(what: str, code: str, place: str, kept: int, **fields: str) -> Bad:
    made = mail(1, line=None, **{"Date": NO_DATE, **fields}).encode()
    verdict = "note" if kept else "partial"
    return Bad(64, what, "one.eml", lambda: made, verdict, (code,), place, "", 1, kept, 1 - kept)  # type: ignore[arg-type]


def aside(what: str, code: str, place: str, **fields: str | None) -> Bad:
    return told(64, what, (code,), mail(0), mail(1, **fields), mail(2), place=place, kept=2, aside=1)


LETTERS_AND_DATES: Final = (
    second(64, "letters of no known kind", ("E201",), Content_Type='text/plain; charset="klingon-8"'),
    second(64, "no base64", (), "!!!no base64!!!\n", Content_Transfer_Encoding="base64"),
    second(64, "no quoted-printable", (), "a=ZZ=\n=\n", Content_Transfer_Encoding="quoted-printable"),
    second(64, "a name in no known letters", (), From="=?klingon?Q?=ZZ?= =?utf-8?B?!!!?= <me@example.org>"),
    second(64, "a date that cannot be", ("E282",), Date=NO_DATE),
    second(64, "no date", ("E282",), Date=None),
    second(64, "a date of 1970", ("E282",), Date="Thu, 01 Jan 1970 00:00:00 +0000"),
    single("one mail of 1970", "E226", "record 1", 0, Date="Thu, 01 Jan 1970 00:00:00 +0000"),
    aside("a sender that is none", "E230", "mail 2, byte ", From="<<>>,,@@"),
    aside("no sender", "E230", "mail 2, byte ", From=None),
    single("one mail without a date", "E243", "mail 1, byte 0", 0),
    single("one mail, dated by its delivery", "E282", "", 1, Received=RECEIVED),
)


def page(what: str, html: str) -> Bad:
    return told(65, what, (), mail(0, f"{html}\n", Content_Type="text/html"), mail(1), kept=2)


REMOTE: Final = '<img src="http://localhost/x.png"><style>a{background:url(http://localhost/y)}</style>'
PAGES: Final = (
    page("pictures from elsewhere", f"<p>hello {REMOTE}you</p>"),
    page("a script", "<p>hello you</p><script>alert(1)</script>"),
    page("a frame with a file", '<svg onload="x()"><text>hello</text></svg><iframe src="file:///etc/passwd">'),
    page("tags that never end", "<p>hello <b>you <![CDATA[ <!-- "),
    page("20,000 tags in one another", "<div>" * 20_000 + "hello"),
)


def attached(what: str, name: str, form: str, lines: int) -> Bad:
    """A text with a file that is counted and never opened."""
    head = f'Content-Type: {form}; name="{name}"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n'
    body = f"--b\nContent-Type: text/plain\n\nhello you\n--b\n{head}\n" + "eJ8+IhEXAQaQCAAE\n" * lines + "--b--\n"
    return told(66, what, ("E281",), mail(0, body, Content_Type=MANY), mail(1), says="1", kept=2)


ATTACHED: Final = (
    attached("winmail.dat", "winmail.dat", "application/ms-tnef", 30),
    attached("a zip of 4 MB", "a.zip", "application/zip", 250_000),
    attached("a program with a path", "../../x.exe", "application/octet-stream", 30),
    told(
        66,
        "nothing but an attachment",
        ("E281",),
        mail(0, "eJ8+IhEXAQaQCAAE\n", Content_Type="application/ms-tnef", Content_Transfer_Encoding="base64"),
        mail(1),
        says="1",
        kept=2,
    ),
)

MAIL_ROWS: Final = (*SPLIT, *NESTED, *LETTERS_AND_DATES, *PAGES, *ATTACHED)
