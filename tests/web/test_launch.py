"""The way in: tokens that work once and soon, and a file that only its owner reads."""

from __future__ import annotations

import os
import stat
import sys

import pytest
from fake_house import Clock

from evenstep.web.launch import Launch, RedirectFile


def test_a_token_works_once(clock: Clock) -> None:
    launch = Launch(clock, life_s=60)
    token = launch.issue()
    assert not launch.redeem("")
    assert not launch.redeem(token + "x")
    assert not launch.redeem("é")
    assert launch.redeem(token)
    assert not launch.redeem(token)


def test_a_token_lives_a_minute(clock: Clock) -> None:
    launch = Launch(clock, life_s=60)
    token = launch.issue()
    clock.now_s += 60
    assert launch.redeem(token)
    token = launch.issue()
    clock.now_s += 60.001
    assert not launch.redeem(token)


def test_a_new_token_ends_the_one_before(clock: Clock) -> None:
    launch = Launch(clock, life_s=60)
    old, new = launch.issue(), launch.issue()
    assert not launch.redeem(old)
    assert launch.redeem(new)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_redirect_file_is_private_and_goes_away() -> None:
    before = os.umask(0)
    try:
        redirect = RedirectFile()
        path = redirect.write("http://127.0.0.1:1/open/token")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "evenstep" not in str(path)
    assert "http://127.0.0.1:1/open/token" in path.read_text()
    assert redirect.write("http://127.0.0.1:1/open/other") == path
    redirect.remove()
    assert not path.parent.exists()
