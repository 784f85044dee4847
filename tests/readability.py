"""A plain count of syllables and the Flesch–Kincaid grade, for the tests of words."""

from __future__ import annotations

import re

SILENT_END = re.compile(r"(?:(?<=[aeiouy])le|[^laeiouy]es|[^dt]ed|[^laeiouy]e)$")
VOWELS = re.compile(r"[aeiouy]+")
INSIDE = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=ly$|less$|ness$|ful$|ment$|times$)")
APART = re.compile(r"ia|io(?!n)|iu|ua(?!l)|oing|eing|ying")  # two vowels, two syllables
ODD = {"people": 2, "quiet": 2, "quite": 1, "evening": 2, "differently": 3, "being": 2, "business": 2, "different": 2}
SENTENCE = re.compile(r"[^.?!;]+[.?!;]*")
MARKS = re.compile("[\u2066-\u2069]")


def syllables(word: str) -> int:
    """Groups of vowels, less a silent ending, more where two vowels are spoken apart."""
    bare = re.sub(r"[’'](?:s|re|ll|ve|d|m|t)?", "", word.lower())
    if bare in ODD:
        return ODD[bare]
    stem = SILENT_END.sub(lambda m: m.group()[0], INSIDE.sub("", bare)) if len(bare) > 3 else bare
    return max(1, len(VOWELS.findall(stem)) + len(APART.findall(stem)))


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z’'-]+", MARKS.sub("", text))


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE.findall(MARKS.sub("", text)) if words(part)]


def grade(text: str) -> float:
    """Flesch–Kincaid grade level of a text."""
    said = words(text)
    return 0.39 * len(said) / len(sentences(text)) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59
