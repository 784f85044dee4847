"""WhatsApp bodies: what is text, what stands for something else, what is a notice; names and pasted pieces."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Parsed, ReadOptions
from evenstep.sources.whatsapp.phrases import LINES
from evenstep.sources.whatsapp.source import WhatsApp

LRM = "\u200e"


def read(text: str, name: str = "chat.txt", **options: object) -> Parsed:
    """Read a chat in UTC with its text."""
    answers: dict[str, object] = {"zone": "UTC", "keep_text": True} | options
    opened = open_export(NamedBytes(name, text.encode()))
    parsed = WhatsApp().parse(opened, ReadOptions(**answers))  # type: ignore[arg-type]
    assert parsed.reading.balances
    return parsed


def android(*bodies: str) -> Parsed:
    """A chat of Alice's bodies between two lines of Bob."""
    lines = "".join(f"13/01/2023, 19:{i:02d} - Alice: {b}\n" for i, b in enumerate(bodies, 1))
    return read(f"13/01/2023, 19:00 - Bob: hello\n{lines}13/01/2023, 19:59 - Bob: bye\n")


def iphone(*lines: str) -> Parsed:
    """A chat whose lines are given from the sender on; a leading "*" puts a mark before the header too."""
    rows = [
        f"{LRM if line.startswith('*') else ''}[13/01/2023, 19:{i:02d}:00] {line.removeprefix('*')}\r\n"
        for i, line in enumerate(("Bob: hello", *lines, "Alice: bye"))
    ]
    return read("".join(rows))


def inner(parsed: Parsed) -> dict[str, object]:
    """The one event between the first and the last."""
    assert parsed.events.height == 3
    return parsed.events.row(1, named=True)


@pytest.mark.parametrize(
    ("body", "kind", "n_chars", "n_words"),
    [
        ("<Media omitted>", "media", 0, 0),
        ("<Medien ausgeschlossen>", "media", 0, 0),
        ("<Без медиафайлов>", "media", 0, 0),
        ("<省略多媒體檔案>", "media", 0, 0),
        ("", "other", 0, 0),
        ("null", "other", 0, 0),
        ("This message was deleted", "deleted", 0, 0),
        ("Du hast diese Nachricht gelöscht.", "deleted", 0, 0),
        ("IMG-20240101-WA0001.jpg (file attached)", "media", 0, 0),
        ("IMG-20240101-WA0001.jpg (Datei angehängt)\nlook at this", "media", 12, 3),
        ("PTT-20240101-WA0001.opus (file attached)", "voice", 0, 0),
        ("STK-20240101-WA0001.webp (fichier joint)", "sticker", 0, 0),
        ("location: https://maps.google.com/?q=52.5,13.4", "location", 0, 0),
        ("POLL:\nWhere?\nOPTION: here (2 votes)\nOPTION: there (0 votes)", "poll", 0, 0),
        ("see the file (not attached)", "text", 27, 5),
        ("<3", "text", 2, 1),
        ("5 > 4 :)", "text", 8, 4),
        ("nullable", "text", 8, 1),
        ("<script>alert(1)</script>", "text", 25, 1),
        ("one\ntwo  three\u00a0four", "text", 19, 4),
    ],
)
def test_android_bodies(body: str, kind: str, n_chars: int, n_words: int) -> None:
    event = inner(android(body))
    assert (event["kind"], event["n_chars"], event["n_words"]) == (kind, n_chars, n_words)
    assert event["sender"] == "Alice"


