"""Google Chat from Takeout: kinds, people, threads, deleted rows, and dates in the account's language."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from babel import Locale
from babel.dates import format_date, format_time

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.google_chat.dates import MONTHS, micros_of
from evenstep.sources.read import read_export

START = 1_568_146_480  # Tuesday, 10 September 2019, 20:14:40 UTC
BABEL_FORMS = "en en_GB en_AU en_CA de de_AT de_CH fr fr_CA es es_MX es_US it nl nl_BE pt pt_PT hu ja pl sv da nb"
MORE_FORMS = "ru uk tr cs sk ro fi ca bg el id vi he ko sl lt lv et zh_Hans zh_Hant zh_Hant_HK"
GLUE = (
    ", ",
    " ",
    " в ",
    " о ",
    " klo ",
    " στις ",
    " lúc ",
    " בשעה ",
    " pukul ",
    " saat ",
    " at ",
    " um ",
    " à ",
    " a las ",
    " alle ore ",
    " om ",
    " às ",
    " kl. ",
)


def written(number: int) -> str:
    """The moment ``number`` minutes after the start, as an English account's Takeout writes it."""
    moment = datetime.fromtimestamp(START + 60 * number, UTC)
    hour = moment.strftime("%I").lstrip("0")
    return f"{moment:%A}, {moment:%B} {moment.day}, {moment.year} at {hour}:{moment:%M:%S}\u202f{moment:%p} UTC"


def message(number: int, who: str = "Ana", thread: int | None = None, **more: Any) -> dict[str, Any]:
    topic = number if thread is None else thread
    creator = {"name": who, "email": f"{who}@Example.org", "user_type": "Human"}
    ids = {"topic_id": f"t{topic}", "message_id": f"GRP/t{topic}/t{number}"}
    return {"creator": creator, "created_date": written(number), **ids, **more}


def members(*names: str, **more: Any) -> dict[str, Any]:
    return {"members": [{"name": name, "email": f"{name}@example.org", "user_type": "Human"} for name in names], **more}


def takeout(groups: dict[str, Any], infos: dict[str, Any] | None = None, me: str | None = "Ana") -> NamedBytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for folder, content in groups.items():
            text = content if isinstance(content, str) else json.dumps({"messages": content})
            archive.writestr(f"Takeout/Google Chat/Groups/{folder}/messages.json", text)
        for folder, info in (infos or {}).items():
            archive.writestr(f"Takeout/Google Chat/Groups/{folder}/group_info.json", json.dumps(info))
        if me is not None:
            user = {"user": {"name": me, "email": f"{me}@example.org"}}
            archive.writestr("Takeout/Google Chat/Users/User 1/user_info.json", json.dumps(user))
    return NamedBytes("takeout.zip", buffer.getvalue())


def read(source: NamedBytes | list[Any], **options: Any) -> Parsed:
    if isinstance(source, list):
        source = takeout({"DM GRP": source}, {"DM GRP": members("Ana", "Bob")})
    parsed = read_export(source, keep_text=True, **options)
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    assert parsed.reading.source == "google_chat"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def test_a_direct_message() -> None:
    parsed = read([message(0, text="hi there"), message(1, "Bob", text="Grüße 😀")])
    events = parsed.events
    assert events["time"].dt.epoch("s").to_list() == [START, START + 60]
    assert events["sender"].to_list() == ["Ana", "Bob"]
    assert events["text"].to_list() == ["hi there", "Grüße 😀"]
    assert set(events["conversation_id"]) == {"google_chat:GRP"}
    assert (set(events["resolution_s"]), set(events["zone_source"])) == ({1.0}, {"in_file"})
    assert parsed.conversations.select("person_a", "person_b", "me").row(0) == ("Ana", "Bob", "Ana")
    assert (parsed.reading.me, parsed.reading.title) == ("Ana", "Bob")


def test_deleted_accounts_of_two_chats_are_two_people() -> None:
    gone = {"name": "Deleted User", "user_type": "Human"}
    group = [message(0, text="hi"), message(1, text="bye") | {"creator": gone}]
    info = members("Ana")
    info["members"].append(gone)
    parsed = read(takeout({"DM A": group, "DM B": group}, {"DM A": info, "DM B": info}))
    assert parsed.events["sender"].to_list() == ["Ana", "Deleted User", "Ana", "Deleted User (2)"]
    pairs = parsed.conversations.select("person_a", "person_b").rows()
    assert pairs == [("Ana", "Deleted User"), ("Ana", "Deleted User (2)")]


