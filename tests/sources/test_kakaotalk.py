"""KakaoTalk chats: texts of computers and phones, the CSV, encodings, each kind of row, and what is kept aside."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export

ZONE = "Asia/Seoul"
DAY = "--------------- 2020년 11월 1일 일요일 ---------------\n"
PC = f"철수 님과 카카오톡 대화\n저장한 날짜 : 2020-12-01 10:00:00\n\n{DAY}"
PHONE = "철수 님과 카카오톡 대화\n저장한 날짜 : 2020년 12월 1일 오전 10:00\n\n\n2020년 11월 1일 오후 3:00\n"


def read(text: str | bytes, *, name: str = "chat.txt", zone: str | None = ZONE, **options: Any) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes(name, data), zone=zone, **options)
    assert parsed.reading.balances
    assert parsed.reading.source == "kakaotalk"
    return parsed


def rows(parsed: Parsed) -> list[tuple[str, str, str]]:
    """(local time, sender, kind) of each event."""
    local = pl.col("time").dt.convert_time_zone(ZONE).dt.strftime("%Y-%m-%d %H:%M")
    return parsed.events.select(local, pl.col("sender", "kind").cast(pl.String)).rows()


FORMS = {
    "pc": PC + "[영희 김] [오전 12:01] 안녕 친구\n[철수] [오후 12:02] 응\n",
    "pc without title": DAY + "[영희 김] [오전 12:01] 안녕 친구\n[철수] [오후 12:02] 응\n",
    "pc in English": "KakaoTalk Chats with 철수\nDate Saved : 2020-12-01 10:00:00\n\n"
    "--------------- Sunday, November 1, 2020 ---------------\n[영희 김] [12:01 AM] 안녕 친구\n[철수] [12:02 PM] 응\n",
    "android": PHONE + "2020년 11월 1일 오전 12:01, 영희 김 : 안녕 친구\n2020년 11월 1일 오후 12:02, 철수 : 응\n",
    "android, 24 hours": PHONE + "2020년 11월 1일 00:01, 영희 김 : 안녕 친구\n2020년 11월 1일 12:02, 철수 : 응\n",
    "ios": "철수 님과 카카오톡 대화\n저장한 날짜 : 2020. 12. 1. 오전 10:00\n\n2020년 11월 1일 일요일\n"
    "2020. 11. 1. 오전 12:01, 영희 김 : 안녕 친구\n2020. 11. 1. 오후 12:02, 철수 : 응\n",
    "english phone": "KakaoTalk Chats with 철수\nDate Saved : December 1, 2020, 10:00 AM\n\n\n"
    "November 1, 2020, 12:01 AM, 영희 김 : 안녕 친구\nNovember 1, 2020, 12:02 PM, 철수 : 응\n",
    "english phone of today": "KakaoTalk Chats with 철수\nDate Saved : December 1, 2020 at 10:00\u202fAM\n\n"
    "November 1, 2020 at 12:01\u202fAM, 영희 김 : 안녕 친구\nNovember 1, 2020 at 12:02\u202fPM, 철수 : 응\n",
    "iphone with the file's name on top": "Talk_2020.12.1 10:00-1.txt\r\n저장한 날짜 : 2020. 12. 1. 오전 10:00\r\n"
    "철수 님과 카카오톡 대화\r\n\r\n2020. 11. 1. 일요일\r\n"
    "2020. 11. 1. 오전 12:01, 영희 김 : 안녕 친구\r\n2020. 11. 1. 오후 12:02, 철수 : 응\r\n",
    "times below their day": "철수 님과 카카오톡 대화\n저장한 날짜 : 2020년 12월 1일 오전 10:00\n\n"
    "2020년 11월 1일 일요일\n오전 12:01, 영희 김 : 안녕 친구\n오후 12:02, 철수 : 응\n",
    "windows in English": "철수 with KakaoTalk Chats\nDate Saved : 2020-12-01 10:00:00\n\n"
    "--------------- 2020년 11월 1일 일요일 ---------------\n[영희 김] [AM 12:01] 안녕 친구\n[철수] [PM 12:02] 응\n",
    "a room's name alone": "철수\n저장한 날짜 : 2020-12-01 10:00:00\n\n"
    + DAY
    + "[영희 김] [오전 12:01] 안녕 친구\n[철수] [오후 12:02] 응\n",
    "iphone in English": "철수 chat\nDate Saved : Dec 1, 2020 at 10:00\n\nSunday, November 1, 2020\n"
    "Nov 1, 2020 at 0:01, 영희 김 : 안녕 친구\nNov 1, 2020 at 12:02, 철수 : 응\n",
    "old phone in English": "KakaoTalk Chats with 철수\nDate Saved : 10:00AM, December 1, 2020\n\n"
    "12:01AM, November 1, 2020, 영희 김 : 안녕 친구\n12:02PM, November 1, 2020, 철수 : 응\n",
    "japanese": "철수さんとのカカオトーク\n保存日時 : 2020年12月1日 午前10:00\n\n2020年11月1日 日曜日\n"
    "2020年11月1日 午前12:01, 영희 김 : 안녕 친구\n2020年11月1日 午後12:02, 철수 : 응\n",
    "day first": "1 November 2020 at 00:01, 영희 김 : 안녕 친구\n1 November 2020 at 12:02, 철수 : 응\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form(form: str) -> None:
    parsed = read(FORMS[form])
    assert rows(parsed) == [("2020-11-01 00:01", "영희 김", "text"), ("2020-11-01 12:02", "철수", "text")]
    assert parsed.events["n_words"].to_list() == [2, 1]
    assert parsed.events["resolution_s"].to_list() == [60.0, 60.0]
    assert (parsed.reading.seen, parsed.reading.notes) == (2, ())
    if any(word in FORMS[form] for word in ("저장한", "Date Saved", "保存")):
        found = parsed.conversations.select("conversation_id", "person_a", "person_b", "me", "observed_until").row(0)
        assert found == ("kakaotalk:철수", "영희 김", "철수", "영희 김", datetime(2020, 12, 1, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949", "utf-8"])
def test_encodings_are_found_without_a_question(encoding: str) -> None:
    for text in (FORMS["pc"], FORMS["android"].replace("\n", "\r\n"), FORMS["ios"].replace("\n", "\r")):
        assert [sender for _, sender, _ in rows(read(text.encode(encoding)))] == ["영희 김", "철수"]
    table = "Date,User,Message\n2024-06-01 10:00:00,철수,안녕하세요\n2024-06-01 10:01:02,영희,네\n"
    assert [sender for _, sender, _ in rows(read(table.encode(encoding), name="x.csv"))] == ["철수", "영희"]


KINDS = [
    ("사진", "media", None),
    ("사진 3장", "media", None),
    ("동영상", "media", None),
    ("파일: a b.pdf", "media", None),
    ("Photo", "media", None),
    ("이모티콘", "sticker", None),
    ("(이모티콘)", "sticker", None),
    ("Emoticons", "sticker", None),
    ("음성메시지", "voice", None),
    ("Voice Note", "voice", None),
    ("밥 먹자", "text", None),
    ("보이스톡 1:02:03", "call", 3_723.0),
    ("보이스톡 취소", "missed_call", None),
    ("보이스톡 부재중", "missed_call", None),
    ("Voice Call Canceled", "missed_call", None),
    ("보이스톡으로 하자고 했잖아 그래서 기다렸는데", "text", None),
    ("삭제된 메시지입니다.", "deleted", None),
    ("This message was deleted.", "deleted", None),
    ("지도: 서울역", "location", None),
    ("투표: 점심", "poll", None),
    ("연락처: 철수", "other", None),
    ("카카오톡 프로필", "other", None),
    ("<사진>", "media", None),
    ("videos", "media", None),
    ("0123456789abcdef" * 4 + ".m4a", "voice", None),
    ("0123456789abcdef" * 4 + ".pdf", "media", None),
    ("보이스룸 종료 1:02:03", "call", 3_723.0),
    ("라이브톡 종료 12:03", "call", 723.0),
    ("song.m4a", "text", None),
    ("Live Talk ended 0:12:03", "call", 723.0),
    ("Voice Call 3:20", "call", 200.0),
    ("보이스룸이 종료되었습니다.", "call", None),
    ("(이모티콘) 안녕", "text", None),
    ("사진 봤어?", "text", None),
    ("보이스톡 해요", "call", None),
    ("페이스톡 해요.", "call", None),
]


def test_every_kind_of_row() -> None:
    parsed = read(PC + "".join(f"[영희] [오후 3:01] {text}\n" for text, _, _ in KINDS))
    found = parsed.events.select(pl.col("kind").cast(pl.String), "duration_s", pl.col("n_chars") > 0).rows()
    for (text, kind, seconds), row in zip(KINDS, found, strict=True):
        assert row == (kind, seconds, kind == "text"), text


def test_a_call_and_how_it_went_are_one_event() -> None:
    parsed = read(
        PC + "[영희] [오후 9:02] 보이스톡 해요\n[영희] [오후 9:03] 보이스톡 0:17\n"
        "[철수] [오후 9:04] 페이스톡 해요\n[철수] [오후 9:05] 페이스톡 취소\n"
        "[영희] [오후 9:06] 보이스톡 해요\n[철수] [오후 9:07] 응\n"
    )
    assert rows(parsed) == [
        ("2020-11-01 21:02", "영희", "call"),
        ("2020-11-01 21:04", "철수", "missed_call"),
        ("2020-11-01 21:06", "영희", "call"),
        ("2020-11-01 21:07", "철수", "text"),
    ]
    assert parsed.events["duration_s"].to_list() == [17.0, None, None, None]
    assert parsed.reading.system == 2


def test_people_may_write_between_a_call_and_how_it_went() -> None:
    parsed = read(
        PC + "[영희] [오후 1:02] 보이스톡 해요\n[철수] [오후 1:03] 사진\n[철수] [오후 1:04] 보이스톡 0:17\n"
        "[영희] [오후 1:30] 보이스톡 27:40\n"
        "[영희] [오후 2:00] 보이스룸이 방금 시작했어요.\n[영희] [오후 3:00] 보이스룸 종료 59:59\n"
    )
    assert [(row[1], row[2]) for row in rows(parsed)] == [
        ("영희", "call"),
        ("철수", "media"),
        ("철수", "call"),
        ("영희", "call"),
    ]
    assert parsed.events["duration_s"].to_list() == [1_660.0, None, 17.0, 3_599.0]


def test_rows_pasted_into_a_text_of_a_computer() -> None:
    chat = PC + "[영희] [오후 3:01] 안녕\n[철수] [오후 3:02] 봐\n[민수] [오전 8:00] 옛날\n[지수] [오전 8:01] 그래\n"
    parsed = read(chat + "[영희] [오후 3:03] 응\n[철수] [오후 3:04] 응\n", keep_text=True)
    assert parsed.reading.senders == {"영희": 2, "철수": 2}
    assert parsed.events["text"][1] == "봐\n[민수] [오전 8:00] 옛날\n[지수] [오전 8:01] 그래"
    assert [(note.code, note.place) for note in parsed.reading.notes] == [("E212", "line 7"), ("E212", "line 8")]


def test_whoever_saved_a_chat_on_an_older_phone() -> None:
    group = "셋 (3명) 님과 카카오톡 대화\n저장한 날짜 : 2014년 7월 5일 오전 11:00\n\n\n"
    parsed = read(group + "2014년 7월 5일 오전 11:00, 회원님 : 안녕\n2014년 7월 5일 오전 11:01, A : 네\n")
    assert (parsed.reading.me, parsed.reading.title) == ("회원님", "셋")


def test_notices_belong_to_nobody() -> None:
    own_lines = ("채팅방 관리자가 메시지를 가렸습니다.", "3개의 메시지를 가렸습니다.", "김님이 부방장이 되었습니다.",
                 "메시지가 삭제되었습니다.", "The message has been deleted.")  # fmt: skip
    hidden = read(PC + "[영희] [오후 3:01] 안녕\n" + "".join(f"{line}\n" for line in own_lines), keep_text=True)
    assert (hidden.events["text"].to_list(), hidden.reading.system) == (["안녕"], 5)
    pc = read(
        PC
        + "영희님이 들어왔습니다.\n[영희] [오후 3:01] 안녕\n철수님이 민수님을 초대했습니다.\n"
        + "민수님이 나갔습니다.\n둘째 줄\n"
    )
    assert (pc.reading.imported, pc.reading.system, pc.reading.skipped) == (1, 3, 0)
    phone = read(
        PHONE + "2020년 11월 1일 오후 3:00, 영희님이 들어왔습니다.\n2020년 11월 1일 오후 3:01, 영희 : 안녕\n"
        "2020. 11. 1. 오후 3:02: 철수님이 나갔습니다.\n"
    )
    assert (phone.reading.imported, phone.reading.system) == (1, 2)


def test_texts_of_several_lines() -> None:
    pc = read(PC + "[영희] [오후 3:01] 하나\n\n둘 [철수] [오후 3:01] 셋\n\n[철수] [오후 3:02] 응\n", keep_text=True)
    assert pc.events["text"].to_list() == ["하나\n\n둘 [철수] [오후 3:01] 셋", "응"]
    phone = read(
        PHONE + "2020년 11월 1일 오후 3:01, 영희 : 하나 : 둘\n셋\n2019년 1월 1일 오후 1:00, 민수 : 옛날\n"
        "2020년 11월 1일 오후 3:02, 철수 : \n2020년 11월 2일 오후 3:02\n",
        keep_text=True,
    )
    assert phone.events["text"].to_list() == ["하나 : 둘\n셋\n2019년 1월 1일 오후 1:00, 민수 : 옛날", ""]
    assert [(note.code, note.place) for note in phone.reading.notes] == [("E212", "line 8")]


def test_the_csv_of_the_samples_is_ours(samples: Path) -> None:
    folder = samples / "claudianus+kakaotalk-chat-analyzer" / "test" / "fixtures"
    small = read((folder / "open-chat-room.csv").read_bytes(), name="open-chat-room.csv", keep_text=True)
    assert (small.reading.seen, small.reading.imported, small.reading.system) == (6, 5, 1)
    assert small.events["text"][0] == "---- 오픈채팅방 안내 ----\n환영합니다. 규칙을 지켜 주세요."
    assert small.reading.senders == {"Alice": 2, "Bob": 2, "운영자": 1}
    large = read((folder / "vibecoding-room-sample.csv").read_bytes(), name="x.csv").reading
    assert (large.seen, large.imported) == (312, 312)
    assert large.senders == {"A": 63, "C": 63, "B": 62, "D": 62, "E": 62}


def test_the_csv() -> None:
    table = (
        "\ufeffDate,User,Message\r\n"
        '2024-06-01 10:00:00,"철수","안녕, ""친구"""\r\n'
        '2024-06-01 10:00:09,"철,수","여러\n줄\n2024-01-01 00:00:00,민수,""붙임"""\r\n'
        "2024-06-01 10:01:00,,누가 들어왔습니다.\r\n"
        '2024-06-01 10:01:00,"영희","영희님이 들어왔습니다."\r\n'
        '2024-06-01 10:02:00,"영희","닫지 않은\r\n'
        '2024-06-01 10:03:00,"철수","사진"\r\n'
        '2024-06-41 10:03:00,"철수","사진"\r\n'
        "2024-06-01 10:04:00,없음\r\n"
    )
    parsed = read(table, name="x.csv", keep_text=True)
    assert parsed.events["text"].to_list() == [
        '안녕, "친구"',
        '여러\n줄\n2024-01-01 00:00:00,민수,"붙임"',
        "닫지 않은",
        "",
    ]
    assert parsed.reading.senders == {"철수": 2, "영희": 1, "철,수": 1}
    assert parsed.reading.system == 2
    assert parsed.rejects.select("code", "line").rows() == [("E217", 10), ("E231", 11)]
    assert parsed.events["resolution_s"].to_list() == [1.0] * 4
    assert parsed.events["time"][1] == datetime(2024, 6, 1, 1, 0, 9, tzinfo=UTC)


