"""Texts that anybody may send: none makes a program's expressions take long, hold much, or stop the reading."""

from __future__ import annotations

import tracemalloc
from time import process_time

import pytest

from evenstep.sources.archive import NamedBytes
from evenstep.sources.kakaotalk.rows import CSV_REST
from evenstep.sources.read import read_export
from evenstep.sources.teams.content import PART, words_of
from evenstep.sources.telegram.plain import shape_at
from evenstep.sources.whatsapp.kinds import _ATTACHED

SECONDS = 2.0
"""Each takes a few hundredths; before, the first would have taken days, the others 10 seconds and more."""

MESSAGES = {
    "a name that goes on and on": "<" + "a.bb" * 5_000,
    "a word in an open bracket": "<" + "a" * 60_000,
    "options of a poll": "POLL:\n" + "(" * 40_000,
    "votes that do not close": "POLL:\n" + "(1" * 20_000,
    "a call of endless length": f"Voice call, {'9' * 5_000} sec",
    "pages of pages": "a.bb • " * 8_000 + "\u200e" + "z" * 10,
}


@pytest.mark.parametrize("case", list(MESSAGES))
def test_a_message_of_whatsapp(case: str) -> None:
    before, after = "13/01/24, 10:00 - Ana: hello\n13/01/24, 10:01 - Ben: ", "\n13/01/24, 10:02 - Ana: yes\n"
    begun = process_time()
    reading = read_export(NamedBytes("a.txt", f"{before}{MESSAGES[case]}{after}".encode()), zone="UTC").reading
    assert process_time() - begun < SECONDS
    assert reading.imported == 3


def test_a_file_is_still_known_in_its_brackets() -> None:
    found = [
        _ATTACHED.search(line)
        for line in ("<attached: 1-PHOTO.jpg>", "a <b> c <a photo x.jpg now>", "<no name>", "<x.jpg")
    ]
    assert [match and (match[0], match[1]) for match in found] == [
        ("<attached: 1-PHOTO.jpg>", "1-PHOTO.jpg"),
        ("<a photo x.jpg now>", "x.jpg"),
        None,
        None,
    ]


def test_pictures_of_emoji_in_teams() -> None:
    begun = process_time()
    assert words_of("<ss " + 'alt="a" ' * 20_000, tags=True)[0].startswith("<ss")
    assert process_time() - begun < SECONDS
    assert words_of('hi <ss type="smile" alt=":)">(smile)</ss>!', tags=True)[0] == "hi :)!"


def test_a_number_without_end_is_one_unknown_letter() -> None:
    assert words_of(f"a&#{'9' * 5_000};&amp;", tags=True)[0] == "a\ufffd;&"


def test_expressions_hold_no_more_than_the_text() -> None:
    n = 100_000
    texts = (chr(34) + chr(34) * 2 * n, "<part x" + "<b" * n + "</part>")
    tracemalloc.start()
    assert CSV_REST.match(texts[0]) is None
    assert PART.findall(texts[1]) != []
    said = b'  {\n   "id": 1,\n   "type": "message",\n   "date": "2024-01-01T10:00:00",\n   "date_unixtime": "1",\n'
    said += b'   "from": "'
    assert shape_at(1).said.match(said + b"\\n" * n + b'"') is None
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < 3_000_000  # it was 10 to 13 MB for each
