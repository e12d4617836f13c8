"""How a document calls another: «Công văn số 12/SNV-VP ngày 05 tháng 01 năm 2026 của … về …»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.directives import Named
from engine.intake.letter_types import of_symbol
from engine.intake.lexicon_types import LETTER, TYPE_NAMES
from engine.intake.written_names import in_capitals, written
from engine.official_words import about, lowered, on, raised, written_day
from engine.printed_days import ImpossibleDate, PrintedDay

UNKNOWN = "Văn bản"
_NAMES = {code: raised(name) for name, code in reversed(TYPE_NAMES.items())}
_LEADING = re.compile(
    rf"(?P<type>{'|'.join(sorted(TYPE_NAMES, key=len, reverse=True))})(?:\s+|\Z)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_LETTER = re.compile(r"[A-ZĐ]\w*-[A-ZĐ]")
_PROMULGATING = frozenset({"quyet_dinh", "nghi_quyet", "nghi_dinh", "thong_tu"})
"""Types by which another document, named in their title, is issued."""
_DONE_AS_WELL = frozenset({"bao_cao", "huong_dan", "quy_dinh", "cong_bo", "thong_bao"})
"""Types whose name is also what is done: a title that begins so tells no type."""


def cited(
    *,
    type_: str = "",
    number: str = "",
    symbol: str = "",
    day: str = "",
    issuer: str = "",
    title: str = "",
) -> str:
    """The document in a sentence. Any part may be blank; ``type_`` is a code or a name, ``day`` the
    words for it.

    A type that is not told is that of the symbol, else the one its title begins with.
    """
    bare = about(title)
    leading = _LEADING.match(bare)
    inner = TYPE_NAMES[" ".join(leading["type"].lower().split())] if leading else ""
    known = _code(type_) or _by_symbol(symbol)
    code = known or ("" if inner in _DONE_AS_WELL else inner)
    if leading and code == inner and (number or day):
        title, bare = leading["rest"], about(leading["rest"])
    elif leading and code == inner:
        return " ".join(filter(None, (raised(bare), _of(issuer))))
    full = "/".join(filter(None, (number, symbol)))
    parts = [
        _NAMES.get(code) or raised(type_) or UNKNOWN,
        f"số {full if number else f'…/{symbol}'}" if full else "",
        day,
        _of(issuer),
    ]
    if not any(parts[1:]):
        return bare or parts[0]
    if bare:
        parts.append(_with_type(bare, code) if leading and code in _PROMULGATING else on(title))
    return " ".join(filter(None, parts))


def type_name(told: str) -> str:
    """«Công văn» of its code; other words as they are."""
    return _NAMES.get(told, told)


def of_basis(line: Any) -> str:
    """A document as an entry of a directive's ``basis`` tells it."""
    if not isinstance(line, Mapping):
        return str(line)
    told = {name: str(line.get(name) or "") for name in ("type", "number", "symbol", "title")}
    return cited(
        type_=told["type"],
        number=told["number"],
        symbol=told["symbol"],
        day=_day(str(line.get("date") or "")),
        issuer=str(line.get("issuer") or ""),
        title=told["title"],
    )


def named(directive: Named, issuer: str, title: str = "") -> str:
    """A directive on record; without its ``title`` where that does not matter."""
    return cited(
        type_=directive.type,
        number=directive.number,
        symbol=directive.symbol if directive.number else "",
        day=written_day(directive.issued_on),
        issuer=issuer,
        title=title,
    )


def _with_type(title: str, code: str) -> str:
    """What follows the issuer where a decision's title begins with the type of what it issues."""
    rules = title.lower().startswith("quy định ") and code in ("nghi_dinh", "thong_tu")
    return lowered(title) if rules else f"ban hành {raised(title)}"


def _of(issuer: str) -> str:
    bare = issuer.strip(" …")
    return f"của {written(bare) if in_capitals(bare) and ' ' in bare else bare}" if bare else ""


def _code(told: str) -> str:
    known = TYPE_NAMES.get(" ".join(told.lower().split()))
    return known or (told if told in _NAMES else "")


def _by_symbol(symbol: str) -> str:
    """The type that a symbol tells; a công văn's begins with a body and its part."""
    return of_symbol(symbol) or (LETTER if _OF_LETTER.match(symbol) else "")


def _day(text: str) -> str:
    """The day in words; what is no whole date as it was written."""
    try:
        printed = PrintedDay.parse(text) if text else None
        if printed is not None and printed.year is not None:
            return written_day(printed.in_year(printed.year))
    except ImpossibleDate:
        pass  # shown as it was written
    return f"ngày {text}" if text else ""
