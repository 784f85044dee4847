"""Seeded changes of bytes, the same every time: for the short run inside the tests, where no fuzzer is installed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from fuzz_packing import pack, unpack

STRANGE = (
    *(
        b"",
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\n",
        b"\r",
        b'"',
        b"{",
        b"[" * 100,
        b"]",
        b"<",
        b"&#55357;",
        b",",
        b"'",
    ),
    *(
        b"null",
        b"true",
        b"NaN",
        b"-1",
        b"1e999",
        b"9" * 400,
        b"9223372036854775808",
        b"-62135596801",
        b"0",
        b"253402300800",
    ),
    *(
        b'""',
        b"[]",
        b"{}",
        b'{"a":{}}',
        b"\\ud83d",
        b"\\u0000",
        "\u202e".encode(),
        "‎".encode(),
        b"1970-01-01",
        b"%s" * 9,
    ),
)
VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        float("nan"),
        float("inf"),
        10**30,
        2**63,
        -(2**63),
        253402300800,
        1704110400000,
        "",
        "0",
    ),
    *(
        "2024-01-01T12:00:00",
        "1704110400",
        "9" * 400,
        "\ud83d",
        "\0",
        "\u202e",
        "x" * 300,
        [],
        {},
        [[]],
        {"": None},
        [1, "a"],
    ),
    *({"text": "a", "type": "b"}, [{"text": None}], "NaN", "true", "💬" * 9, 1e300, -0.0, "a\r\nb"),
)
TOKEN = re.compile(rb'"[^"]{0,200}"|-?\d+(?:\.\d+)?|true|false|null|[A-Za-z_]+')


def mutations(seeds: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """``count`` changed seeds."""
    dice = random.Random(seed)
    for _ in range(count):
        data = dice.choice(seeds)
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            data = dice.choice(WAYS)(data, seeds, dice)
        yield data


def _flip(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _put(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(STRANGE) + data[at:]


def _replace(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    """One value by a strange one, or by another of the same file: the structure stays."""
    tokens = list(TOKEN.finditer(data))
    if not tokens:
        return data
    old = dice.choice(tokens)
    new = dice.choice(STRANGE) if dice.random() < 0.7 else dice.choice(tokens)[0]
    return data[: old.start()] + new + data[old.end() :]


def _cut(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:] if dice.random() < 0.5 else data[:end]


def _twice(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] + data[end:]


def _splice(data: bytes, seeds: Sequence[bytes], dice: random.Random) -> bytes:
    other = dice.choice(seeds)
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def _value(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    """One value inside JSON (or inside a line of it) by a strange one, or by another of the same: it stays JSON."""
    files = unpack(data)
    at = dice.randrange(len(files))
    name, content = files[at]
    lines = content.split(b"\n")
    line = dice.randrange(len(lines))
    try:
        files[at] = (name, _written(_changed(json.loads(content), dice), indented=b"\n " in content))
    except (ValueError, RecursionError):
        try:
            lines[line] = json.dumps(_changed(json.loads(lines[line]), dice)).encode()
        except (ValueError, RecursionError):
            return _replace(data, _, dice)
        files[at] = (name, b"\n".join(lines))
    return pack(files)


def _written(whole: Any, *, indented: bool) -> bytes:
    """As it stood there before: a source may have a way of its own for files as the app indents them."""
    if indented:
        return json.dumps(whole, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return json.dumps(whole).encode()


def _changed(whole: Any, dice: random.Random) -> Any:
    """The same with one node, found by a random walk down, put out, put twice, or replaced."""
    if isinstance(whole, dict | list) and whole and dice.random() < 0.85:
        keys = list(whole) if isinstance(whole, dict) else list(range(len(whole)))
        key = dice.choice(keys)
        if dice.random() < 0.1:
            del whole[key]
        elif dice.random() < 0.1 and isinstance(whole, list):
            whole.insert(dice.choice(keys), whole[key])
        else:
            whole[key] = _changed(whole[key], dice)
        return whole
    return dice.choice(VALUES)


WAYS = (_flip, _put, _replace, _replace, _value, _value, _value, _cut, _twice, _splice)
