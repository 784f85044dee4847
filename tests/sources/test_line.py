"""LINE chats: languages, clocks, forms for phones and computers, each kind of row, and what is kept aside."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export

ZONE = "Asia/Tokyo"
HEAD = "[LINE] Chat history with Bob\nSaved on: 2024/03/01 10:00\n\n"


def read(text: str | bytes, *, name: str = "chat.txt", zone: str | None = ZONE, **options: Any) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes(name, data), zone=zone, **options)
    assert parsed.reading.balances
    assert parsed.reading.source == "line"
    return parsed


def rows(parsed: Parsed) -> list[tuple[str, str, str]]:
    """(local time, sender, kind) of each event."""
    local = pl.col("time").dt.convert_time_zone(ZONE).dt.strftime("%Y-%m-%d %H:%M")
    return parsed.events.select(local, pl.col("sender", "kind").cast(pl.String)).rows()


def day(*lines: str, date: str = "2024.01.02 Tuesday", head: str = HEAD) -> str:
    return head + "\n".join([date, *lines]) + "\n"


@pytest.mark.parametrize(
    ("head", "date", "times"),
    [
        ("[LINE] Chat history with Bob\nSaved on: 2024/03/01 10:00\n\n", "2024.01.02 Tuesday", ("09:05", "21:05")),
        ("[LINE] Chat history with Bob\nSaved on: 03/01/2024, 10:00\n\n", "Tue, 01/02/2024", ("09:05 AM", "09:05 PM")),
        ("[LINE] Chat history with Bob\nSaved on: 03/01/2024, 10:00\n\n", "Tue, 02/01/2024", ("09:05am", "09:05pm")),
        ("[LINE] Bobとのトーク履歴\n保存日時：2024/03/01 10:00\n\n", "2024/01/02(火)", ("09:05", "21:05")),
        ("[LINE] Bobとのトーク履歴\r\n保存日時：2024/03/01 10:00\r\n\r\n", "2024/1/2(火)", ("午前9:05", "午後9:05")),
        ("[LINE] 與Bob的聊天記錄\n儲存日期： 2024/03/01 10:00\n\n", "2024/01/02（二）", ("上午09:05", "下午09:05")),
        ("[LINE] 与Bob的聊天记录\n保存日期：2024/03/01 10:00\n\n", "2024/1/2周二", ("09:05", "21:05")),
        ("[LINE] Bob 님과의 대화\n저장한 날짜 : 2024/03/01 10:00\n\n", "2024.01.02 화요일", ("오전 9:05", "오후 9:05")),
        ("[LINE] Bob 님과의 대화\n저장한 날짜 : 2024/03/01 10:00\n\n", "2024년 1월 2일 화요일", ("9:05", "21:05")),
        ("[LINE] ประวัติการแชทกับBob\nบันทึกเมื่อ: 2567/03/01 10:00\n\n", "อ., 02/01/2567 พ.ศ.", ("09:05", "21:05")),
        ("[LINE] Chat mit Bob\nGespeichert um: 1.3.2024, 10:00\n\n", "Di., 2.1.2024", ("09:05", "21:05")),
        ("Chat history with Bob\nSaved on: 3/1/2024, 10:00\n\n", "Tue, 1/2/2024", ("09:05", "21:05")),
        ("[LINE] ประวัติแชทกับ Bob\nบันทึกเมื่อ 01/03/2567 10:00\n\n", "อ. 02/01/2567", ("09:05", "21:05")),
        ("[LINE] ประวัติการแชทกับ Bob\nบันทึกวันที่ 2024/03/01 10:00\n\n", "2024/01/02 อังคาร", ("09:05", "21:05")),
        ("[LINE] Riwayat chat dengan Bob\nDisimpan: 01/03/2024 10.00\n\n", "Sel, 02/01/2024", ("09.05", "21.05")),
        ("[LINE] 與Bob的聊天\n儲存日期: 2024/03/01 10:00\n\n", "2024/1/2", ("09:05", "21:05")),
        ("[LINE] Discussion avec Bob\nEnregistré le : 01/03/2024 10:00\n\n", "mar. 02/01/2024", ("09:05", "21:05")),
        ("[LINE] Lịch sử chat với Bob\nĐã lưu: 01/03/2024, 10:00\n\n", "Th 3, 02/01/2024", ("09:05", "21:05")),
        ("[LINE] История чата с Bob\nСохранено: 01.03.2024, 10:00\n\n", "вт, 02.01.2024", ("09:05", "21:05")),
        ("", "2024.01.02 Tuesday", ("09:05", "21:05")),
        ("\ufeff[LINE] Chat history with Bob\n\n", "2024.01.02 Tuesday", ("09:05", "21:05")),
    ],
)
def test_every_language_and_clock(head: str, date: str, times: tuple[str, str]) -> None:
    parsed = read(day(f"{times[0]}\tAna Lu\thi you", f"{times[1]}\tBob\tho", date=date, head=head))
    assert rows(parsed) == [("2024-01-02 09:05", "Ana Lu", "text"), ("2024-01-02 21:05", "Bob", "text")]
    assert parsed.events["n_words"].to_list() == [2, 1]
    assert parsed.events["resolution_s"].to_list() == [60.0, 60.0]
    if "[LINE]" in head:
        assert (parsed.reading.me, parsed.reading.title) == ("Ana Lu", "Bob")
        assert parsed.conversations.select("conversation_id", "person_a", "person_b", "me").rows() == [
            ("line:Bob", "Ana Lu", "Bob", "Ana Lu")
        ]


def test_encodings_are_read() -> None:
    text = day("09:05\tAna\thi", "09:06\tBob\tho", head="[LINE] Bobとのトーク履歴\n\n")
    for encoding in ("utf-8-sig", "utf-16", "utf-16-be"):
        data = text.encode(encoding) if encoding != "utf-16-be" else b"\xfe\xff" + text.encode("utf-16-be")
        assert len(rows(read(data))) == 2
    assert len(rows(read(text.replace("\n", "\r")))) == 2
    japanese = day("09:05\t花子\tおはよう", "09:06\t太郎\tはい", head="[LINE] 太郎とのトーク履歴\n\n").encode(
        "shift_jis"
    )
    with pytest.raises(NeedsAnswer) as asked:
        read(japanese)
    assert asked.value.option == "encoding"
    assert [sender for _, sender, _ in rows(read(japanese, encoding="shift_jis"))] == ["花子", "太郎"]


KINDS = [
    ("[Photo]", "media", None),
    ("[動画]", "media", None),
    ("[File]", "media", None),
    ("[Sticker]", "sticker", None),
    ("[スタンプ]", "sticker", None),
    ("[貼圖]", "sticker", None),
    ("[Voice message]", "voice", None),
    ("[ボイスメッセージ]", "voice", None),
    ("[語音訊息]", "voice", None),
    ("[음성 메시지]", "voice", None),
    ("[Location] Paris", "location", None),
    ("[位置情報] 東京都", "location", None),
    ("[投票] lunch", "poll", None),
    ("[Albums] trip", "other", None),
    ("[相簿] (null)", "other", None),
    ("☎ Call time 3:21", "call", 201.0),
    ("☎ 通話時間 1:00:05", "call", 3_605.0),
    ("☎ 通話時間20:25", "call", 1_225.0),
    ("☎ Missed call", "missed_call", None),
    ("☎ 不在着信", "missed_call", None),
    ("☎ Canceled call", "missed_call", None),
    ("☎ グループ音声通話に招待されました。", "call", None),
    ("メッセージの送信を取り消しました", "deleted", None),
    ("[画像]", "media", None),
    ("[รูป]", "media", None),
    ("[音声メッセージ]", "voice", None),
    ("[グループボード] plan", "other", None),
    ("[null] https://maps.google.com/maps?q=1,2", "location", None),
    ("ⓘ このメッセージは表示できません。", "other", None),
    ("You unsent a photo.", "deleted", None),
    ("Ana created an album.", "other", None),
    ("Bob created an album.", "text", None),
    ("Missed call", "text", None),
    ("", "other", None),
    ("[Photo] of you", "text", None),
    ("☀ Missed call", "text", None),
    ("the call time 3:21", "text", None),
]


def test_every_kind_of_row() -> None:
    parsed = read(day(*[f"09:05\tAna\t{text}" for text, _, _ in KINDS]))
    found = parsed.events.select(pl.col("kind").cast(pl.String), "duration_s", pl.col("n_chars") > 0).rows()
    for (text, kind, seconds), row in zip(KINDS, found, strict=True):
        assert row == (kind, seconds, kind == "text"), text


def test_rows_without_a_name() -> None:
    parsed = read(
        day(
            "09:05\tAna\thi",
            "09:06\tBob\tho",
            "09:07\t\tCy joined the group.",
            "09:08\tBob unsent a message.",
            "09:09\t\tYou unsent a message.",
            "09:10\tBobがメッセージの送信を取り消しました",
            "09:11\t您已收回訊息",
            "09:12\t☎ 通話時間 5:32",
            "09:13\tBob changed the name of the album",
        )
    )
    assert [row[1:] for row in rows(parsed)[2:]] == [
        ("Bob", "deleted"),
        ("Ana", "deleted"),
        ("Bob", "deleted"),
        ("Ana", "deleted"),
        ("Ana", "call"),
    ]
    assert parsed.reading.system == 2
    team = day(
        "09:05\tAna\thi", "09:06\tBob\tho", "09:09\t\tYou unsent a message.", head="[LINE] Chat history in Team\n"
    )
    assert rows(read(team, me="Bob"))[2][1:] == ("Bob", "deleted")
    group = read(
        day("09:05\tAna\thi", "09:06\tBob\tho", "09:09\t\tYou unsent a message.", head="[LINE] Chat history in Team\n")
    )
    assert group.rejects["code"].to_list() == ["E230"]  # who "you" is, a group's file does not say
    assert group.conversations["person_a"].to_list() == [None]


def test_a_group_by_its_title_and_its_calls() -> None:
    for head, name in (
        ('Chat history in "The team"\nSaved on: 3/1/2024, 10:00\n\n', "The team"),
        ("[LINE] Chat in Team\nGespeichert um: 1.3.2024, 10:00\n\n", "Team"),
        ('[LINE] ประวัติการแชทในกลุ่ม "Team"\nบันทึกเมื่อ 04/09/2567 07:48\n\n', "Team"),
    ):
        parsed = read(
            day(
                "09:05\tAna\thi",
                "09:06\t☎ グループ通話が開始されました。",
                "09:07\tBob\t☎ グループ通話が開始されました。",
                "09:50\tBob\t☎ グループ通話が終了しました。",
                "09:51\tJosie hat die Gruppe verlassen.",
                head=head,
            )
        )
        assert (parsed.reading.title, parsed.reading.me) == (name, None)
        assert [row[1:] for row in rows(parsed)] == [("Ana", "text"), ("Bob", "call")]
        assert (parsed.reading.system, parsed.rejects["code"].to_list()) == (2, ["E230"])


def test_rows_of_the_app_give_no_names_in_the_form_for_computers() -> None:
    chat = ["09:05 Ann Lee 早安", "09:06 Bob 早", "09:07 Ann Lee已加入群組。", "09:08 Bob邀請Cy Wu加入群組。",
            "09:09 Cy Wu left the group.", "09:10 Ann Lee 圖片", "09:11 Ann Lee 未接來電", "09:12 Bob 通話時間 3:21",
            "09:13 Bob 你好\t嗎", "09:14 Ann Lee สติกเกอร์"]  # fmt: skip
    parsed = read(day(*chat, head=""))
    assert parsed.reading.senders == {"Ann Lee": 4, "Bob": 3}
    assert parsed.reading.system == 3
    assert [kind for _, _, kind in rows(parsed)] == ["text", "text", "media", "missed_call", "call", "text", "sticker"]


def test_a_second_text_of_the_same_chat_behind_the_first() -> None:
    again = HEAD.replace("10:00", "11:00") + "2024.01.03 Wednesday\n09:05\tBob\tnext\n"
    parsed = read(day("09:05\tAna\thi") + again, keep_text=True)
    assert parsed.events["text"].to_list() == ["hi", "next"]
    assert parsed.rejects.is_empty()


def test_35_day_and_month_that_change_places_are_asked_and_kept_aside() -> None:
    text = HEAD + "Tue, 02/01/2024\n09:05\tAna\thi\n\nFri, 02/09/2024\n09:06\tBob\tho\n09:07\tAna\tyes\n"
    with pytest.raises(NeedsAnswer, match="seems to change") as asked:
        read(text)
    assert asked.value.option == "date_order"
    parsed = read(text, date_order="dmy")
    assert parsed.rejects.select("code", "line").rows() == [("E211", 8), ("E211", 9)]
    assert [time for time, _, _ in rows(read(text, date_order="mdy"))] == ["2024-02-09 09:06", "2024-02-09 09:07"]


def test_texts_of_several_lines() -> None:
    parsed = read(
        day(
            '09:05\tAna\t"one',
            "",
            "2024.01.09 Tuesday",
            '09:30\tZoe\tpasted ""word""',
            'two"',
            "09:06\tBob\tplain",
            "and more",
            '09:07\tBob\t"just quotes"',
            '09:08\tAna\t"never closed',
            "09:09\tBob\tyes",
            '09:10\tAna\tsaid "ok"',
            "",
            "2024.01.03 Wednesday",
            "09:05\tAna\tnext day",
        ),
        keep_text=True,
    )
    assert parsed.events["text"].to_list() == [
        'one\n\n2024.01.09 Tuesday\n09:30\tZoe\tpasted ""word""\ntwo',
        "plain\nand more",
        '"just quotes"',
        '"never closed',
        "yes",
        'said "ok"',
        "next day",
    ]
    assert [(note.code, note.place) for note in parsed.reading.notes] == [("E212", "line 5")]
    assert parsed.events["source_line"].to_list()[:2] == [5, 10]


def test_names_with_spaces_are_learned_from_the_form_for_computers() -> None:
    chat = [
        "09:05 Ana Maria Lu hello there Bob",
        "09:06 Bob ho",
        "09:07 Ana Maria Lu Stickers",
        "09:08 Ana Maria Lu how are you",
        "09:09 Kim A fine",
        "09:10 Kim B fine too",
        "09:11 Kim A ☎ Call time 1:00",
        "09:12 Kim B [Photo]",
        "09:13 Kim A good then",
        "09:14 Kim B good then too",
        "09:15 Bob Photos",
        "09:16 Kim A unsent a message.",
        "over two",
    ]
    parsed = read(day(*chat, head=""), keep_text=True)
    assert [sender for _, sender, _ in rows(parsed)] == (
        ["Ana Maria Lu", "Bob", "Ana Maria Lu", "Ana Maria Lu", *["Kim A", "Kim B"] * 3, "Bob", "Kim A"]
    )
    kinds = [kind for _, _, kind in rows(parsed)]
    assert kinds[2] == "sticker"
    assert kinds[6:8] == ["call", "media"]
    assert kinds[10:] == ["media", "text"]  # "over two" stands behind it, so it is no notice of the app
    assert parsed.events["text"].to_list()[0] == "hello there Bob"


def test_a_phrase_that_everybody_uses_is_no_name() -> None:
    chat = [f"09:{n:02d} {'Mary Ann' if n % 3 else 'Bob'} hello there {n}" for n in range(40)]
    assert {sender for _, sender, _ in rows(read(day(*chat, head="")))} == {"Mary Ann", "Bob"}


def test_a_name_that_only_words_show() -> None:
    words = ["hello", "how are you", "fine", "see you", "bye now", "what then", "So be it", "ok"]
    chat = [f"09:{n:02d} {'Mary Ann' if n % 3 else 'Bob'} {words[n % 8]} {n}" for n in range(40)]
    assert {sender for _, sender, _ in rows(read(day(*chat, head="")))} == {"Mary Ann", "Bob"}


def test_hours_of_24_belong_to_where_they_stand() -> None:
    parsed = read(day("24:10\tAna\tearly", "09:05\tBob\tho", "23:50\tAna\tlate", "24:53\tBob\tvery late"))
    assert [time for time, _, _ in rows(parsed)] == [
        "2024-01-02 00:10",
        "2024-01-02 09:05",
        "2024-01-02 23:50",
        "2024-01-03 00:53",
    ]


def test_day_and_month_are_proved_or_asked() -> None:
    def chat(*dates: str) -> str:
        return "[LINE] Chat history with Bob\n\n" + "".join(f"{date}\n09:05\tAna\thi\n\n" for date in dates)

    assert read(chat("Tue, 01/02/2024")).reading.date_order == "mdy"  # a Tuesday is 2 January, not 1 February
    assert read(chat("Thu, 01/02/2024")).reading.date_order == "dmy"
    assert read(chat("X, 03/02/2024", "X, 14/02/2024")).reading.date_order_decided_by == "a day above 12"
    assert read(chat("X, 03/02/2024", "X, 02/03/2024")).reading.date_order == "dmy"
    with pytest.raises(NeedsAnswer) as asked:
        read(chat("X, 03/02/2024"))
    assert asked.value.option == "date_order"
    assert rows(read(chat("X, 03/02/2024"), date_order="mdy"))[0][0] == "2024-03-02 09:05"


def test_lines_outside_of_all_dates_are_kept_aside() -> None:
    text = HEAD + "what is this\n08:00\tAna\ttoo early\n2024.02.30 Friday\n09:05\tAna\tno such day\n"
    parsed = read(text + "2024.01.02 Tuesday\n09:05\tAna\thi\n09:06\tBob\tho\n09:0")
    assert parsed.rejects.select("code", "line").rows() == [("E214", 4), ("E214", 5), ("E217", 7), ("E215", 11)]
    assert len(rows(parsed)) == 2
    open_end = read(day("09:05\tAna\thi", '09:06\tBob\t"cut', "here")[:-1])
    assert [note.code for note in open_end.reading.notes] == ["E215"]


def test_invisible_marks_before_a_line_change_nothing() -> None:
    text = day("\u200e09:05\u202fAM\tAna\thi", "\u200f09:06\u202fPM\tBob\tho", date="\u200e2024/1/2(火)")
    assert [time[-5:] for time, _, _ in rows(read(text))] == ["09:05", "21:06"]


def test_time_that_goes_back_is_noted_and_the_order_kept() -> None:
    text = day("09:05\tAna\thi") + "2023.12.01 Friday\n09:05\tBob\tbefore\n"
    parsed = read(text)
    assert [(note.code, note.place) for note in parsed.reading.notes] == [("E216", "line 7")]
    assert [sender for _, sender, _ in rows(parsed)] == ["Ana", "Bob"]


def test_when_it_was_saved_is_how_far_it_reaches() -> None:
    parsed = read(day("09:05\tAna\thi", "09:06\tBob\tho"))
    assert parsed.conversations["observed_until"][0] == datetime(2024, 3, 1, 1, 0, tzinfo=UTC)


def test_the_zone_is_asked_and_a_long_line_refused() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read(day("09:05\tAna\thi"), zone=None)
    assert asked.value.option == "zone"
    with pytest.raises(InputError) as refused:
        read(day("09:05\tAna\t" + "x" * 300), limits=Limits(line_bytes=100))
    assert refused.value.code == "E205"


def test_mutations_balance_or_are_refused() -> None:
    chance = random.Random(11)
    good = day(
        '09:05\tAna\t"a', 'b"', "10:06\tBob\tho", "", "2024.01.03 Wednesday", "午後1:06\tBob\t☎ 1:00", "24:01\tAna\tx"
    )
    odd = ['"', "\t", "\n", "\0", "\u202e", "99:99", "2024.13.41 X\n", "9" * 60, "☎ 9:99:99", "\u0663", "\ud7ff"]
    seen = 0
    for _ in range(60):
        start = chance.randrange(len(good))
        broken = good[:start] + chance.choice(odd) + good[start + chance.randrange(9) :]
        try:
            seen += read(HEAD + broken.removeprefix(HEAD)).reading.seen
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
    assert seen > 100
