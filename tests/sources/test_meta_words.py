"""What Messenger and Instagram say in a person's place: calls in two records, stories, unsent messages, old folders."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import polars as pl
import pytest

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

START = 1_600_000_000_000
BO, ANA = "Bo Ek", "Ana Sol"


def row(second: int, who: str = BO, **more: Any) -> dict[str, Any]:
    return {"sender_name": who, "timestamp_ms": START + 1_000 * second, **more}


def thread(*rows: Any, **more: Any) -> dict[str, Any]:
    head = {"participants": [{"name": BO}, {"name": ANA}], "title": BO, "thread_path": "inbox/bo_1"}
    return head | {"messages": list(reversed(rows))} | more


def read(**files: dict[str, Any]) -> Parsed:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, json.dumps(content))
    parsed = read_export(NamedBytes("download.zip", packed.getvalue()), keep_text=True)
    assert parsed.reading.balances
    return parsed


def inbox(*rows: Any) -> Parsed:
    return read(**{"your_instagram_activity/messages/inbox/bo_1/message_1.json": thread(*rows)})


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def test_a_call_that_two_records_tell_is_one() -> None:
    begins = row(0, content="Bo Ek started a video chat")
    ends = row(312, ANA, content="Video chat ended", call_duration=300)
    parsed = inbox(begins, row(100, ANA, content="can you hear me"), ends)
    assert parsed.events.select("sender", "kind", "duration_s").rows() == [(BO, "call", 300.0), (ANA, "text", None)]
    assert (parsed.reading.seen, parsed.reading.system) == (3, 1)
    unanswered = inbox(begins, row(40, content="Audio call ended", call_duration=0))
    assert (kinds(unanswered), unanswered.reading.system) == (["missed_call"], 1)
    apart = inbox(begins, row(4_000, content="Video chat ended", call_duration=300))  # this one was another call
    assert apart.events["duration_s"].to_list() == [None, 300.0]


SAID = [
    ("other", {"content": "Bo Ek shared a story."}),
    ("other", {"content": "Replied to your story"}),
    ("other", {"content": "Mentioned you in their story"}),
    ("text", {"content": "Mentioned you in their story, you know"}),
    ("deleted", {"content": "Bo Ek unsent a message"}),
    ("media", {"content": "Bo Ek sent a photo.", "photos": [{"uri": "a.jpg"}]}),
    ("voice", {"content": "Bo sent a voice message."}),
    ("missed_call", {"content": "You missed a video chat"}),
    ("text", {"content": "You missed a video chat with my sister"}),
]


def test_the_apps_words_are_nobodys() -> None:
    parsed = inbox(*(row(600 * number, **fields) for number, (_, fields) in enumerate(SAID)))
    assert kinds(parsed) == [kind for kind, _ in SAID]
    words = parsed.events.filter(pl.col("kind").cast(pl.String) != "text")["n_words"]
    assert set(words) == {0}


@pytest.mark.parametrize(
    "words", ["Bo Ek missed an audio call", "Bo Ek left the video chat.", "Bo Ek is no longer an admin."]
)
def test_more_notices(words: str) -> None:
    parsed = inbox(row(0, content="hi"), row(1, content=words))
    assert (parsed.reading.imported, parsed.reading.system) == (1, 1)


def test_threads_of_the_oldest_exports_go_by_their_folder() -> None:
    old = thread({"sender_name": BO, "timestamp": START // 1_000, "content": "hi"}, participants=[BO])
    del old["thread_path"]
    parsed = read(**{"messages/bo_1/message.json": old, "messages/bo_2/message.json": old})
    assert parsed.events["conversation_id"].to_list() == ["messenger:bo_1", "messenger:bo_2"]


def test_one_file_of_instagram_tells_it_of_the_others_beside_it() -> None:
    newer = thread(row(9, content="Liked a message"), row(10, share={"link": "x", "original_content_owner": "cy"}))
    older = thread(row(0, content="hi"), row(1, ANA, content="yo"))
    parsed = read(**{"inbox/bo_1/message_1.json": newer, "inbox/bo_1/message_2.json": older})
    assert set(parsed.events["conversation_id"]) == {"instagram:bo_1"}
    facebook = read(**{"your_facebook_activity/messages/inbox/bo_1/message_1.json": newer})
    assert facebook.reading.source == "messenger"


def test_people_whose_account_is_gone_are_not_one_person() -> None:
    gone = {"participants": [{"name": "Facebook user"}, {"name": ANA}], "title": "Facebook user"}
    said = [row(0, "Facebook user", content="hi"), row(1, ANA, content="yo")]
    chats = {
        f"your_facebook_activity/messages/inbox/{slug}/message_1.json": thread(*said) | gone | {"thread_path": slug}
        for slug in ("a_1", "a_2")
    }
    parsed = read(**chats)
    assert sorted(set(parsed.events["sender"])) == [ANA, "Facebook user", "Facebook user (2)"]
    assert parsed.conversations["me"].to_list() == [ANA, ANA]
    assert parsed.conversations["person_b"].to_list() == ["Facebook user", "Facebook user (2)"]


def test_a_placeholder_of_the_encrypted_archive_has_no_words() -> None:
    said = {"senderName": BO, "timestamp": START, "type": "placeholder", "text": "You sent an attachment"}
    secure = {"participants": [ANA, BO], "threadName": "Bo Ek_4", "messages": [said | {"isUnsent": False}]}
    parsed = read(**{"Bo Ek_4.json": secure})
    assert parsed.events.select("kind", "n_words").rows() == [("other", 0)]