@pytest.mark.parametrize(
    ("line", "kind", "duration_s"),
    [
        (f"*Alice: {LRM}image omitted", "media", None),
        (f"*Alice: {LRM}audio omitted", "voice", None),
        (f"*Alice: {LRM}sticker omitted", "sticker", None),
        (f"*Alice: {LRM}<attached: 00000012-PHOTO-2024-01-01-10-00-00.jpg>", "media", None),
        (f"*Alice: {LRM}<attached: 00000013-AUDIO-2024-01-01-10-00-00.opus>", "voice", None),
        (f"Alice: {LRM}This message was deleted.", "deleted", None),
        (f"Alice: {LRM}Missed voice call, {LRM}Tap to call back", "missed_call", None),
        (f"Alice: {LRM}Verpasster Sprachanruf", "missed_call", None),
        (f"Alice: {LRM}Voice call, {LRM}5 min", "call", 300.0),
        (f"Alice: {LRM}Video call, {LRM}1 hr 5 min", "call", 3900.0),
        (f"Alice: {LRM}Video call, {LRM}No answer", "missed_call", None),
        (f"*Alice: {LRM}画像は含まれていません", "media", None),
        (f"*Alice: {LRM}qqq zzz", "media", None),
        (f"Alice: {LRM}POLL:\nWhere?\n{LRM}OPTION: here ({LRM}2 votes)", "poll", None),
    ],
)
def test_iphone_lines_that_no_one_typed(line: str, kind: str, duration_s: float | None) -> None:
    event = inner(iphone(line))
    assert (event["kind"], event["n_chars"], event["duration_s"]) == (kind, 0, duration_s)


def test_notices_are_nobodys_message() -> None:
    parsed = iphone(
        f"Bob: {LRM}Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        f"Bob: {LRM}Your security code with Bob changed. Tap to learn more.",
        f"Bob: {LRM}qqq zzz",
        "Bob changed the group description",
    )
    assert parsed.events.height == 2
    assert parsed.reading.system == 4


def test_an_unknown_line_that_recurs_was_not_typed() -> None:
    assert iphone(*[f"Bob: {LRM}qqq zzz"] * 3).reading.kinds["media"] == 3
    assert android(*["<qqq zzz>"] * 3).reading.kinds["media"] == 3
    assert android(*["<qqq zzz>"] * 2).reading.kinds == {"text": 4}


def test_a_subject_with_a_colon_is_no_sender() -> None:
    text = (
        "13/01/2023, 19:00 - Alice: hi\n"
        "13/01/2023, 19:01 - Alice changed the subject from “a: b” to “c”\n"
        '13/01/2023, 19:02 - +12 345 578 created group "x: y"\n'
        "13/01/2023, 19:03 - Bob: yo\n"
    )
    parsed = read(text)
    assert list(parsed.reading.senders) == ["Alice", "Bob"]
    assert parsed.reading.system == 2


def test_an_edit_mark_is_not_counted() -> None:
    marked = inner(iphone(f"Alice: see you at 8 {LRM}<This message was edited>"))
    plain = inner(android("see you at 8 <Diese Nachricht wurde bearbeitet>"))
    for event in (marked, plain):
        assert (event["kind"], event["edited"], event["n_chars"], event["n_words"]) == ("text", True, 12, 4)


@pytest.mark.parametrize(
    "body",
    [
        "Diese Nachricht wurde gelöscht",
        "Diese Nachricht wurde gelöscht.",
        "\u200fהודעה זו נמחקה",
        "\u200fتم حذف هذه الرسالة",
        "Det här meddelandet raderades",
        "Ezt az üzenetet törölték",
        "คุณลบข้อความนี้แล้ว",
        "내가 삭제한 메시지입니다",
        "您已删除此消息",
        "此訊息已刪除。",
        "Este mensaje fue eliminado.",
    ],
)
def test_deleted_in_many_languages(body: str) -> None:
    for parsed in (android(body), iphone(f"Alice: {LRM}{body}")):
        event = inner(parsed)
        assert (event["kind"], event["n_chars"]) == ("deleted", 0)


def test_every_listed_line_is_found_among_the_others() -> None:
    for kind, lines in LINES.items():
        bodies = [form for line in lines for form in (line, line + ".")]
        chat = "".join(f"13/01/2023, 19:00 - Alice: {body}\n" for body in bodies)
        assert read(f"13/01/2023, 19:00 - Bob: hello\n{chat}").reading.kinds == {"text": 1, kind: len(bodies)}


