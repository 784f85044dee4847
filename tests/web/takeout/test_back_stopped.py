"""They asked to stop: a file that comes back adds no messages there, and everything else."""

from __future__ import annotations

from worlds_of_notes import NOON, fill

from evenstep.web.models import Import, Moment, Space
from evenstep.web.takeout.back import bring_back
from evenstep.web.takeout.everything import as_json
from evenstep.web.vault.opened import Opened


def test_messages_are_not_added_to_a_space_that_is_stopped_the_rest_is(store: Opened) -> None:
    space = fill()
    Space.objects.filter(pk=space.pk).update(stopped=False)
    free = as_json(NOON)
    imports, moments = Import.objects.count(), Moment.objects.count()
    Import.objects.all().delete()
    Moment.objects.all().delete()
    Space.objects.filter(pk=space.pk).update(stopped=True)
    brought = bring_back(free)
    assert (brought.held_back, Import.objects.count()) == (imports, 0)
    assert Moment.objects.count() == moments > 0
    Space.objects.filter(pk=space.pk).update(stopped=False)
    assert bring_back(free).held_back == 0
    assert Import.objects.count() == imports > 0
