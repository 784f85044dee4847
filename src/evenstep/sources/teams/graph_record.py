"""One message as Microsoft Graph gives it to its lines: words, files, calls, replies and dated reactions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_text import is_endless
from evenstep.sources.teams.content import has_picture, words_of
from evenstep.sources.teams.joined import CallRow
from evenstep.sources.teams.people import BY_NAME
from evenstep.sources.teams.record import moment
from evenstep.sources.timeline import Line

MESSAGES: Final = ("message", "chatMessage", None)
QUOTED: Final = "messageReference"
REFERENCES: Final = (QUOTED, "forwardedMessageReference")
PLACE: Final = re.compile(r"<attachment\b[^<>]*>", re.I)  # where an attachment stands: no picture by itself
SPAN: Final = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?)?")
LONGEST_S: Final = 31_536_000


class Call(NamedTuple):
    """A record about a call: its number, its state and the call's id."""

    number: int
    state: str
    call_id: str


class GraphRecorder:
    """Reads records into lines. ``names``: user id -> latest name; ``calls``: what each chat tells of calls."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.calls: dict[str, list[Call]] = {}

    def read(self, record: Any, number: int, chat: Chat) -> bool:
        """Append the record's lines to ``chat``; False when it is a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        form = record.get("messageType")
        if form is not None and not isinstance(form, str):
            raise Unusable("E227", "/messageType")
        detail = record.get("eventDetail")
        if form not in MESSAGES or (isinstance(detail, dict) and detail):
            return self._event(record, detail, number, chat)
        utc, local = moment(record.get("createdDateTime"), "/createdDateTime")
        sender = self._sender(record.get("from"))
        if sender is None:
            return False  # an app or a bot
        line = self._filled(record, Line(f"teams:{chat.id}", sender, "other", utc, local, number, id=_id(record)))
        chat.lines.append(line)
        self._reactions(record.get("reactions"), line, chat)
        return True

    def _event(self, record: dict[str, Any], detail: Any, number: int, chat: Chat) -> bool:
        """A call that began or ended; anything else that Teams tells is a notice."""
        what = detail.get("@odata.type") if isinstance(detail, dict) else None
        state = re.search(r"\.call(Started|Ended)EventMessageDetail", what) if isinstance(what, str) else None
        if state is None:
            return False
        utc, local = moment(record.get("createdDateTime"), "/createdDateTime")
        sender = self._sender(detail.get("initiator"))
        if sender is None:
            return False
        word, seconds = state[1].lower(), _span(detail.get("callDuration"))
        people = detail.get("callParticipants")
        if word == "ended" and (not seconds or (isinstance(people, list) and len(people) < 2)):
            word, seconds = "missed", None
        kind = "missed_call" if word == "missed" else "call"
        call_id = detail.get("callId")
        self.calls.setdefault(chat.id, []).append(Call(number, word, call_id if isinstance(call_id, str) else ""))
        chat.lines.append(Line(f"teams:{chat.id}", sender, kind, utc, local, number, "", seconds, _id(record)))
        return True

    def _sender(self, given: Any) -> str | None:
        """The user's id; None for an app. Raises Unusable E230, E207 or E227."""
        if given is None:
            raise Unusable("E230", "/from")
        if not isinstance(given, dict):
            raise Unusable("E227", "/from")
        user = given.get("user")
        if user is None and given.get("application") is not None:
            return None
        if not isinstance(user, dict):
            raise Unusable("E230" if user is None else "E227", "/from/user")
        key, name = user.get("id"), user.get("displayName")
        if is_endless(key):
            raise Unusable("E207", "/from/user/id")
        shown = name.strip() if isinstance(name, str) else ""
        if not isinstance(key, str) or not key:
            key = BY_NAME + shown if shown else ""
        if not key:
            raise Unusable("E230", "/from/user")
        if shown:
            self.names[key] = shown
        return str(key)

    def _filled(self, record: dict[str, Any], line: Line) -> Line:
        """The line with its kind, its words and what it answers."""
        if record.get("deletedDateTime") is not None:
            return line._replace(kind="deleted")
        body = record.get("body")
        content = body.get("content") if isinstance(body, dict) else None
        if content is not None and not isinstance(content, str):
            raise Unusable("E227", "/body/content")
        html = isinstance(body, dict) and body.get("contentType") != "text"
        text, _ = words_of(content or "", tags=html)
        forms = _forms(record.get("attachments"))
        quoted = next((key for form, key in forms if form == QUOTED), None)
        above = record.get("replyToId")
        reply = quoted or (above if isinstance(above, str) and above else None)
        edited = record.get("lastEditedDateTime") is not None
        media = any(form not in REFERENCES for form, _ in forms) or (html and has_picture(PLACE.sub("", content or "")))
        kind = "text" if text else "media" if media else "other"
        return line._replace(kind=kind, text=text, reply=reply, edited=edited)

    def _reactions(self, reactions: Any, line: Line, chat: Chat) -> None:
        """One line for each reaction that says who and when; the others are counted."""
        for one in reactions if isinstance(reactions, list) else ():
            user = one.get("user") if isinstance(one, dict) else None
            inner = user.get("user") if isinstance(user, dict) else None
            who = inner.get("id") if isinstance(inner, dict) else None
            try:
                utc, _ = moment(one.get("createdDateTime") if isinstance(one, dict) else None)
            except Unusable:
                utc = None
            if not isinstance(who, str) or not who or utc is None or line.id is None:
                chat.undated += 1
                continue
            chat.seen += 1
            chat.lines.append(Line(line.chat, who, "reaction", utc, None, line.number, reply=line.id))


def call_rows(calls: Sequence[Call], lines: Sequence[Line]) -> list[CallRow]:
    """The calls of a chat with the places of their lines."""
    places = {line.number: place for place, line in enumerate(lines) if line.kind != "reaction"}
    return [CallRow(call.state, call.call_id, places[call.number]) for call in calls]


def _forms(attachments: Any) -> list[tuple[str, str | None]]:
    """(content type, id) of each attachment."""
    each = [one for one in attachments if isinstance(one, dict)] if isinstance(attachments, list) else []
    return [
        (form, key if isinstance(key := one.get("id"), str) else None)
        for one in each
        if isinstance(form := one.get("contentType"), str)
    ]


def _id(record: dict[str, Any]) -> str | None:
    value = record.get("id")
    return value if isinstance(value, str) else None


def _span(value: Any) -> float | None:
    """Seconds of "PT1H6M2.5S"."""
    match = SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return total if total <= LONGEST_S else None