@pytest.mark.parametrize(
    "line",
    [
        "Bob: *Je beveiligingscode met Bob is gewijzigd.",
        "Fam: *Bob ha cambiado la foto del grupo",
        "Bob: *Bob zmienił(a) ikonę tej grupy",
        "Marie: *Marie a rejoint le groupe via un lien d'invitation",
        "Bob: *Bob a changé l'image du groupe",
        "Bob: *Bob changed group settings",
        "Bob: *Bob a modifié la position de la réunion",
        "Bob: *Bob ने ग्रुप छोड़ दिया",
        "علی: *علی حذف شد از اینجا برای همیشه",
        "Bob: *Bob started a call",
        "Bob: *Bob left",
        "Fam: *Bob salió",
        "Bob: *Повідомлення та дзвінки захищено наскрізним шифруванням.",
        "Bob: *Qwe rty uio pas",
        "Bob: *Bobがグループのアイコンを変更しました",
    ],
)
def test_notices_stay_notices_however_often_they_come(line: str) -> None:
    parsed = iphone(*[line.replace("*", LRM)] * 3)
    assert (parsed.events.height, parsed.reading.system) == (2, 3)
    assert parsed.reading.senders == {"Bob": 1, "Alice": 1}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Waiting for this message. This may take a while.", "other"),
        ("En attente du message. Cela peut prendre un moment.", "other"),
        ("Det här meddelandet raderades.", "deleted"),
        ("This message was deleted by admin Ann.", "deleted"),
        ("このメッセージは削除されました。", "deleted"),
        ("此消息已删除。", "deleted"),
        ("image absente", "media"),
        ("vidéo absente", "media"),
        ("изображение отсутствует", "media"),
        ("Kontaktkarte ausgelassen", "media"),
        ("GIF esclusa", "media"),
        ("kép kihagyva", "media"),
        ("imatge omesa", "media"),
        ("hang kihagyva", "voice"),
        ("аудиофайл отсутствует", "voice"),
        ("стикер отсутствует", "sticker"),
        ("Chiamata vocale persa", "missed_call"),
        ("Пропущенный аудиозвонок", "missed_call"),
        ("Пропущенный видеозвонок", "missed_call"),
        ("Пропущений голосовий дзвінок", "missed_call"),
        ("音声着信の不在着信", "missed_call"),
        ("Llamada de voz grupal perdida", "missed_call"),
        ("Аудиозвонок, 5 мин", "call"),
        ("Sesli arama, 5 dk.", "call"),
    ],
)
def test_iphone_lines_without_a_mark_before_the_header(line: str, kind: str) -> None:
    event = inner(iphone(f"Alice: {LRM}{line}"))
    assert (event["kind"], event["n_chars"]) == (kind, 0)


@pytest.mark.parametrize(
    ("body", "kind", "n_chars"),
    [
        (f"look {LRM}image omitted", "media", 4),
        (f"regarde ça {LRM}vidéo absente", "media", 10),
        (f"r.pdf • {LRM}3 pages {LRM}document omitted", "media", 0),
        (f"hi {LRM}there", "text", 8),
        ("Bild weggelassen", "media", 0),
    ],
)
def test_iphone_captions(body: str, kind: str, n_chars: int) -> None:
    event = inner(iphone(f"Alice: {body}"))
    assert (event["kind"], event["n_chars"]) == (kind, n_chars)


@pytest.mark.parametrize(
    "sentence",
    [
        "Messages and calls are end-to-end encrypted. Only people in this chat can read them.",
        "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen.",
        "メッセージと通話はエンドツーエンドで暗号化されています。このチャット以外の誰も読めません。",
    ],
)
def test_the_encryption_line_is_a_notice_without_its_mark(sentence: str) -> None:
    parsed = iphone(f"Alice: {sentence}", "Alice: Messages and calls are great, end-to-end encrypted or not, my dear.")
    assert (parsed.reading.system, parsed.reading.kinds) == (1, {"text": 3})


