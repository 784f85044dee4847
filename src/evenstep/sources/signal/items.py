"""One item of a Signal chat to its line: who, when, what kind, how long; the dated reactions it carries are lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.signal.book import Book
from evenstep.sources.signal.fields import MILLISECOND, entries, is_set, key, moment, number, part
from evenstep.sources.timeline import Line

KINDS: Final = {
    "standardMessage": "text",
    "stickerMessage": "sticker",
    "contactMessage": "other",
    "remoteDeletedMessage": "deleted",
    "adminDeletedMessage": "deleted",
    "viewOnceMessage": "view_once",
    "directStoryReplyMessage": "text",
    "paymentNotification": "other",
    "giftBadge": "other",
    "poll": "poll",
}
MAP_LINK: Final = re.compile(r"https://maps\.google\.com/maps\?q=-?\d")
"""A place that is sent is a text with this link."""

ANSWERED: Final = frozenset({None, "UNKNOWN_STATE", "ACCEPTED", "JOINED", "GENERIC", "OUTGOING_RING"})
"""States of calls that are no missed ones; absent is the app's "unknown", which it shows as accepted."""

LONGEST_CALL_S: Final = 31_536_000


class ItemReader:
    """Reads items into the lines of their chats. ``again``: an edited message's other ids -> its id."""

    def __init__(self, book: Book, clean: Callable[[str], str]) -> None:
        self.book = book
        self.again: dict[tuple[str, str], str] = {}
        self._clean = clean
        self._seen: set[tuple[str, str, str, int]] = set()

    def read(self, item: dict[str, Any], chat_key: str, record: int) -> bool:
        """Append the item's lines; False for a notice. Raises Unusable."""
        chat = self.book.chat(chat_key)
        if is_set(item.get("expiresInMs")):
            self.book.timed.add(chat_key)
        if isinstance(item.get("updateMessage"), dict):
            return self._update(item, item["updateMessage"], chat, chat_key, record)
        name = next((name for name in KINDS if name in item and isinstance(item[name], dict)), None)
        if name is None and "incoming" not in item and "outgoing" not in item:
            return False
        self._message(item, name, chat, chat_key, record)
        return True

    def _message(self, item: dict[str, Any], name: str | None, chat: Chat, chat_key: str, record: int) -> None:
        sender = self._author(item, chat_key)
        if _never_sent(item):
            raise Unusable("E264", "/chatItem/outgoing/sendStatus")
        utc, sent = _sent(item)
        message = item[name] if name else {}
        text = self._text(message)
        kind = _kind(name, message, text)
        own = f"{sender}:{sent[0]}"
        mark = (chat.id, own, kind, len(text))
        if mark in self._seen:
            chat.already_there += 1
            return
        self._seen.add(mark)
        for other in sent[1:]:
            self.again[chat.id, f"{sender}:{other}"] = own
        to = self.book.to(chat)
        chat.lines.append(
            Line(to, sender, kind, utc, None, record, text, None, own, _quoted(message), edited=len(sent) > 1)
        )
        self._reactions(message, chat, own, record)

    def _author(self, item: dict[str, Any], chat_key: str) -> str:
        """The sender's key. Raises Unusable E230 where nobody is named."""
        author = item.get("authorId")
        if type(author) is str and author in self.book.recipients:
            return author
        author = key(author, "/chatItem/authorId")
        if author in self.book.recipients:
            return author
        likely = self.book.me if "outgoing" in item else self.book.partner(chat_key)
        if author != "0" and likely is None:
            return author  # somebody whom the file never introduced
        if likely is None:
            raise Unusable("E230", "/chatItem/authorId")
        return likely

    def _text(self, message: dict[str, Any]) -> str:
        holder = part(message, "textReply") or message
        body = part(holder, "text").get("body")
        if body is None:
            return ""
        if not isinstance(body, str):
            raise Unusable("E227", "/chatItem/standardMessage/text/body")
        return self._clean(body)

    def _reactions(self, message: dict[str, Any], chat: Chat, target: str, record: int) -> None:
        """One line for each reaction that says who and when; any other is only counted."""
        for reaction in entries(message, "reactions"):
            try:
                author = key(reaction.get("authorId"), "/authorId")
                utc = moment(reaction.get("sentTimestamp"), "/sentTimestamp")
            except Unusable:  # without a person and a time it is only a count
                chat.undated += 1
                continue
            if author not in self.book.recipients and author == "0":
                chat.undated += 1
                continue
            chat.seen += 1
            chat.lines.append(Line(self.book.to(chat), author, "reaction", utc, None, record, reply=target))

    def _update(self, item: dict[str, Any], update: dict[str, Any], chat: Chat, chat_key: str, record: int) -> bool:
        """A call is an event of whoever called; any other update is a notice."""
        if isinstance(update.get("individualCall"), dict):
            call = update["individualCall"]
            caller = self.book.me if call.get("direction") == "OUTGOING" else self.book.partner(chat_key)
        elif isinstance(update.get("groupCall"), dict):
            call = update["groupCall"]
            caller = self._starter(call)
            if caller is None:
                return False  # somebody's call, and the file does not say whose
        else:
            if _timer_set(update):
                self.book.timed.add(chat_key)
            return False
        caller = caller or self._author(item, chat_key)
        started = item.get("dateSent") or call.get("startedCallTimestamp")
        utc = moment(started, "/chatItem/dateSent")
        state = call.get("state")
        answered = not isinstance(state, str | None) or state in ANSWERED
        kind, duration = ("call", _length(call)) if answered else ("missed_call", None)
        chat.lines.append(Line(self.book.to(chat), caller, kind, utc, None, record, "", duration))
        return True

    def _starter(self, call: dict[str, Any]) -> str | None:
        for name in ("startedCallRecipientId", "ringerRecipientId"):
            if call.get(name) is not None:
                return key(call[name], f"/chatItem/updateMessage/groupCall/{name}")
        return self.book.me if call.get("state") == "OUTGOING_RING" else None


