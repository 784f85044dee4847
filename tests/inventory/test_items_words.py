"""Every string of the inventory, read as a tired person reads it: plain, short, both-sided, no types, no blame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import fmean

import pytest
from fillings import EVERYTHING

from evenstep.by_kind import KINDS, Kind
from evenstep.inventory.form import OPPOSITE, Form
from evenstep.inventory.load import all_forms, load
from evenstep.inventory.said import phrases
from evenstep.inventory.strings import all_strings
from readability import grade, sentences, syllables, words

DIAGNOSES = (
    r"anxi\w*|depress\w*|avoidan\w*|narciss\w*|borderline|codepend\w*|co-depend\w*|trauma\w*|disorder\w*|symptom\w*|"
    r"patholog\w*|patient\w*|diagnos\w*|obsess\w*|neuro\w*|insecure|attachment|paranoi\w*|hysteric\w*|addict\w*"
)
TYPES = (
    r"pursue\w*|distanc\w*|chas(?:e|er|ing)|clingy|needy|cold|distant|toxic|stonewall\w*|controlling|selfish|jealous|"
    r"you are an? |type of person|the kind of person|personality|introver\w*|extraver\w*|people.?pleas\w*"
)
BLAME = (
    r"fault|blam\w*|guilt\w*|ignor\w*|neglect\w*|punish\w*|manipulat\w*|smother\w*|abandon\w*|reject\w*|refus\w*|"
    r"too much for|should|must|healthy|unhealthy|normal|abnormal|wrong with|score|verdict|better than|worse than|"
    r"overdue|due|urgent|hurry up|great|amazing|congrat\w*|sorry|because of (?:you|them)|makes? (?:you|me|them)"
)
GENDERED = r"he|she|him|her|his|hers|man|men|woman|women|wife|husband|girl\w*|boy\w*|mother|father|son|daughter|guys?"
FORBIDDEN = re.compile(rf"\b(?:{DIAGNOSES}|{TYPES}|{BLAME}|{GENDERED})\b|!", re.IGNORECASE)
ABSOLUTE = re.compile(r"\b(?:always|never|every time|constantly|all the time)\b", re.IGNORECASE)
NAME = re.compile(r"\{other\}")

TEXTS = [(form, item.slug, item.text) for form in all_forms() for item in form.items]
SHOWN = sorted({*all_strings()} - {string for form in all_forms() for string in (form.source, form.licence)})


def named(text: str) -> str:
    return NAME.sub("Sam", text)


@pytest.mark.parametrize(
    ("word", "count"),
    [("hard", 1), ("people", 2), ("ordinary", 4), ("rarely", 2), ("sometimes", 2), ("needed", 2), ("reached", 1),
     ("little", 2), ("closeness", 2), ("quiet", 2), ("evening", 2), ("message", 2), ("trying", 2), ("don’t", 1)],
)  # fmt: skip
def test_the_counter_of_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_of_known_sentences() -> None:
    """By hand: 6 words, 6 syllables; and a sentence nobody should have to read at night."""
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade("Insufficient responsiveness necessitates clarification of communicative expectations.") > 20


@pytest.mark.parametrize(("form", "slug", "text"), TEXTS, ids=lambda v: v if isinstance(v, str) else v.key + v.kind)
def test_an_item_reads_easily_and_is_about_oneself(form: Form, slug: str, text: str) -> None:
    assert grade(named(text)) <= 8
    assert len(words(text)) <= 20
    assert len(sentences(named(text))) == 1
    assert text.endswith(".")
    assert re.search(r"\b(?:I|me|my|mine|myself)\b", text) or form.slug in {"effects", "week"}, "it says nothing of me"
    assert not ABSOLUTE.search(text), "the answers say how often"


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_reads_easily(kind: Kind) -> None:
    for text in EVERYTHING[kind]:
        assert grade(text) <= 8, text
        assert max(len(words(one)) for one in sentences(text)) <= 25, text


@pytest.mark.parametrize("text", SHOWN)
def test_no_string_diagnoses_types_blames_or_genders(text: str) -> None:
    assert not FORBIDDEN.search(text)
    if text not in {"Never", "Nearly always"}:
        assert not ABSOLUTE.search(text)
    assert "'" not in text and '"' not in text, "typographic marks only"


@pytest.mark.parametrize(
    "bad", ["You are an anxious pursuer.", "They never answer!", "It is your fault.", "Her silence is toxic."]
)
def test_the_list_of_forbidden_words_bites(bad: str) -> None:
    assert FORBIDDEN.search(bad)


def of_other(text: str) -> Iterator[str]:
    """The parts of a text in which the other is the one who acts."""
    yield from re.findall(r"(?:^|[,.:] |that |when |When )\{other\}(?!’s) ([^,.]*)", text)


@pytest.mark.parametrize("side", ["reach", "step_back"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_other_may_feel_stays_a_may(kind: Kind, side: str) -> None:
    for theme in load(side, kind).themes:
        acts = list(of_other(theme.said["guess"]))
        assert acts, theme.slug
        assert all(act.startswith("may ") for act in acts), theme.said["guess"]


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_are_of_equal_length_and_ease(kind: Kind) -> None:
    lengths, grades = [], []
    for side in ("reach", "step_back"):
        texts = [named(item.text) for item in load(side, kind).items]
        lengths.append(sum(len(words(text)) for text in texts))
        grades.append(fmean(grade(text) for text in texts))
    assert max(lengths) / min(lengths) < 1.05
    assert abs(grades[0] - grades[1]) < 1


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_have_the_same_parts(kind: Kind) -> None:
    sides = [load(side, kind) for side in ("reach", "step_back")]
    for form in sides:
        assert [len(theme.items) for theme in form.themes] == [2] * 6
        for theme in form.themes:
            leading = theme.slug == form.leads_with  # its "often" and "sometimes" are the leading sentences
            assert set(theme.said) == {"wish", "half", "guess"} | (set() if leading else {"often", "sometimes"})
    assert set(sides[0].leads) == set(sides[1].leads)
    assert sides[0].scale == sides[1].scale
    assert sides[0].occasions == sides[1].occasions


STEPPING = {"step back": "do it", "stepping back": "doing it"}
REACHING = {"reach first": "do it", "reaching first": "doing it", "reach out": "do it"}
BRINGING = {"bring things up first": "do it", "bringing things up first": "doing it", "bring things up": "do it"}


def without_the_act(form: Form, acts: dict[str, str]) -> dict[str, str]:
    """The first sentences of a form with its act, named once in each, called "it"."""
    act = re.compile("|".join(acts))
    leads = {name: said for name, said in form.leads.items() if name != "kindness"}
    assert all(len(act.findall(said)) == 1 for said in leads.values())
    return {name: act.sub(lambda found: acts[found.group()], said) for name, said in leads.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_sentences_of_both_sides_have_one_form(kind: Kind) -> None:
    """One's own "sometimes" is said as "sometimes" on either side: it tells nothing of how often the other does."""
    reaching = without_the_act(load("reach", kind), BRINGING if kind == "work" else REACHING)
    assert reaching == without_the_act(load("step_back", kind), STEPPING)


