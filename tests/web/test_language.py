"""The language of the pages: from the settings alone, every word translatable, catalogues as gettext makes them."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, TokenType
from django.test import Client, override_settings
from django.utils.translation import get_language

from evenstep.web import settings as ours
from evenstep.web.models import Settings, Space
from evenstep.web.vault.opened import Opened
from pseudo import LONG, TURNED, longer, pseudo_locales

TEMPLATES = ours.HERE / "templates"
SPOKEN = {"alt", "title", "placeholder", "aria-label", "data-busy", "label", "content"}
MARK = "\x1a"
# Words that stand as they are in every language, and why.
AS_THEY_ARE = {
    "evenstep": "the program's name",
    "WhatsApp": "a name",
    "Telegram": "a name",
    "Ben": "an invented name on the page of parts",
}
NOT_WORDS = {"width=device-width, initial-scale=1", "light dark", "0;url=/", "3"}  # what <meta> says to the browser


class Words(HTMLParser):
    """What a person would read of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value for name, value in attrs if name in SPOKEN and value and value not in NOT_WORDS]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def untranslated(source: str) -> list[str]:
    """Words of a template that no translate tag holds, also those handed to an include or a default."""
    plain, within, literals = "", False, []
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if word in ("blocktranslate", "blocktrans", "comment"):
            within = True
        elif word in ("endblocktranslate", "endblocktrans", "endcomment"):
            within = False
        elif word == "include":
            literals += re.findall(r'=(?!_\()"([^"]*[a-z] [^"]*)"', token.contents)
        elif token.token_type == TokenType.VAR:
            literals += re.findall(r':"([^"]*[A-Za-z]{2} [^"]*)"', token.contents.partition("|date:")[0])
        plain += token.contents if token.token_type == TokenType.TEXT and not within else MARK
    parser = Words()
    parser.feed(plain)
    parser.close()
    words = [re.sub("|".join(AS_THEY_ARE), "", found).replace(MARK, " ").strip() for found in parser.found]
    attribute = re.compile(r'[\w-]+="[^"]*"')  # a block inside a tag of base.html
    return [each for each in words if re.search(r"[^\W\d_]", each) and not attribute.fullmatch(each)] + literals


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Bare words</p>",
        '{% if a %}<p class="x">{{ b }} things</p>{% endif %}',
        '<button aria-label="Close">{{ x }}</button>',
        '{% include "x.html" with title="Some words" %}',
        "{% block place %}: add{% endblock %}",
        '{{ x|default:"not yet here" }}',
    ],
)
def test_bare_words_are_found(source: str) -> None:
    assert untranslated(source) != []


def test_translated_words_are_let_be() -> None:
    assert (
        untranslated('<p title="{% translate "a" %}">{% blocktranslate %}b <b>c</b>{% endblocktranslate %} · 3</p>')
        == []
    )


SPEAKERS = [p for p in sorted(ours.HERE.rglob("*.py")) if p.parent.name in ("web", "views", "takeout")]
SENTENCE = re.compile(r"[A-Z][^<>=|]* [^<>=|]*[a-z.?]")
DEVELOPERS = {"style.py", "wsgi.py"}  # they speak to those who build
LIBRARYS_SAY = re.compile(r"^from evenstep\.report\.names import .*\bsay\b", re.MULTILINE)


def unmarked(source: str) -> list[str]:
    """Sentences in code that gettext does not see: no docstring, no argument of gettext, no part of a logged fault."""
    tree = ast.parse(source)
    let_be: set[int] = set()
    marks = GETTEXT | ({"say"} if LIBRARYS_SAY.search(source) else set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in marks:
            let_be |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            let_be.add(id(node.value))
        elif isinstance(node, ast.Raise) and "TypeError" in ast.unparse(node):
            let_be |= {id(part) for part in ast.walk(node)}
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [n.value for n in texts if id(n) not in let_be and SENTENCE.fullmatch(n.value)]


GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "tr"}


@pytest.mark.parametrize("path", SPEAKERS, ids=lambda p: p.name)
def test_every_sentence_of_the_app_can_be_translated(path: Path) -> None:
    assert path.name in DEVELOPERS or unmarked(path.read_text(encoding="utf-8")) == []


def test_a_bare_sentence_in_code_is_found() -> None:
    assert unmarked('say("Noted it.")') == ["Noted it."]
    assert unmarked('"""Noted it."""\nsay(_("Noted it."))') == []


def test_the_browsers_announcement_is_not_heard(ada: Client) -> None:
    with pseudo_locales():
        page = ada.get("/add", HTTP_ACCEPT_LANGUAGE=f"{LONG},fr;q=0.9").content.decode()
    assert 'lang="en"' in page
    assert "Choose your export" in page


@pytest.mark.parametrize(("language", "direction"), [(LONG, "ltr"), (TURNED, "rtl")])
def test_the_settings_choose_language_and_direction(
    inside: Client, space: Space, store: Opened, language: str, direction: str
) -> None:
    Settings.objects.update_or_create(pk=1, defaults={"language": language})
    with pseudo_locales():
        page = inside.get(f"/n/{space.key}/today").content.decode()
        assert f'lang="{language}" dir="{direction}"' in page
        assert "Leave now" not in page
        assert get_language() == "en"  # the thread is left as it was found
    assert "Jon" in page


def test_a_language_we_no_longer_have_falls_back_to_english(inside: Client, space: Space, store: Opened) -> None:
    Settings.objects.update_or_create(pk=1, defaults={"language": LONG})
    assert b"Leave now" in inside.get(f"/n/{space.key}/today").content


def test_a_catalogue_is_read_as_gettext_makes_it(inside: Client, space: Space, store: Opened, tmp_path: Path) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    catalogue.append(polib.POEntry(msgid="Leave now", msgstr="Jetzt gehen"))
    made = tmp_path / "de" / "LC_MESSAGES" / "django.mo"
    made.parent.mkdir(parents=True)
    catalogue.save_as_mofile(str(made))
    Settings.objects.update_or_create(pk=1, defaults={"language": "de"})
    with override_settings(LANGUAGES=[("en", "English"), ("de", "Deutsch")], LOCALE_PATHS=[tmp_path]):
        page = inside.get(f"/n/{space.key}/today").content.decode()
    assert "Jetzt gehen" in page
    assert 'lang="de"' in page


def test_a_longer_string_keeps_what_is_not_words() -> None:
    made = longer('Of %(n)s <a href="/x">moments</a> &amp; {more}, 5%%')
    assert all(kept in made for kept in ("%(n)s", '<a href="/x">', "</a>", "&amp;", "{more}", "%%"))
    assert len(made) >= 1.4 * len('Of %(n)s <a href="/x">moments</a> &amp; {more}, 5%%')
    assert "moments" not in made
