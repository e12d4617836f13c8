"""What the tests of FEEL share: the corpus reader, a strict comparison, one fixed moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from engine.process.feel import compile

CORPUS = Path(__file__).parent / "corpus"
VIETNAM = dt.timezone(dt.timedelta(hours=7))
NOW = dt.datetime(2025, 7, 1, 18, 30, tzinfo=dt.UTC)
"""01:30 of 2 July in Vietnam."""


def rows(*names: str) -> Iterator[tuple[str, str, str]]:
    """(id, left, right) of each ``left ⇒ right`` line; lines that start with # are comments."""
    for path in sorted(CORPUS.glob("*.feel")):
        if path.stem in names or not names:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if line.strip() and not line.startswith("#"):
                    left, right = line.split(" ⇒ ")
                    yield f"{path.stem}:{number}", left.strip(), right.strip()


def value(text: str, context: dict[str, object] | None = None) -> object:
    """The value of an expression, at NOW."""
    return compile(text).evaluate(context or {}, now=NOW)


def alike(left: object, right: object) -> bool:
    """Equal and of one type, all the way down; True is not 1, and offsets count."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(left[k], right[k]) for k in left)
    if isinstance(left, (dt.datetime, dt.time)) and type(left) is type(right):
        return left.isoformat() == right.isoformat()
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right
    return type(left) is type(right) and left == right