@pytest.mark.parametrize(
    "body",
    [
        "I like example.com (great site)",
        "see www.zeit.de (Politik)",
        "please open main.py (the new one)",
        "please open report.pdf (the new one)",
        "<my promise>",
        "<joint>",
        "<main.py>",
        "use <this message was edited by me>",
        "see it <edited>",
        " " * 40_000 + "<aaaaa>x>",  # an endless run of spaces costs no more than its length
        "This message was deleted by me yesterday",
        "Marie a rejoint le groupe",
        "see the map: https://example.com/://maps.google.com/x",
    ],
)
def test_typed_text_stays_text(body: str) -> None:
    for parsed in (android(body), iphone(f"Alice: {body}")):
        event = inner(parsed)
        assert (event["kind"], event["n_chars"], event["edited"]) == ("text", len(body), False)


def test_files_with_unknown_words_in_brackets() -> None:
    names = ["trip plan.pdf", "list.xlsx", "song.mp3"]
    assert android(*[f"{name} (qqq zzz)" for name in names]).reading.kinds == {"media": 3, "text": 2}
    assert android(*[f"{name} (qqq zzz)" for name in names[:2]]).reading.kinds == {"text": 4}
    one = android("IMG-20240101-WA0001.jpg (qqq zzz)\nlook", "trip plan.pdf (qqq zzz)")
    assert one.events["kind"].to_list() == ["text", "media", "media", "text"]
    assert one.events["n_chars"].to_list() == [5, 4, 0, 3]
    assert inner(android("trip plan.pdf (file attached)"))["kind"] == "media"


@pytest.mark.parametrize(
    ("body", "kind", "n_chars"),
    [
        ("live location shared", "location", 0),
        ("Live-Standort wird geteilt", "location", 0),
        ("localisation : https://maps.google.com/?q=1.0,2.0", "location", 0),
        ("Localisation\u00a0: https://maps.google.com/?q=1.0,2.0", "location", 0),
        ("Location: Café X (Main Street 1): https://foursquare.com/v/4b0588", "location", 0),
        ("‹Без медіафайлів›", "media", 0),
        ("<Без медіафайлів>", "media", 0),
        ("<Media omitted>\nlook", "media", 4),
        ("<View once voice message omitted>", "view_once", 0),
        ("Waiting for this message", "other", 0),
    ],
)
def test_android_lines_that_no_one_typed(body: str, kind: str, n_chars: int) -> None:
    event = inner(android(body))
    assert (event["kind"], event["n_chars"]) == (kind, n_chars)


def test_invisible_marks_are_not_counted() -> None:
    event = inner(android("\u2068شما\u2069 \u200fok\u200e"))
    assert (event["n_chars"], event["n_words"]) == (6, 2)


def test_names_with_colons_marks_and_look_alikes(samples: Path) -> None:
    parsed = read((samples / "synthetic-adversarial" / "names.txt").read_text(encoding="utf-8"))
    senders = parsed.events["sender"].cast(pl.String).to_list()
    assert senders == ["Dr: Alice", "+44 7123 456789", "Bob", "Dr: Alice"]
    assert parsed.events["n_chars"].to_list() == [2, 2, 3, 2]
    twins = read("13/01/2023, 19:00 - Anna: hi\n13/01/2023, 19:01 - Аnna: hi\n13/01/2023, 19:02 - An\u202ena: hi\n")
    assert len(twins.reading.senders) == 3
    assert next(n for n in twins.reading.notes if n.code == "E206").count == 1


def test_a_known_name_with_no_space_after_its_colon() -> None:
    event = inner(read("13/01/23, 9:00 - Al: a\n13/01/23, 9:01 - Al:.\n13/01/23, 9:02 - Bo: b\n"))
    assert (event["sender"], event["text"], event["n_chars"], event["kind"]) == ("Al", ".", 1, "text")


def test_quoted_headers_stay_inside_a_line(samples: Path) -> None:
    parsed = read((samples / "synthetic-adversarial" / "inline.txt").read_text(encoding="utf-8"))
    assert parsed.events["text"][0] == "quote 03/01/2023, 10:00 - Carl: hello there"
    assert parsed.events.height == 3


