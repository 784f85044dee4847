"""A message of more than a million letters is kept aside, whoever wrote the file; the others are read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from full_exports_apps import hangouts_about, hangouts_event, hangouts_text

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits
from evenstep.sources.read import read_export

MOST = Limits(text_chars=1_000)
LONG, WHOLE = "ä" * 1_001, "ä" * 1_000


def telegram(*texts: str) -> dict[str, Any]:
    said = {"type": "message", "from": "Ana", "from_id": "user1", "date": "2024-01-01T10:00:00"}
    messages = [said | {"id": n, "date_unixtime": str(1_704_103_200 + n), "text": t} for n, t in enumerate(texts)]
    return {"name": "Bo", "type": "personal_chat", "id": 2, "messages": messages}


def messenger(*texts: str) -> dict[str, Any]:
    people = [{"name": "Bo"}, {"name": "Ana"}]
    messages = [{"sender_name": "Ana", "timestamp_ms": 10**12 + n, "content": t} for n, t in enumerate(texts)]
    return {"participants": people, "title": "Bo", "thread_path": "inbox/bo_1", "messages": messages[::-1]}


def google_chat(*texts: str) -> dict[str, Any]:
    said = {"creator": {"name": "Ana", "email": "ana@x.example"}, "topic_id": "t"}
    dates = [f"Monday, January 1, 2024 at 12:0{n}:00\u202fPM UTC" for n in range(len(texts))]
    pairs = zip(dates, texts, strict=True)
    return {"messages": [said | {"created_date": date, "text": text} for date, text in pairs]}


def hangouts(*texts: str) -> dict[str, Any]:
    events = [hangouts_event(n, chat_message=hangouts_text(("TEXT", text))) for n, text in enumerate(texts)]
    return {"conversations": [{"conversation": {"conversation": hangouts_about()}, "events": events}]}


@pytest.mark.parametrize("made", [telegram, messenger, google_chat, hangouts], ids=lambda made: made.__name__)
@pytest.mark.parametrize("indent", [None, 1], ids=["in a line", "indented"])
def test_a_text_too_long_is_kept_aside(made: Any, indent: int | None) -> None:
    data = json.dumps(made("hi", LONG, WHOLE), indent=indent).encode()
    parsed = read_export(NamedBytes("messages.json", data), limits=MOST)
    assert parsed.events["n_chars"].to_list() == [2, 1_000]
    assert parsed.rejects.select("code", "detail").rows() == [("E234", "1,001 letters")]
    assert parsed.reading.balances