def test_lines_that_belong_to_nothing_are_kept_aside() -> None:
    text = "철수 님과 카카오톡 대화\n이건 뭐지\n[영희] [오후 3:01] 날짜 없음\n" + PC.split("\n\n")[1]
    text += "[영희] [오후 3:01] 안녕\n[영희] [오후 13:01] 응\n--------------- 2020년 13월 1일 일요일 ---------------\n"
    parsed = read(text + "[철수] [오후 3:01] 어\n")
    assert parsed.rejects.select("code", "line").rows() == [("E214", 2), ("E214", 3), ("E217", 8)]
    assert len(rows(parsed)) == 2


@pytest.mark.parametrize(
    ("form", "piece"),
    [
        ("pc", "[철수] [오후 1"),
        ("pc", "[철"),
        ("android", "2020년 11월 1일 오후 12:0"),
        ("android", "2020년 11월 1일 오후 12:03, 철"),
    ],
)
def test_a_piece_of_a_row_at_the_end_is_kept_aside(form: str, piece: str) -> None:
    parsed = read(FORMS[form] + piece, keep_text=True)
    assert parsed.rejects["code"].to_list() == ["E215"]
    assert parsed.events["text"].to_list() == ["안녕 친구", "응"]


def test_invisible_marks_before_a_line_change_nothing() -> None:
    text = FORMS["android"].replace("\n2020", "\n\u200e\u202a2020")
    assert [sender for _, sender, _ in rows(read(text))] == ["영희 김", "철수"]


