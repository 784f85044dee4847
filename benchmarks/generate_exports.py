"""Write exports of many kinds and of any size for the benchmarks: two invented people, seeded, one timeline for all."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np

from generate import EXTRAS, WORDS

START_S: Final = 1_577_872_800  # 2020-01-01, 10:00 UTC
APPLE_S: Final = 978_307_200  # 2001-01-01, where Messages begins to count
NAMES: Final = ("Alice Placeholder", "Bob")
NUMBER: Final = "+4915123456789"


@dataclass(frozen=True)
class Said:
    """One message: its number from 1, who (0 is oneself), seconds since 1970, and the words."""

    number: int
    who: int
    at_s: int
    text: str


def said(messages: int, seed: int = 1) -> Iterator[Said]:
    """So many messages, in bursts, with short and long texts."""
    rng = np.random.default_rng(seed)
    gaps = np.where(rng.random(messages) < 0.93, rng.exponential(60, messages), rng.exponential(6_000, messages))
    at = START_S + np.cumsum(gaps + 1).astype(int)
    who = np.cumsum(rng.random(messages) < 0.45) % 2
    lengths = np.minimum(rng.geometric(0.13, messages), 60)
    chosen = rng.integers(0, len(WORDS), int(lengths.sum()))
    extra = rng.integers(0, 6 * len(EXTRAS), messages)
    begin = 0
    for n in range(messages):
        words = [WORDS[i] for i in chosen[begin : begin + lengths[n]]]
        begin += lengths[n]
        if extra[n] < len(EXTRAS):
            words.append(EXTRAS[extra[n]])
        yield Said(n + 1, int(who[n]), int(at[n]), " ".join(words))


def write_telegram(folder: Path, messages: int) -> Path:
    """result.json of one chat, indented as Telegram Desktop does."""
    rows = [
        {
            "id": m.number,
            "type": "message",
            "date": datetime.fromtimestamp(m.at_s, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "date_unixtime": str(m.at_s),
            "from": NAMES[m.who],
            "from_id": f"user{m.who + 1}",
            "text": m.text,
            "text_entities": [{"type": "plain", "text": m.text}],
        }
        for m in said(messages)
    ]
    chat = {"name": NAMES[1], "type": "personal_chat", "id": 2, "messages": rows}
    return _json(folder / "result.json", chat, indent=1)


def write_messenger(folder: Path, messages: int) -> Path:
    """message_1.json of one thread, newest first, letters as Meta writes them."""
    rows = [
        {
            "sender_name": NAMES[m.who],
            "timestamp_ms": 1000 * m.at_s,
            "content": m.text.encode().decode("latin-1"),
            "is_geoblocked_for_viewer": False,
        }
        for m in said(messages)
    ]
    thread = {
        "participants": [{"name": name} for name in NAMES],
        "messages": rows[::-1],
        "title": NAMES[1],
        "is_still_participant": True,
        "thread_path": "inbox/bob_1",
    }
    return _json(folder / "message_1.json", thread, indent=2, ascii_only=True)


def write_sms(folder: Path, messages: int) -> Path:
    """The XML of SMS Backup & Restore."""
    path = folder / "sms.xml"
    with path.open("w", encoding="utf-8") as out:
        out.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{messages}\">\n")
        for m in said(messages):
            out.write(
                f'  <sms protocol="0" address="{NUMBER}" date="{1000 * m.at_s}" type="{2 - m.who}" subject="null" '
                f'body={quoteattr(m.text)} toa="null" sc_toa="null" service_center="null" read="1" status="-1" '
                f'locked="0" date_sent="{1000 * m.at_s}" sub_id="1" readable_date="x" contact_name="{NAMES[1]}" />\n'
            )
        out.write("</smses>\n")
    return path


def write_messages_db(folder: Path, messages: int) -> Path:
    """The tables of Messages that matter, texts in their own column."""
    path = folder / "chat.db"
    store = sqlite3.connect(path)
    store.executescript(
        """
        CREATE TABLE message (guid TEXT, text TEXT, attributedBody BLOB, handle_id INTEGER, service TEXT, date INTEGER,
            date_read INTEGER, is_from_me INTEGER, item_type INTEGER, associated_message_guid TEXT,
            associated_message_type INTEGER, cache_has_attachments INTEGER);
        CREATE TABLE chat (guid TEXT, chat_identifier TEXT, style INTEGER, display_name TEXT);
        CREATE TABLE handle (id TEXT, service TEXT);
        CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);
        CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);
        """
    )
    store.execute("INSERT INTO chat VALUES (?, ?, 45, NULL)", (f"iMessage;-;{NUMBER}", NUMBER))
    store.execute("INSERT INTO handle VALUES (?, 'iMessage')", (NUMBER,))
    store.execute("INSERT INTO chat_handle_join VALUES (1, 1)")
    rows = (
        (f"G{m.number}", m.text, m.who, 10**9 * (m.at_s - APPLE_S), int(m.who == 0)) for m in said(messages)
    )  # fmt: skip
    store.executemany(
        "INSERT INTO message VALUES (?, ?, NULL, ?, 'iMessage', ?, 0, ?, 0, NULL, 0, 0)",
        rows,
    )
    store.execute("INSERT INTO chat_message_join SELECT 1, rowid FROM message")
    store.commit()
    store.close()
    return path


def write_mbox(folder: Path, messages: int) -> Path:
    """A mailbox as Gmail hands it out: headers, a plain text, each an answer to the one before."""
    path = folder / "mail.mbox"
    mails = ("alice@example.org", "bob@example.org")
    with path.open("w", encoding="utf-8", newline="") as out:
        for m in said(messages):
            when = datetime.fromtimestamp(m.at_s, UTC)
            out.write(
                f"From {m.number}@xxx {when:%a %b %d %H:%M:%S +0000 %Y}\nX-GM-THRID: 1\nX-Gmail-Labels: Inbox\n"
                f"Delivered-To: {mails[0]}\nReceived: by 10.0.0.1; {format_datetime(when)}\n"
                f"Date: {format_datetime(when)}\nFrom: {NAMES[m.who]} <{mails[m.who]}>\nTo: {mails[1 - m.who]}\n"
                f"Message-ID: <{m.number}@example.org>\nIn-Reply-To: <{m.number - 1}@example.org>\nSubject: Re: us\n"
                f"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n{m.text}\n\n"
            )
    return path


def write_signal(folder: Path, messages: int) -> Path:
    """main.jsonl of Signal's own export."""
    path = folder / "main.jsonl"
    heads = (
        {"version": "1", "backupTimeMs": str(1000 * (START_S + 10**8))},
        {"account": {"givenName": NAMES[0]}},
        {"recipient": {"id": "1", "self": {}}},
        {"recipient": {"id": "2", "contact": {"profileGivenName": NAMES[1], "e164": NUMBER}}},
        {"chat": {"id": "1", "recipientId": "2"}},
    )
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(head) + "\n" for head in heads)
        for m in said(messages):
            way = {"incoming": {"dateReceived": str(1000 * m.at_s), "read": True}} if m.who else {"outgoing": {}}
            item = {"chatId": "1", "authorId": str(m.who + 1), "dateSent": str(1000 * m.at_s), **way}
            item["standardMessage"] = {"text": {"body": m.text}}
            out.write(json.dumps({"chatItem": item}, ensure_ascii=False) + "\n")
    return path


WRITERS: Final[Mapping[str, Callable[[Path, int], Path]]] = {
    "Telegram": write_telegram,
    "Messenger": write_messenger,
    "SMS Backup & Restore": write_sms,
    "iMessage, chat.db": write_messages_db,
    "mbox": write_mbox,
    "Signal": write_signal,
}


def _json(path: Path, value: object, *, indent: int, ascii_only: bool = False) -> Path:
    path.write_text(json.dumps(value, indent=indent, ensure_ascii=ascii_only), encoding="utf-8")
    return path


if __name__ == "__main__":  # KIND FOLDER MESSAGES: in a process of its own, whose memory no reader is measured with
    sys.stdout.write(str(WRITERS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
