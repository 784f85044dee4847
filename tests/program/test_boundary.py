"""The check of limits: what it says of sentences labelled by hand, and that it never breaks and never overreaches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limit_sentences import HELD_OUT, LATER, SEEN

from evenstep.by_kind import KINDS, Kind
from evenstep.program.boundary import Found, check
from evenstep.program.boundary_rules import ASKS, HARM, ME, NOBODY, PERHAPS, THREAT, TOPICS, WE
from evenstep.program.boundary_words import boundary_words
from evenstep.program.limit_words import limit_words

OWN_REASONS = {"empty", "too_long", "not_english", "unknown"}
RULES = {rule.slug for rule in (*ASKS, *WE, *ME, *NOBODY, HARM, THREAT, PERHAPS)} | OWN_REASONS
ODD = "I will you must not answer call stop let us at most if when Sam until . , ? ! ’ ' don’t my your phone ß İ 🙂"
WORDS = re.findall(r"\S+", ODD)
TEXTS = st.text(max_size=400) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


def test_there_are_enough_sentences_and_none_stands_twice() -> None:
    sentences = [sentence for sentence, _ in (*SEEN, *HELD_OUT, *LATER)]
    assert len(SEEN) >= 60
    assert len(HELD_OUT) + len(LATER) >= 50
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize(("sentence", "label"), SEEN)
def test_sentences_the_rules_were_made_with(sentence: str, label: str) -> None:
    assert check(sentence).binds == label


def test_of_the_others_it_asserts_little_that_is_not_so() -> None:
    """What it says of them today; how it did when it had not seen them is in the rules' own first lines."""
    found = [(check(sentence).binds, label) for sentence, label in (*HELD_OUT, *LATER)]
    for said in ("me", "them"):
        assert all(label == said for binds, label in found if binds == said)
    assert sum(binds == label for binds, label in found) >= 50


def test_a_name_that_is_known_is_seen_in_small_letters_and_with_odd_signs() -> None:
    assert check("sam must answer me", other="Sam").binds == "them"
    assert check("Jo-Ann (work) has to ask me first", other="Jo-Ann (work)").binds == "them"
    assert check("Zoë’s to call me first", other="Zoë").binds != "me"


def test_one_sentence_that_asks_another_makes_the_whole_ask() -> None:
    text = "I will go to bed at ten. You must be quiet then."
    found = check(text)
    assert found.binds == "them"
    assert found.span is not None
    assert text[slice(*found.span)] == "You must"


def test_only_when_every_sentence_binds_me_does_the_whole() -> None:
    assert check("I will go at ten. I won’t drive.").binds == "me"
    assert check("I will go at ten. It is late here.").binds == "cannot_tell"


@pytest.mark.parametrize(
    "sentence",
    ["I will check your phone at night.", "I’ll go through their mail.", "I will track you on my phone."],
)
def test_looking_into_what_is_theirs_is_never_taken_for_a_limit(sentence: str) -> None:
    found = check(sentence)
    assert (found.binds, found.topic) == ("them", "freedom")


@pytest.mark.parametrize("sentence", ["You must not hit me.", "If you go, I will kill myself.", "Stop forcing me."])
def test_what_speaks_of_harm_gets_no_other_wording(sentence: str) -> None:
    found = check(sentence)
    assert found.rule == "harm"
    assert boundary_words("partner").rewrite(found) is None


@given(text=TEXTS, other=st.text(max_size=12))
def test_it_never_breaks_and_its_span_lies_in_the_text(text: str, other: str) -> None:
    found = check(text, other)
    assert found.rule in RULES
    if found.span is not None:
        start, end = found.span
        assert 0 <= start < end <= len(text)
    assert found.topic in {"", *TOPICS}


def test_a_long_text_is_answered_at_once() -> None:
    assert check("you " * 50_000) == Found("cannot_tell", "too_long")
    assert check("I. " * 99).rule == "too_long"


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_has_a_reason_and_every_topic_two_wordings(kind: Kind) -> None:
    words = boundary_words(kind)
    assert set(words.reasons) == RULES
    assert set(words.binds) == {"me", "them", "cannot_tell"}
    for rewrite in (words.general, *words.topics.values()):
        assert check(rewrite.as_limit.split(", ", 1)[-1].split(". ")[0]).binds != "them", rewrite.as_limit


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_a_limit_binds_me(kind: Kind) -> None:
    for part in limit_words(kind).parts:
        for example in part.examples:
            assert check(example.words).binds == "me", example.words


def test_the_sentence_of_the_brief() -> None:
    found = check("You must answer within an hour.")
    rewrite = boundary_words("partner").rewrite(found)
    assert (found.binds, found.topic) == ("them", "answer")
    assert rewrite is not None
    assert rewrite.as_request.startswith("I would like an answer the same day.")