def test_a_meeting_that_was_begun_is_a_call() -> None:
    begun = [{"start_index": 0, "length": 0, "video_call_metadata": {"meeting_space": {"meeting_url": "https://x.y"}}}]
    texts = ["", "https://x.y", "come here: https://x.y"]
    parsed = read([message(number, text=text, annotations=begun) for number, text in enumerate(texts)])
    assert kinds(parsed) == ["call", "call", "text"]


def test_kinds_edits_and_reactions() -> None:
    call = {"gsuite_integration_metadata": {"call_data": {"call_status": "CALL_ENDED"}}}
    missed = {"gsuite_integration_metadata": {"call_data": {"call_status": "CALL_MISSED"}}}
    rows = [
        message(0, text="hi", reactions=[{"emoji": {"unicode": "❤"}, "reactor_emails": ["bob@example.org", "x@y"]}]),
        message(1, attached_files=[{"original_name": "a.png", "export_name": "File-a.png"}]),
        message(2, attached_files=[{"export_name": "File-note.ogg"}]),
        message(3, annotations=[call]),
        message(4, annotations=[missed]),
        message(5, annotations=[{"url_metadata": {}}]),
        message(6, text="changed", updated_date=written(7)),
        message(8, text="gone", message_state="DELETED"),
    ]
    parsed = read(rows)
    assert kinds(parsed) == ["text", "media", "voice", "call", "missed_call", "other", "text", "deleted"]
    assert parsed.events["edited"].to_list() == [False] * 6 + [True, False]
    assert parsed.events["text"].to_list()[-1] == ""
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E240", 2)]


def test_answers_in_a_thread_point_to_its_first_message() -> None:
    parsed = read([message(0, text="a"), message(1, "Bob", text="b"), message(2, "Bob", thread=0, text="c")])
    assert parsed.events["reply_to"].to_list() == [None, None, 0]


def test_what_a_program_writes_is_a_notice() -> None:
    bot = message(1, "Meet", text="Call started")
    bot["creator"]["user_type"] = "Bot"
    parsed = read([message(0, text="a"), bot])
    assert (parsed.reading.system, parsed.reading.imported) == (1, 1)


def test_a_deleted_row_without_its_time_is_kept_aside() -> None:
    gone = {"message_state": "DELETED", "deleted_date": written(9), "topic_id": "q", "message_id": "GRP/q/q"}
    parsed = read([message(0, text="a"), gone])
    assert parsed.rejects.select("code", "place", "line").rows() == [("E226", "/messages/1/created_date", 2)]
    assert "does not say when it was sent" in parsed.rejects["detail"][0]


def test_spaces_and_direct_messages_are_chats_of_their_own() -> None:
    source = takeout(
        {
            "DM AAA": [message(0, text="a"), message(1, "Bob")],
            "Space BBB": [message(n, w) for n, w in enumerate("XYZ")],
        },
        {"DM AAA": members("Ana", "Bob"), "Space BBB": members("X", "Y", "Z", name="Climbing")},
    )
    parsed = read(source)
    assert parsed.conversations["conversation_id"].to_list() == ["google_chat:AAA", "google_chat:BBB"]
    assert parsed.conversations["person_a"].to_list() == ["Ana", None]
    for wanted, events in (("Climbing", 3), ("BBB", 3), ("Bob", 2), ("google_chat:AAA", 2)):
        assert read(source, chat=wanted).events.height == events
    with pytest.raises(NeedsAnswer) as caught:
        read(source, chat="nobody")
    assert caught.value.option == "chat"
    assert {choice.value for choice in caught.value.choices} == {"AAA", "BBB"}


def test_one_file_alone_is_the_same_chat() -> None:
    data = json.dumps({"messages": [message(0, text="a"), message(1, "Bob")]}).encode()
    parsed = read(NamedBytes("messages.json", data))
    assert set(parsed.events["conversation_id"]) == {"google_chat:GRP"}
    assert parsed.reading.me is None


def test_a_broken_file_fails_alone_and_a_cut_one_gives_what_it_has() -> None:
    whole = json.dumps({"messages": [message(0, text="a"), message(1, "Bob", text="b")]})
    broken = '{"messages": [{"created_date": "x", "creator": {}, }]}'
    parsed = read(takeout({"DM AAA": whole, "DM BBB": broken, "DM CCC": whole[: whole.rindex("created_date")]}))
    assert parsed.events.height == 3
    assert parsed.rejects["code"].to_list() == ["E223", "E222"]
    with pytest.raises(InputError) as caught:
        read(takeout({"DM BBB": broken}, me=None))
    assert caught.value.code == "E223"


