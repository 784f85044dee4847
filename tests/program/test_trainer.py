"""The listening trainer's hints: each place exact, in any script and at any length, and never a score."""

from __future__ import annotations

import re
import time
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.trainer import KINDS_OF_HINT, LONGEST, Hints, content_stems, hints, marked

PROMPT = "I waited all evening and you did not call. I felt so lonely."
ODD = "You should try what how was it feel lonely I me . ? ! , … why don’t you ’ ʼ 🙂 é İ ß ﬁ hard sounds"
PARTS = [*re.findall(r"\S+", ODD), "\u0301", "\u200f", "\n", ""]
TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(PARTS), max_size=60).map(" ".join)


def found(reply: str, kind: str, prompt: str = PROMPT) -> list[str]:
    return [reply[start:end] for start, end in hints(reply, prompt)[kind]]


def test_a_whole_answer_by_hand() -> None:
    reply = "You waited, and no call came. That sounds lonely. What was the evening like?"
    seen = hints(reply, PROMPT)
    assert {kind: found(reply, kind) for kind in KINDS_OF_HINT} == {
        "question": ["What was the evening like?"],
        "open_question": ["What was the evening like?"],
        "advice": [],
        "feeling": ["lonely"],
        "i_words": [],
        "you_words": ["You"],
        "taken_up": ["waited", "call", "lonely", "evening"],
    }
    assert seen["taken_up"] == ((4, 10), (19, 23), (42, 48), (63, 70))
    assert (seen.taken, seen.of_words, seen.cut, seen.readable) == (
        4,
        5,
        False,
        True,
    )  # wait, evening, call, felt, lonely


@pytest.mark.parametrize(
    ("reply", "questions", "opened"),
    [
        ("How was your day?", 1, 1),
        ("So, what happened then?", 1, 1),
        ("And then, how did you feel?", 1, 1),
        ("Tell me more about that.", 1, 1),
        ("What would help you most", 1, 1),
        ("In what way was it hard?", 1, 1),
        ("Were you angry?", 1, 0),
        ("How long did you wait?", 1, 0),
        ("What time was it then?", 1, 0),
        ("What about the others?", 1, 0),
        ("Why did you wait?", 1, 0),
        ("What you said stays with me.", 0, 0),
        ("I see how hard it was.", 0, 0),
        ("Is it the evening? Or the call? What was it like?", 3, 1),
    ],
)
def test_questions_and_which_of_them_leave_room(reply: str, questions: int, opened: int) -> None:
    seen = hints(reply, PROMPT)
    assert (len(seen["question"]), len(seen["open_question"])) == (questions, opened)


@pytest.mark.parametrize(
    ("reply", "advice"),
    [
        ("You should call first.", ["You should"]),
        ("I think you really need to rest.", ["you really need to"]),
        ("Why don’t you write it down?", ["Why don’t you"]),
        ("Have you tried to sleep on it?", ["Have you tried"]),
        ("If I were you, I’d wait.", ["If I were you"]),
        ("It would be best to let it be.", ["It would be best to"]),
        ("That is sad. Try to sleep.", ["Try to"]),
        ("Don’t worry so much about it.", ["Don’t worry"]),
        ("You have to go, and you’d better hurry.", ["You have to", "you’d better"]),
        ("That sounds hard. What did you try then?", []),
        ("You wanted to call and you waited.", []),
        ("It sounds like you need to sit first.", []),
        ("You need to sit. Got it.", ["You need to"]),  # a known hole: it says back, and can sound like advice
    ],
)
def test_advice_and_its_exact_place(reply: str, advice: list[str]) -> None:
    assert found(reply, "advice") == advice


@pytest.mark.parametrize(
    ("reply", "feelings"),
    [
        ("You were sad and worried.", ["sad", "worried"]),
        ("That sounds really hard for you.", ["sounds really hard"]),
        ("That must have been a hard chair to sit on.", ["been a hard"]),  # a known hole: it is not about a feeling
        ("You worked hard on it.", []),
        ("It was about the call.", []),
    ],
)
def test_feelings(reply: str, feelings: list[str]) -> None:
    assert found(reply, "feeling") == feelings


def test_i_and_you_words_with_either_apostrophe() -> None:
    reply = "I’m with you. You're not alone, and I've time for yours and mine."
    assert found(reply, "i_words") == ["I’m", "I've", "mine"]
    assert found(reply, "you_words") == ["you", "You're", "yours"]


def test_words_taken_up_in_another_form() -> None:
    assert found("The waiting, and those evenings; no calls.", "taken_up") == ["waiting", "evenings", "calls"]
    assert content_stems("planned planning plans") == {"plan"}
    assert content_stems("I was not in the and you") == frozenset()


def test_letters_beyond_ascii_do_not_move_a_place() -> None:
    reply = "🙂 Ça va, İstanbul: you waited 🙂🙂 and were lonely? ﬁn."
    assert found(reply, "taken_up") == ["waited", "lonely"]
    assert found(reply, "you_words") == ["you"]


@pytest.mark.parametrize("reply", ["", " \n\t", "🙂", "...", "?!"])
def test_next_to_nothing_is_an_answer_too(reply: str) -> None:
    seen = hints(reply, PROMPT)
    assert all(seen[kind] == () for kind in KINDS_OF_HINT if kind not in {"question", "open_question"})
    assert seen.taken == 0


def test_a_very_long_answer_is_read_in_its_first_part_and_quickly() -> None:
    began = time.perf_counter()
    seen = hints("You should tell me how it was. " * 20_000, PROMPT)
    assert time.perf_counter() - began < 8
    assert seen.cut
    assert all(end <= LONGEST for kind in KINDS_OF_HINT for _, end in seen[kind])


@pytest.mark.parametrize(
    "reply",
    ["Das klingt einsam. Wie war der Abend?", "Кажется, тебе было одиноко.", "それはさびしかったね。どうでしたか？"],
)
def test_another_language_gets_no_hint_and_says_so(reply: str) -> None:
    seen = hints(reply, PROMPT)
    assert not seen.readable
    assert not any(seen[kind] for kind in KINDS_OF_HINT)


@given(reply=TEXTS, prompt=TEXTS)
def test_every_place_lies_in_the_text_and_none_overlaps(reply: str, prompt: str) -> None:
    seen = hints(reply, prompt)
    assert tuple(seen.spans) == KINDS_OF_HINT
    for kind in KINDS_OF_HINT:
        at = 0
        for start, end in seen[kind]:
            assert at <= start < end <= len(reply)
            at = end
    assert 0 <= seen.taken <= seen.of_words
    assert set(seen["open_question"]) <= set(seen["question"])


@given(reply=TEXTS, prompt=TEXTS, kind=st.sampled_from(KINDS_OF_HINT))
def test_the_marked_pieces_joined_are_the_reply_again(reply: str, prompt: str, kind: str) -> None:
    spans = hints(reply, prompt)[kind]
    pieces = marked(reply, spans)
    assert "".join(piece for piece, _ in pieces) == reply
    assert [piece for piece, is_marked in pieces if is_marked] == [reply[start:end] for start, end in spans]


def test_there_is_no_score_and_no_grade() -> None:
    names = {field.name for field in fields(Hints)}
    assert names == {"spans", "taken", "of_words", "cut", "readable"}
    assert not any(re.search("score|grade|right|good|level", name) for name in names)
