"""Who is there, who looks alike, and the two the pattern is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from evenstep.errors import NeedsAnswer, OptionError
from evenstep.events.people import candidates, choose_two, lookalikes, merge_senders, pseudonymize, skeleton
from evenstep.events.schema import check_conversations, check_events, conform_conversations, conform_events

START = datetime(2024, 1, 1, 9, tzinfo=UTC)


def chat(*senders: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A conversation in which these people write, a minute apart."""
    n = len(senders)
    times = [START + timedelta(minutes=i) for i in range(n)]
    events = pl.DataFrame(
        {
            "conversation_id": ["c"] * n, "event_id": range(n), "import_id": ["i"] * n, "source": ["whatsapp"] * n,
            "time": times, "resolution_s": [60.0] * n, "sender": senders, "kind": ["text"] * n, "n_chars": [3] * n,
            "n_words": [1] * n, "duration_s": [None] * n, "reply_to": [None] * n, "edited": [False] * n,
            "zone_source": ["given"] * n, "source_line": range(1, n + 1),
        }
    )  # fmt: skip
    conversation = pl.DataFrame(
        {
            "conversation_id": ["c"], "person_a": [None], "person_b": [None], "me": [None], "zone_a": ["Europe/Berlin"],
            "zone_b": ["Europe/Berlin"], "observed_from": times[:1], "observed_until": times[-1:], "capped": [False],
            "gaps": [[]], "sources": [["whatsapp"]],
        }
    )  # fmt: skip
    return conform_conversations(conversation), conform_events(events)


def test_candidates_are_counted_most_first() -> None:
    assert candidates(chat("Bo", "Al", "Bo", "Cy", "Al", "Bo")[1]) == [("Bo", 3), ("Al", 2), ("Cy", 1)]


def test_the_two_who_wrote_need_no_answer_and_their_order_is_the_alphabet() -> None:
    two = choose_two(*chat("Bo", "Al", "Bo"))
    assert two.conversations.select("person_a", "person_b", "me").row(0) == ("Al", "Bo", None)
    assert two.dropped == 0
    check_events(two.events)
    check_conversations(two.conversations)


def test_i_am_person_a() -> None:
    two = choose_two(*chat("Bo", "Al", "Bo"), me="Bo")
    assert two.conversations.select("person_a", "person_b", "me").row(0) == ("Bo", "Al", "Bo")


def test_somebody_of_whom_only_deletions_are_there_is_no_third_person() -> None:
    conversation, events = chat("Bo", "unknown 1", "Al", "unknown 1")
    deleted = pl.when(pl.col("sender").cast(pl.String) == "unknown 1").then(pl.lit("deleted"))
    events = conform_events(events.with_columns(kind=deleted.otherwise(pl.lit("text"))))
    two = choose_two(conversation, events)
    assert two.conversations.select("person_a", "person_b").row(0) == ("Al", "Bo")
    assert two.dropped == 2
    with pytest.raises(OptionError, match="only one person wrote"):
        choose_two(conversation, events.filter(pl.col("sender").cast(pl.String) == "Bo"))


def test_of_many_two_must_be_named_and_the_rest_is_dropped() -> None:
    tables = chat("Bo", "Al", "Bo", "Cy", "Al")
    with pytest.raises(NeedsAnswer) as question:
        choose_two(*tables)
    assert question.value.option == "two"
    assert [c.value for c in question.value.choices] == ["Al", "Bo", "Cy"]
    two = choose_two(*tables, "Cy", "Al")
    assert two.events["sender"].cast(pl.String).to_list() == ["Al", "Cy", "Al"]
    assert two.dropped == 2


@pytest.mark.parametrize(
    ("names", "problem"),
    [(("Al", "Xi"), "nobody here is called 'Xi'"), (("Al", "Al"), "the same person")],
)
def test_names_that_do_not_fit_are_named(names: tuple[str, str], problem: str) -> None:
    with pytest.raises(OptionError, match=problem):
        choose_two(*chat("Bo", "Al"), *names)


def test_one_person_alone_makes_no_pattern() -> None:
    with pytest.raises(OptionError, match="only one person"):
        choose_two(*chat("Bo", "Bo"))


def test_a_stranger_cannot_be_me() -> None:
    with pytest.raises(OptionError, match="me: 'Cy' is not one of the two"):
        choose_two(*chat("Bo", "Al"), me="Cy")


def test_handles_are_merged_by_the_user() -> None:
    conversations, events = chat("Bo", "+44 7000", "Al")
    merged = merge_senders(events, {"+44 7000": "Bo"})
    assert candidates(merged) == [("Bo", 2), ("Al", 1)]
    with pytest.raises(OptionError, match="nobody here is called 'Bob'"):
        merge_senders(events, {"Bob": "Bo"})
    assert choose_two(conversations, merged).dropped == 0


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Anna", "\u0410nna", True),            # Cyrillic A
        ("Jose\u0301", "Jos\u00e9", True),      # one accent, two spellings
        ("anna", "Anna ", True),
        ("An\u200bna", "Anna", True),           # a zero-width space
        ("Anna", "Hanna", False),
        ("Ann", "Anna", False),
        ("李", "陈", False),
        ("🤓", "😀", False),
    ],
)  # fmt: skip
def test_names_that_look_alike(one: str, other: str, alike: bool) -> None:
    assert (lookalikes([one, other]) == [tuple(sorted((one, other)))]) is alike


def test_names_of_marks_only_are_nobody() -> None:
    assert skeleton("\u200b \u200e") == ""
    assert lookalikes(["\u200b", "\u200e"]) == []


def test_pseudonyms_hide_names_and_keep_who_is_who() -> None:
    two = choose_two(*chat("Bo", "Al", "Bo"), me="Bo")
    conversations, events = pseudonymize(two.conversations, two.events, key=b"k" * 32)
    senders = events["sender"].cast(pl.String).to_list()
    assert senders[0] == senders[2] != senders[1]
    assert conversations["me"][0] == conversations["person_a"][0] == senders[0]
    shown = str(events.to_dicts()) + str(conversations.to_dicts())
    assert "'Bo'" not in shown and "'Al'" not in shown
    assert pseudonymize(two.conversations, two.events, key=b"q" * 32)[1]["sender"][0] != senders[0]
    with pytest.raises(OptionError, match="16 secret bytes"):
        pseudonymize(two.conversations, two.events, key=b"short")