@pytest.mark.parametrize("kind", KINDS)
def test_each_theme_mirrors_one_of_the_other_side(kind: Kind) -> None:
    for side, opposite in OPPOSITE.items():
        there = {theme.slug: theme.mirror for theme in load(opposite, kind).themes}
        assert {theme.slug: theme.mirror for theme in load(side, kind).themes} == {m: t for t, m in there.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_six_one_tap_signs_take_one_of_each_mirrored_pair_and_three_of_each_side(kind: Kind) -> None:
    form = load("glance", kind)
    assert [theme.side for theme in form.themes] == ["reach", "step_back"] * 3
    pairs = set()
    for theme in form.themes:
        assert theme.side is not None
        assert load(theme.side, kind).theme(theme.slug).mirror == theme.mirror
        pairs.add(frozenset({theme.slug, theme.mirror}))
        assert "{" not in theme.items[0].text, "the name may not be known yet"
    assert len(pairs) == 6


def test_a_kind_of_relationship_has_words_of_its_own() -> None:
    """Not a search and replace: of the signs, hardly a line is shared, and work speaks of work."""
    for side in ("reach", "step_back"):
        by_kind = {kind: {item.slug: item.text for item in load(side, kind).items} for kind in KINDS}
        for slug in by_kind["partner"]:
            assert len({by_kind[kind][slug] for kind in KINDS}) >= 3, slug
        assert not re.search(r"\b(?:love|closeness|lives|mood)\b", " ".join(by_kind["work"].values()))


def test_every_form_says_where_it_comes_from_and_claims_no_norms() -> None:
    for form in all_forms():
        assert "Own wording" in form.source
        assert "No norms" in form.licence
        assert len(form.key) <= 32
        assert all(theme.idea.endswith(".") for theme in form.themes)


def test_the_list_for_translators_is_whole_and_names_nothing_twice() -> None:
    strings = all_strings()
    assert len(strings) == len(set(strings))
    assert {text for _, _, text in TEXTS} <= set(strings)
    assert set(phrases().values()) <= set(strings)
