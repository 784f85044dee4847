"""The pattern worked out in the background: what was taken away meanwhile leaves nothing behind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from fake_house import NOON

from evenstep.web import imports, making
from evenstep.web.models import Import, Kept, Space
from evenstep.web.taken import delete_now, take_away
from evenstep.web.vault.opened import Opened
from evenstep.web.work import Piece, Stopped


def test_nothing_is_kept_of_messages_that_were_taken_away_meanwhile(
    store: Opened, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"at": NOON, "joins_on": NOON.date(), "events": b"", "conversations": b"", "reading": []}
    brought = [Import.objects.create(space=space, **plain) for _ in range(2)]

    def measured(*_: Any) -> None:
        delete_now(take_away(brought[:1], NOON))

    monkeypatch.setattr(imports, "joined", lambda _: SimpleNamespace(conversations=None, events=None))
    monkeypatch.setattr(making, "_measured", measured)
    monkeypatch.setattr("evenstep.loop.fit.fit_loop", lambda *_: None)
    monkeypatch.setattr(making, "_with_loop", lambda *_: None)
    monkeypatch.setattr(making, "_made", lambda *_: making.Made("", "", {}))
    monkeypatch.setattr(making, "_periods", lambda _: [])
    with pytest.raises(Stopped):
        making.make(space, "of", brought, NOON, Piece("p", making.STEPS, opened=store))
    assert not Kept.objects.exists()