def test_a_pasted_piece_of_another_chat_stays_in_its_message() -> None:
    pasted = "01/01/2023, 10:00 - Carl: from another chat\n01/01/2023, 10:01 - Dora: me too"
    text = f"13/01/2023, 19:00 - Alice: look\n{pasted}\n13/01/2023, 19:05 - Bob: wow\n13/01/2023, 19:06 - Alice: yes\n"
    parsed = read(text)
    assert parsed.events["text"].to_list() == [f"look\n{pasted}", "wow", "yes"]
    whole = f"look\n{pasted}"
    assert parsed.events["n_chars"][0] == len(whole)
    assert parsed.events["n_words"][0] == len(whole.split())
    note = next(n for n in parsed.reading.notes if n.code == "E212")
    assert (note.place, note.count) == ("line 2", 2)
    # The same lines by someone who writes in this chat are this chat's: kept, and the step back is noted.
    kept = read(text.replace("Carl", "Bob").replace("Dora", "Alice"))
    assert kept.events.height == 5
    assert "E216" in [n.code for n in kept.reading.notes]


def test_chatistics_samples(samples: Path) -> None:
    folder = samples / "MasterScrat+Chatistics" / "tests" / "test_data" / "whatsapp"
    first = read((folder / "_chat.txt").read_text(encoding="utf-8"))
    initials = "".join(s[0] for s in first.events["sender"].cast(pl.String))
    assert initials == "AAJJAJJJAJAAAAAJJJJA"
    text = first.events["text"].to_list()
    assert text[16].endswith("\n[1.2.2019, 00:00:00] John Doe: this line is not a message on its own")
    assert text[18] == "What is that?\n2/11/19, 14:48 Alice Placeholder: this is a message from another chat!"
    second = read((folder / "_chat 2.txt").read_text(encoding="utf-8"))
    assert [f"{t:%H:%M:%S}" for t in second.events["time"]] == ["16:37:47", "16:38:06", "16:38:59", "16:39:52"]
    third = read((folder / "_chat 3.txt").read_text(encoding="utf-8"), date_order="mdy")
    assert third.events.height == 9
    assert f"{third.events['time'][5]:%Y-%m-%d %H:%M}" == "2019-10-11 14:25"
    fourth = read((folder / "_chat 4.txt").read_text(encoding="utf-8"))
    assert set(fourth.reading.senders) == {"John Doe"}
    assert f"{fourth.events['time'][2]:%Y-%m-%d %H:%M:%S}" == "2019-09-18 16:50:32"


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("test_[mmddyy]_24hrs", "mdy"),
        ("test_ddmmyy_24hrs", "dmy"),
        ("test_mmddyy_24hrs", "mdy"),
        ("test_mmddyyyy_12hrs", "mdy"),
        ("test_yyyymmdd_24hrs", "ymd"),
    ],
)
def test_chat_miner_samples(samples: Path, name: str, order: str) -> None:
    path = samples / "joweich+chat-miner" / "test" / "whatsapp" / f"{name}.txt"
    parsed = read(path.read_text(encoding="utf-8"))
    assert parsed.reading.date_order == order
    times = [f"{t:%Y-%m-%d %H:%M}" for t in parsed.events["time"]]
    assert times == [
        "2019-01-01 11:25",
        "2019-01-20 11:23",
        "2019-01-30 20:49",
        "2020-06-10 15:55",
        "2021-12-10 10:10",
        "2021-12-20 12:10",
        "2021-12-30 22:01",
    ]
    assert parsed.events["text"][1] == "."
    assert "Lorem ipsum dolor sit amet,\nconsectetur" in parsed.events["text"][2]
    assert parsed.reading.system == 2


def test_nmoya_samples(samples: Path) -> None:
    text = (samples / "nmoya+whatsapp-parser" / "test" / "testChat2.txt").read_text(encoding="utf-8")
    parsed = read(text, date_order="dmy")
    assert parsed.reading.senders == {"UsernameTwo": 5, "UsernameOne": 4}
    assert f"{parsed.events['time'][0]:%Y-%m-%d %H:%M:%S}" == "2012-12-09 17:02:35"
