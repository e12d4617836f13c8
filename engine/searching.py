"""Search without accents: what is typed 'kiem tra' finds 'Kiểm tra', and the other way round.

Both sides are folded: lower case, no accents, đ as d. The database's own ``lower`` knows only the
letters of its locale, so capitals with accents are translated here as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, func, true

_LETTERS = (*range(0x00C0, 0x0180), *range(0x01A0, 0x01B1), *range(0x1EA0, 0x1EFA))


def folded(text: str) -> str:
    """Lower case without accents."""
    bare = unicodedata.normalize("NFD", text.replace("Đ", "d").replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def _pairs() -> Iterator[tuple[str, str]]:
    for code in _LETTERS:
        plain = folded(chr(code))
        if len(plain) == 1 and plain.isascii():
            yield chr(code), plain


_FROM, _TO = ("".join(column) for column in zip(*_pairs(), strict=True))


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """The condition that ``column`` holds all words of ``text``, in any order, accents or none."""
    plain = func.translate(func.lower(func.normalize(column)), _FROM, _TO)
    return and_(true(), *(plain.contains(w, autoescape=True) for w in folded(text).split()))
