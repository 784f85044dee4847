"""Names of time zones: known ones pass, others are named."""

from __future__ import annotations

import pytest

from evenstep.errors import OptionError
from evenstep.events.zone import check_zone


def test_a_known_zone_passes() -> None:
    assert check_zone("Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Berlin", "", "Factory", "localtime", "posix/Europe/Berlin", "../etc/passwd"])
def test_an_unknown_zone_is_named(zone: str) -> None:
    with pytest.raises(OptionError, match="zone"):
        check_zone(zone)
