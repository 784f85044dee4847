"""Exports we recognise but cannot read yet, so that a refusal can say what it looks like and what to do."""

from __future__ import annotations

import re
from typing import Final

from evenstep.errors import InputError
from evenstep.sources.base import Limits, Member, Opened
from evenstep.sources.decode import decode, decode_head
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.sources.other_databases import database_looks_like, is_signal_backup
from evenstep.sources.phone_pages import page_looks_like
from evenstep.spoken import N_, words

NO_THREAD: Final = N_("it looks like a Facebook Messenger or Instagram download, but none of its files is a thread")
SIGNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (N_("it looks like a Snapchat export, which we can't read yet"), re.compile(r'"Media Type"\s*:')),
    (
        N_("it is a file of Discord History Tracker, which we can't read; DiscordChatExporter's JSON can be read"),
        re.compile(r'"userindex"\s*:\s*\['),
    ),
    (N_("it is a PDF; choose the chat file itself"), re.compile(r"\A%PDF")),
    (N_("it is an address card, not a chat"), re.compile(r"\ABEGIN:VCARD")),
)
SHEET: Final = N_("it is a spreadsheet; save it as CSV there and choose that file")
SHEETS: Final = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
LETTER: Final = N_("it is a document of a word processor, not an export")
LETTERS: Final = ("word/document.xml",)
OPEN_LETTER: Final = b"opendocument.text"
OLD_LETTER: Final = "WordDocument".encode("utf-16-le")
TABLE: Final = N_(
    "it looks like a table; its first row has to name the columns, and one has to be called “time”, another “sender”"
)
OLD_SHEET: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OUTLOOK: Final = N_(
    "it is a mail or a mailbox as Outlook keeps them; save it as mbox or as .eml files and choose those"
)
OUTLOOK_BOXES: Final = (b"!BDN", b"\xcf\xad\x12\xfe")
OUTLOOK_MAIL: Final = "__substg1.0_".encode("utf-16-le")
"""The names of a mail's parts, where a spreadsheet of old has sheets."""

CHECKED_BYTES: Final = 64 * 2**20
CHECKED_OLE_BYTES: Final = 2**20
META_FOLDER: Final = re.compile(r"(your_\w+_activity|messages)/(inbox|e2ee_cutover|archived_threads)/")
PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
RECORDINGS: Final = (b"OggS", b"ID3", b"#!AMR", b"fLaC", b"\x1aE\xdf\xa3")
FILM: Final = b"ftyp"
"""Stands after the first four bytes of a film, and of the recordings of an iPhone."""
RICH: Final = b"{\\rtf"
WHATSAPP_BACKUP: Final = re.compile(r"\.crypt\d{1,2}$", re.I)
RECORDING: Final = N_("it is a recording or a film, not an export")
STARTS: Final = (
    (PICTURES, N_("it is a picture, not an export")),
    (RECORDINGS, RECORDING),
    (OUTLOOK_BOXES, OUTLOOK),
    ((RICH,), N_("it is a document with formatting (RTF); save it there as plain text and choose that file")),
)
KNOWN: Final = words(
    "we read the exports of WhatsApp, Messenger, Instagram, iMessage, SMS, Signal, Telegram, Discord, LINE, KakaoTalk, "
    "e-mail, Slack, Google Chat, Hangouts, Matrix and Teams, and tables"
)


def looks_like(opened: Opened) -> str:
    """What an export we cannot read looks like, in words that finish "(…)"; field names only, never a text."""
    folder = folder_looks_like(opened)
    if folder:
        return words("{found}; {known}", found=folder, known=KNOWN)
    for member in opened.members[:50]:
        found = _member_looks_like(member)
        if found:
            return words("{found}; {known}", found=found, known=KNOWN)
    return KNOWN


def folder_looks_like(opened: Opened) -> str:
    """What a zip looks like by the names of its members; "" when they say nothing."""
    names = [member.name for member in opened.members]
    if any(META_FOLDER.search(name) for name in names):
        return words(NO_THREAD)
    if any(name in LETTERS for name in names) or _is_open_letter(opened):
        return words(LETTER)
    return words(SHEET) if any(name in SHEETS for name in names) else ""


def _is_open_letter(opened: Opened) -> bool:
    said = next((member for member in opened.members if member.name == "mimetype"), None)
    return said is not None and OPEN_LETTER in said.head(100)


def without_chats_looks_like(opened: Opened) -> str:
    """What a folder or zip without any chat file holds instead; "" when that says nothing."""
    if any(member.name.lower().endswith(".zip") for member in opened.members):
        return words("there are zips in it; choose those themselves, one or several")
    if all(_is_media(member) for member in opened.members[:50]):
        return words("there are only pictures and recordings in it; the messages stand in another file")
    return ""


def _is_media(member: Member) -> bool:
    head = member.head(16)
    return head.startswith((*PICTURES, *RECORDINGS)) or head[4:8] == FILM


def refuse_broken_json(opened: Opened, limits: Limits) -> None:
    """Raise InputError E221 or E223 when an unknown file is meant as JSON but is too deep or not valid."""
    for member in opened.members[:1]:
        head = decode_head(member.head(1_024)).lstrip("\ufeff \t\r\n")
        named = member.name.lower().endswith(".json")
        if head.startswith(RICH.decode()):
            return
        if member.size <= CHECKED_BYTES and (named or head[:1] == "{" or head[:2] in ("[{", "[[")):
            source = JsonText(decode(member.read(), member.name).text.lstrip("\ufeff"), member.name, limits.json_depth)
            try:
                end = source.value(source.skip(0))[1]
                after = source.skip(end)
                if "\n" not in source.text[end:after] or after == len(source.text):  # one record a line is sound, too
                    source.finish(end)
            except EndsEarly as cut:
                raise InputError("E223", member.name, source.place(cut.at), words("the file ends early")) from None


def _member_looks_like(member: Member) -> str:
    head = member.head(16_384)
    if head.startswith(b"SQLite format 3\0") or is_signal_backup(member.name):
        return database_looks_like(member)
    found = _by_its_bytes(member, head)
    if found:
        return found
    if member.name.lower().endswith((".html", ".htm")):
        return page_looks_like(head)
    text = decode_head(head).lstrip("\ufeff")
    for looks, sign in SIGNS:
        if sign.search(text):
            return words(looks)
    keys = (
        dict.fromkeys(re.findall(r'"([A-Za-z_]\w{0,39})"\s*:', text[:4_000], re.A))
        if text.lstrip()[:1] in ("{", "[")
        else {}
    )
    return words("fields seen: {names}", names=", ".join(list(keys)[:10])) if keys else ""


def _by_its_bytes(member: Member, head: bytes) -> str:
    """What a file that is no text looks like, and a table by its name; "" for any other."""
    if head.startswith(OLD_SHEET):
        start = member.head(CHECKED_OLE_BYTES)
        return words(OUTLOOK if OUTLOOK_MAIL in start else LETTER if OLD_LETTER in start else SHEET)
    if head[4:8] == FILM:
        return words(RECORDING)
    found = next((looks for starts, looks in STARTS if head.startswith(starts)), "")
    if not found and WHATSAPP_BACKUP.search(member.name):
        return words("it is an encrypted backup of WhatsApp; what the app’s Export chat writes can be read")
    if not found and member.name.lower().endswith((".csv", ".tsv")) and b"\0" not in head:
        found = TABLE
    return words(found) if found else ""