def test_broken_records_take_no_other_with_them() -> None:
    bad: list[Any] = [
        (5, "E227", ""),
        ({"created_date": written(1), "topic_id": "x"}, "E230", ""),
        ({**message(1), "creator": "Ana"}, "E227", "/creator"),
        ({**message(1), "creator": {"name": " ", "email": 7}}, "E230", ""),
        ({**message(1), "created_date": "dienstag irgendwann"}, "E226", "/created_date"),
        ({**message(1), "created_date": 10**30}, "E207", "/created_date"),
        ({**message(1), "text": ["a"]}, "E227", "/text"),
        ({**message(1), "created_date": "Monday, May 1, 1950 at 1:00:00 PM UTC"}, "E226", ""),
    ]
    parsed = read([message(0, text="ok"), *(row for row, _, _ in bad)])
    assert parsed.events.height == 1
    found = list(zip(parsed.rejects["code"], parsed.rejects["place"], strict=True))
    places = [f"/messages/{index}" for index in range(1, len(bad) + 1)]
    assert found == [(code, place + end) for (_, code, end), place in zip(bad, places, strict=True)]


def test_no_word_is_two_months() -> None:
    meaning: dict[str, int] = {}
    for names in MONTHS.values():
        assert len(names) == len(set(names)) == 12
        for number, name in enumerate(names, start=1):
            assert meaning.setdefault(name, number) == number


@pytest.mark.parametrize("language", (BABEL_FORMS + " " + MORE_FORMS).split())
def test_dates_as_unicode_says_each_language_writes_them(language: str) -> None:
    locale = Locale.parse(language)
    for month in range(1, 13):
        moment = datetime(2021, month, month + 3, month * 7 % 24, 5, 9, tzinfo=UTC)
        day, clock = format_date(moment, "full", locale=locale), format_time(moment, "long", locale=locale, tzinfo=UTC)
        for glue in GLUE:
            assert micros_of(f"{day}{glue}{clock}") == int(moment.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Tuesday, September 10, 2029 at 8:44:40\u202fPM UTC", "2029-09-10T20:44:40"),
        ("Tuesday, September 10, 2029 at 12:04:40 AM UTC", "2029-09-10T00:04:40"),
        ("Thursday, November 3, 2016 at 17:13:43 UTC", "2016-11-03T17:13:43"),
        ("2015. február 15., vasárnap 21:54:36 UTC", "2015-02-15T21:54:36"),
        ("2029年9月10日月曜日 午後8時44分40秒 UTC", "2029-09-10T20:44:40"),
        ("Tuesday, 14 March 2021 at 22:41:03 UTC", "2021-03-14T22:41:03"),
        ("вторник, 10 сентября 2029 г. в 20:44:40 UTC", "2029-09-10T20:44:40"),
        ("2029년 9월 10일 월요일 오후 8시 44분 4초 UTC", "2029-09-10T20:44:04"),
        ("2029年9月10日星期一 UTC 20:44:40", "2029-09-10T20:44:40"),
        ("2029年9月10日 星期一 凌晨12:04:40 [UTC]", "2029-09-10T00:04:40"),
        ("martes, 10 de septiembre de 2019, 12:00:00 a.\xa0m. UTC", "2019-09-10T00:00:00"),
    ],
)
def test_dates_that_people_reported(text: str, iso: str) -> None:
    assert micros_of(text) == int(datetime.fromisoformat(iso + "+00:00").timestamp()) * 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday, September 10, 2029 at 8:44:40 PM",  # no zone
        "Tuesday, September 10, 2029 at 8:44:40 PM PST",
        "सोमवार, 10 सितंबर 2029 को 8:44:40 pm UTC",  # a language we do not read
        "Tuesday, September 31, 2029 at 8:44:40 PM UTC",
        "Tuesday, September 10, 2029 at 13:44:40 PM UTC",
        "Tuesday, September 10, 2029 at 25:44:40 UTC",
        "Tuesday, 9/10/2029 at 8:44:40 PM UTC",
        "May September 10, 2029 at 8:44:40 PM UTC",
        "",
        "x" * 10_000,
    ],
)
def test_dates_that_are_not_certain_are_not_guessed(text: str) -> None:
    assert micros_of(text) is None


def test_a_mangled_file_balances_or_is_refused() -> None:
    chance = random.Random(6)
    whole = bytearray(
        json.dumps({"messages": [message(n, "Ana" if n % 2 else "Bob", text="é") for n in range(4)]}), "utf-8"
    )
    seen = 0
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] = chance.choice(b'"{}[]:,0\\x\xff\x00eE')
        try:
            seen += read_export(NamedBytes("messages.json", bytes(data))).reading.balances
        except EvenstepError:
            continue
    assert seen > 10
