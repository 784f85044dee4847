"""What programs make of a phone's messages that we cannot read: pages and JSON lines, refused with the right words."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from evenstep.errors import InputError, WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.read import read_export

IMESSAGE = b"""<html><head><style>.message_part { margin: 1% }</style></head>
<body><div class="message"><div class="received">
<p><span class="timestamp">Oct 17, 2021 10:31:49 PM</span><span class="sender">Ana</span></p>
</div></div></body></html>"""
VOICE = b'<!DOCTYPE html><html><body><div class="hChatLog hfeed"><div class="message"></div></div></body></html>'
SIGNAL = b'<!DOCTYPE html><html><body><div class="msg msg-incoming"></div></body></html>'


@pytest.mark.parametrize(
    ("page", "says"), [(IMESSAGE, "--format txt"), (VOICE, "Google Voice"), (SIGNAL, "signalbackup-tools")]
)
def test_a_page_says_what_to_use_instead(page: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_export(NamedBytes("Ana.html", page))
    assert caught.value.code == "E111"


def test_a_zip_of_pages_says_it_too() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in ("Ana.html", "Bo.html"):
            packed.writestr(name, IMESSAGE)
    with pytest.raises(WrongKind, match="imessage-exporter"):
        read_export(NamedBytes("pages.zip", buffer.getvalue()), member=None)


def test_any_other_page_is_only_a_page() -> None:
    with pytest.raises(InputError, match="web page") as caught:
        read_export(NamedBytes("x.html", b"<html><body>Sign in</body></html>"))
    assert "(" not in str(caught.value)


def test_records_line_by_line_of_another_shape_are_not_called_broken() -> None:
    lines = "\n".join(json.dumps({"rowid": n, "guid": "x", "is_from_me": False}) for n in range(3))
    with pytest.raises(WrongKind, match="fields seen: rowid"):
        read_export(NamedBytes("messages.jsonl", lines.encode()))