def _sent(item: dict[str, Any]) -> tuple[int, list[int]]:
    """(microseconds of the first version, the times in milliseconds of all versions, the first in front)."""
    times = [moment(item.get("dateSent"), "/chatItem/dateSent")]
    if "revisions" not in item:
        return times[0], [times[0] // MILLISECOND]
    for revision in entries(item, "revisions"):
        try:
            times.append(moment(revision.get("dateSent"), "/chatItem/revisions/dateSent"))
        except Unusable:  # the message itself has a time
            continue
    times.sort()
    return times[0], list(dict.fromkeys(time // MILLISECOND for time in times))


def _kind(name: str | None, message: dict[str, Any], text: str) -> str:
    if name == "directStoryReplyMessage":
        return "text" if text else "other"
    if name != "standardMessage":
        return KINDS[name] if name else "other"
    attachments = entries(message, "attachments")
    if any(attachment.get("flag") == "VOICE_MESSAGE" for attachment in attachments):
        return "voice"
    if "maps.google." in text and MAP_LINK.search(text):
        return "location"
    if attachments:
        return "media"
    return "text" if text or part(message, "longText") else "other"


def _quoted(message: dict[str, Any]) -> str | None:
    """The id of the message it answers; one that was not found when it was answered has none."""
    quote = message.get("quote")
    if not isinstance(quote, dict):
        return None
    try:
        sent = number(quote.get("targetSentTimestamp"), "/quote/targetSentTimestamp")
        return f"{key(quote.get('authorId'), '/quote/authorId')}:{sent or 0}"
    except Unusable:  # the message is sound, what it answers is lost
        return "0:0"


def _never_sent(item: dict[str, Any]) -> bool:
    """True when sending it has failed for everybody."""
    statuses = entries(part(item, "outgoing"), "sendStatus")
    return bool(statuses) and all("failed" in status for status in statuses)


def _timer_set(update: dict[str, Any]) -> bool:
    """True when the update makes messages disappear after a while."""
    changes = [part(update, "expirationTimerChange")]
    groups = entries(part(update, "groupChange"), "updates")
    changes += [part(change, "groupExpirationTimerUpdate") for change in groups]
    return any(is_set(change.get("expiresInMs")) for change in changes)


def _length(call: dict[str, Any]) -> float | None:
    """Seconds of a call of which beginning and end are known."""
    try:
        started = number(call.get("startedCallTimestamp"), "/startedCallTimestamp")
        ended = number(call.get("endedCallTimestamp"), "/endedCallTimestamp")
    except Unusable:  # the call itself is sound
        return None
    if not started or not ended or not 0 <= ended - started <= LONGEST_CALL_S * 1_000:
        return None
    return (ended - started) / 1_000
