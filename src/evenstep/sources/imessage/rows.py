"""One row of Messages' table: its time, its text and its kind, from columns each version of the app fills anew."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.chats import Unusable
from evenstep.sources.imessage.body import OBJECT, Unreadable, archived_text
from evenstep.sources.sqlite.database import Database
from evenstep.spoken import words

APPLE_EPOCH: Final = 978_307_200_000_000  # 2001-01-01 in microseconds since 1970
NANOSECONDS: Final = range(10**16, 2**63)
"""Newer rows count nanoseconds, rows from before macOS 10.13 seconds; what lies between is neither."""

SECONDS: Final = range(1, 10**12)
LINK: Final = "URLBalloonProvider"
BALLOONS: Final = (
    (re.compile(r"poll", re.I), "poll"),
    (re.compile(r"findmy|location|maps", re.I), "location"),
    (re.compile(r"handwriting|digitaltouch|photo|slideshow", re.I), "media"),
)
VOICE: Final = re.compile(r"com\.apple\.coreaudio-format|\baudio message|audio/(x-caf|amr)", re.I)
PLACE: Final = re.compile(r"vlocation|\.loc\.vcf", re.I)
PREVIEW: Final = "pluginpayloadattachment"
RANK: Final = ("sticker", "location", "media", "voice")
Key = object


def time_of(date: object) -> tuple[int, bool]:
    """Microseconds since 1970 UTC, and whether the time is a whole second. Raises Unusable E226 or E225."""
    if isinstance(date, float) and date.is_integer():
        date = int(date)
    if not isinstance(date, int):
        raise Unusable("E226" if date is None else "E225", "", "date")
    if date in NANOSECONDS:
        return date // 1000 + APPLE_EPOCH, date % 1_000_000_000 == 0
    if date in SECONDS:
        return date * 1_000_000 + APPLE_EPOCH, True
    raise Unusable("E226", "", "date")


def text_of_row(text: object, body: object, most: int) -> tuple[str, int]:
    """The message's text and how many broken bytes it has. Raises Unusable E256."""
    broken = 0
    if text.__class__ is bytes and text:
        raw: bytes = text
        try:
            shown = raw.decode()
        except UnicodeDecodeError:
            shown = raw.decode("utf-8", "replace")
            broken = shown.count("\ufffd")
    elif body.__class__ is bytes and body:
        try:
            shown = archived_text(body)
        except (Unreadable, UnicodeDecodeError) as error:
            raise Unusable("E256", "", "attributedBody") from error
    else:
        shown = "" if text is None or text == b"" else str(text)
    if len(shown) > most:
        raise Unusable("E256", "", words("{n} letters", n=len(shown)))
    return shown, broken


def kind_of(text: str, app: object, attached: str | None, *, audio: bool, files: bool) -> str:
    """The kind of a message that was not deleted; ``text`` may hold the mark where a file stands."""
    if audio:
        return "voice"
    bare = text.replace(OBJECT, "").strip()
    if app:
        return _balloon(app, bare)
    if attached is not None:
        return attached
    if OBJECT in text or (files and not bare):
        return "media"
    return "text" if bare else "other"


def _balloon(app: object, bare: str) -> str:
    """What an app inside Messages sent; the preview of a link is an ordinary text."""
    name = app.decode("utf-8", "replace") if isinstance(app, bytes) else str(app)
    if LINK in name:
        return "text" if bare else "other"
    return next((kind for form, kind in BALLOONS if form.search(name)), "other")


def attached_kinds(database: Database) -> dict[Key, str]:
    """Row of a message -> the kind of what is attached to it; previews of links are no attachment."""
    if not database.has("message_attachment_join"):
        return {}
    kinds: dict[Key, str | None] = {}
    if database.has("attachment"):
        columns = ("rowid", "mime_type", "uti", "transfer_name", "filename", "is_sticker")
        for batch in database.rows("attachment", columns):
            for _, row, *fields, sticker in batch:
                kinds[row] = _attachment(fields, bool(sticker))
    found: dict[Key, str] = {}
    for batch in database.rows("message_attachment_join", ("message_id", "attachment_id")):
        for _, message, attachment in batch:
            kind = kinds.get(attachment, "media")
            if kind is not None:
                found[message] = max(found.get(message, kind), kind, key=RANK.index)
    return found


def _attachment(fields: list[object], sticker: bool) -> str | None:
    described = " ".join(field.decode("utf-8", "replace") for field in fields if isinstance(field, bytes))
    if described.lower().endswith(PREVIEW) or PREVIEW in described.lower():
        return None
    if sticker:
        return "sticker"
    if PLACE.search(described):
        return "location"
    return "voice" if VOICE.search(described) else "media"
