"""Every sentence in the app: no forbidden word, no shouting, short, reading grade 8 at most, open to translation."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from evenstep.inventory.strings import all_strings

ROOT: Final = Path(__file__).parents[2]
APP: Final = ROOT / "src" / "evenstep"
TEMPLATES: Final = sorted(path for path in (APP / "web" / "templates").rglob("*.html") if path.name != "style.html")
MODULES: Final = sorted(
    path
    for floor in ("web", "inventory", "program")
    for path in (APP / floor).rglob("*.py")
    if path != APP / "web" / "views" / "style.py"  # development only
)
PLAIN: Final = runpy.run_path(str(ROOT / "tests" / "readability.py"))
NAMES: Final = {"evenstep", "WhatsApp", "Telegram", "Signal", "JSON", "CSV"}  # the same in every language
FEW: Final = 20  # a grade of fewer words is a matter of chance
GETTEXT: Final = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "N_"}

ONE: Final = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK: Final = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
COMMENT: Final = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", re.DOTALL)
FORBIDDEN: Final = re.compile(
    # types of people, and the article's names for the two sides
    r"\bpursuers?\b|\bdistancers?\b|\banxious\b|\bavoidant\b|narciss|\btoxic\b|codepend|\bclingy\b|\bneedy\b|gaslight|"
    r"\babusers?\b|perpetrator|\bvictims?\b|attachment style|love language|"
    # roles by gender
    r"\bhusbands?\b|\bwife\b|\bwives\b|\bboyfriends?\b|\bgirlfriends?\b|\bhe\b|\bshe\b|\bhis\b|\bhers?\b|"
    # verdicts, diagnoses, promises
    r"diagnos|\bno signs? of\b|you are safe|your fault|their fault|\bguilty?\b|\bblame|evidence|"
    # pressure, cheer, chasing, scores
    r"hurry up|don.t miss|last chance|congrat|well done|great job|awesome|amazing|\bstreaks?\b|\bbadges?\b|\bpoints\b|"
    r"\bscores?\b|keep it up|unlock insights|remind you|calm down|just leave|don.t worry|"
    # verdicts by frequency, of either of the two
    r"\b(?:you|they|Sam) (?:always|never)\b",
    re.IGNORECASE,
)
# Where such a word is there to be denied.
ALLOWED: Final = (
    "Not a test, not evidence, not a diagnosis.",
    "Not evidence, and not a way to watch someone.",
    "it can’t tell who is right, or whether you are safe.",
    "Whether you are safe.",
    "This program cannot tell you whether you are safe.",
    "There is no score, and nobody is told.",
    "There is no score of a person, and you are not compared with others.",
)


def of_template(path: Path) -> list[str]:
    """The strings of one template, as a person reads them."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    blocks = [re.sub(r"{{[^}]*}}", "Sam", part) for block in BLOCK.findall(text) for part in _forms(block)]
    return [one or other for one, other in ONE.findall(text)] + [" ".join(block.split()) for block in blocks]


def _forms(block: str) -> list[str]:
    """One or several of what is counted."""
    return re.split(r"{%\s*plural\s*%}", re.sub(r"</?[a-z]+[^>]*>", "", block))


def of_module(path: Path) -> list[str]:
    """Every string of a module that goes through gettext."""
    return list(_called(ast.parse(path.read_text(encoding="utf-8"))))


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield re.sub(r"%\(\w+\)[sd]", "Sam", argument.value)


SAID: Final = {path: of_template(path) for path in TEMPLATES} | {path: of_module(path) for path in MODULES}
WHERE: Final = sorted(
    {(words, str(path.relative_to(APP))) for path, said in SAID.items() for words in said}
    | {(words, "inventory/items") for words in all_strings()}
)


def sentences(words: str) -> list[str]:
    found: list[str] = PLAIN["sentences"](words) if PLAIN["words"](words) else []
    return found


def test_there_is_much_to_check() -> None:
    assert len(WHERE) > 900
    assert sum(1 for path in TEMPLATES if SAID[path]) > 50


def test_no_string_holds_a_forbidden_word_or_shouts() -> None:
    found = {}
    for words, where in WHERE:
        left = words
        for allowed in ALLOWED:
            left = left.replace(allowed, "")
        said = FORBIDDEN.search(left)
        if said or "!" in left:
            found[words] = f"{where}: {said[0] if said else '!'}"
    assert found == {}


def test_what_is_allowed_is_still_there() -> None:
    everything = "\n".join(words for words, _ in WHERE)
    assert [allowed for allowed in ALLOWED if allowed not in everything] == []


def test_no_sentence_is_longer_than_25_words() -> None:
    long = {s: where for words, where in WHERE for s in sentences(words) if len(PLAIN["words"](s)) > 25}
    assert long == {}


@pytest.mark.parametrize("path", [path for path in SAID if SAID[path]], ids=lambda path: str(path.relative_to(APP)))
def test_each_page_and_file_reads_at_grade_eight_or_below(path: Path) -> None:
    running = " ".join(
        words for words in SAID[path] if words.endswith((".", "?", ":")) and len(PLAIN["words"](words)) > 3
    )
    if len(PLAIN["words"](running)) >= FEW:
        assert PLAIN["grade"](running) <= 8


def test_the_questions_read_at_grade_eight_or_below() -> None:
    assert PLAIN["grade"](" ".join(words for words in all_strings() if words.endswith((".", "?")))) <= 8


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(APP)))
def test_every_word_in_a_template_can_be_translated(path: Path) -> None:
    text = BLOCK.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
    bare = re.sub(r'{%.*?%}|{{.*?}}|<[^>]*>|&\w+;| class="[^"]*"', " ", text, flags=re.DOTALL)
    bare = re.sub(r"\b\w+(?:/\w+)+\.md\b", " ", bare)  # a page of the documentation, by its path
    assert set(re.findall(r"[A-Za-z]{2,}", bare)) - NAMES == set()
    titled = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"{]*[A-Za-z]{2,}[^"{]*)"', text)
    assert titled == []
