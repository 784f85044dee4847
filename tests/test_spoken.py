"""Words that find their translation when they are shown, and stay English where nobody set a language."""

from __future__ import annotations

import copy
import threading
from datetime import date

from evenstep.spoken import MONTHS, day, digits, heard, speaking, speaking_english, tr, trn, words, words_n

GERMAN = {"{n} bytes": "{n} Byte", "May": "Mai", "{day} {month} {year}": "{day}. {month} {year}"}


def one(text: str) -> str:
    return GERMAN.get(text, text.upper())


def many(single: str, more: str, n: int) -> str:
    return one(single if n == 1 else more)


def test_nobody_asked_and_it_is_english() -> None:
    assert tr("It is {n}.", n="5") == "It is 5."
    assert trn("{n} start", "{n} starts", 1, n="1") == "1 start"
    assert trn("{n} start", "{n} starts", 2, n="2") == "2 starts"
    assert digits("1,234.5") == "1,234.5"


def test_inside_the_block_it_is_translated_and_filled_afterwards() -> None:
    with speaking(one, many, lambda number: number.replace(",", ".")):
        assert tr("It is 5.") == "IT IS 5."
        assert trn("a", "b", 2) == "B"
        assert digits("1,234") == "1.234"
        assert tr("") == ""
        with speaking_english():
            assert tr("a") == "a"
        assert tr("a") == "A"
    assert tr("a") == "a"


def test_a_value_with_braces_stays_as_it_is() -> None:
    assert tr("A {name}", name="{n}") == "A {n}"


def test_words_are_english_until_they_are_heard() -> None:
    said = words("{n} bytes", n=1234)
    assert said == "1,234 bytes"
    assert isinstance(said, str)
    with speaking(one, many, lambda number: number.replace(",", ".")):
        assert said == "1,234 bytes"
        assert heard(said) == tr(said) == "1.234 Byte"
        assert heard("1,234 bytes") == "1,234 bytes"  # what stood in a file is nobody's to translate


def test_words_may_hold_words() -> None:
    said = words("{what}, {n} bytes", what=words("and so"), n=2)
    with speaking(lambda text: {"{what}, {n} bytes": "{n} Byte: {what}"}.get(text, text.upper()), many):
        assert heard(said) == "2 Byte: AND SO"


def test_words_that_depend_on_a_number() -> None:
    assert (words_n("{n} row", "{n} rows", 1, n=1), words_n("{n} row", "{n} rows", 3, n=3)) == ("1 row", "3 rows")
    with speaking(one, lambda *asked: "eine Zeile" if asked[2] == 1 else "{n} Zeilen"):
        assert heard(words_n("{n} row", "{n} rows", 1, n=1)) == "eine Zeile"
        assert heard(words_n("{n} row", "{n} rows", 3, n=3)) == "3 Zeilen"


def test_a_day_in_words() -> None:
    assert day(date(2025, 5, 3)) == "3 May 2025"
    with speaking(one, many):
        assert heard(day(date(2025, 5, 3))) == "3. Mai 2025"
    assert len(MONTHS) == 12


def test_words_can_be_copied() -> None:
    said = copy.deepcopy(words("{n} bytes", n=1))
    with speaking(one, many):
        assert heard(said) == "1 Byte"


def test_another_thread_does_not_hear_it() -> None:
    heard_there: list[str] = []
    with speaking(one, many):
        thread = threading.Thread(target=lambda: heard_there.append(tr("a")))
        thread.start()
        thread.join()
    assert heard_there == ["a"]