def test_time_that_goes_back_is_noted() -> None:
    text = (
        PC + "[영희] [오후 3:01] 안녕\n--------------- 2020년 9월 1일 화요일 ---------------\n[철수] [오후 3:01] 어\n"
    )
    assert [(note.code, note.place) for note in read(text).reading.notes] == [("E216", "line 7")]


def test_the_zone_is_asked_and_a_long_line_refused() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read(FORMS["pc"], zone=None)
    assert asked.value.option == "zone"
    with pytest.raises(InputError) as refused:
        read(PC + "[영희] [오후 3:01] " + "x" * 300, limits=Limits(line_bytes=100))
    assert refused.value.code == "E205"


def test_mutations_balance_or_are_refused() -> None:
    chance = random.Random(10)
    odd = [
        '"',
        "\t",
        "\n",
        "\0",
        "\u202e",
        "99:99",
        "2020년 13월",
        "9" * 60,
        "보이스톡 9:99:99",
        "\u0663",
        "[",
        "---",
        ",",
    ]
    table = "Date,User,Message\n" + '2024-06-01 10:00:00,"철수","여러\n줄"\n2024-06-01 10:01:00,영희,네\n' * 2
    forms = [*FORMS.values(), table]
    seen = 0
    for _ in range(60):
        good = chance.choice(forms)
        start = chance.randrange(len(good))
        broken = good[:start] + chance.choice(odd) + good[start + chance.randrange(9) :]
        try:
            seen += read_export(NamedBytes("x.txt", broken.encode()), zone=ZONE).reading.seen
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
    assert seen > 60
