"""Numbers and symbols of letters: '836/SLĐTBXH-TE&BĐG', '09/2019/NĐ-CP', '57-NQ/TW', blank numbers.

Rules of form: Nghị định 30/2020/NĐ-CP phụ lục I (số, ký hiệu), Hướng dẫn 36-HD/VPTW for the Party's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake import doubts
from engine.intake.found import Found
from engine.intake.lexicon_types import ABBREVIATIONS
from engine.intake.parts import NUMBER, UPPER, Line, spans_of
from engine.intake.pieces import Piece, joined

_GROUP = (
    rf"(?:[{UPPER}&][{UPPER}\d&.]{{1,24}}(?:[a-zđ]{{1,2}}[{UPPER}\d]{{0,8}}(?![a-zà-ỹđ]))?"
    rf"|Q[yY]Đ|QCh|DAn|Tg|[{UPPER}](?![\wà-ỹ])|\d{{1,3}}[{UPPER}]{{1,8}})"
)
_JOINT = r"(?:\s{0,2}[-–/]\s{0,2}|[+,](?=\S))"
SYMBOL: Final = rf"{_GROUP}(?:{_JOINT}{_GROUP}){{0,5}}(?:\.\d{{1,2}})?"
"""'KH-UBND', 'SLĐTBXH-TE&BĐG', 'NQ/TW'; blanks around its joints are let in and mended."""

_DIGITS = r"(?P<number>\d{1,6}[a-zđ]?|\d{1,3}\s\d{1,3})"
_BLANK = r"[\s.…_]{0,60}"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\s{0,2}[/-]\s{0,2})?"
_HEAD = re.compile(
    rf"(?:(?:Số|SỐ|số)(?:\s[Kk][íý]\shiệu)?)?\s*[:.]?{_BLANK}(?:{_DIGITS}{_BLANK})?(?P<joint>[-–/])\s{{0,2}}{_YEAR}(?P<symbol>{SYMBOL})"
)
_JOINTLESS = re.compile(
    rf"(?:Số|SỐ)\s*:?\s*(?P<number>\d{{1,6}})\s?(?P<joint>)(?P<year>)(?P<symbol>(?:{'|'.join(ABBREVIATIONS)})\s{{0,2}}[-/]\s{{0,2}}{_GROUP})"
)
"""'Số: 4155QĐ/BTP': the older way, the type's abbreviation right behind the number."""
_SPACED = re.compile(
    rf"(?:Số|SỐ)\s*:?\s*(?P<number>\d{{1,6}})\s(?P<joint>)(?P<year>)(?P<symbol>[{UPPER}][{UPPER}&]{{1,12}}[/-]{_GROUP}(?:{_JOINT}{_GROUP}){{0,3}})"
)
"""'Số: 2256 TM/KHTK': a blank where the stroke should be."""
_LONE = re.compile(r"(?:Số|SỐ|số)\s*:?[\s.…_]*(?:(?P<number>\d{1,6}[a-zđ]?))?[\s.…_]*[-/]?$")
_UNLABELLED = re.compile(
    rf"(?P<number>\d{{1,6}}[a-zđ]?)\s?(?P<joint>[-/])\s?{_YEAR}(?P<symbol>{SYMBOL})"
)
_PARTY_TYPE = re.compile(r"[A-ZĐ][A-Za-zĐđ]{0,5}/")


@dataclass(frozen=True, slots=True)
class Number:
    """A letter's own number: each part where it is printed, ``printed`` with all its blanks."""

    number: Found[str] | None
    symbol: Found[str] | None
    printed: Found[str]


def mended(symbol: str) -> str:
    """A symbol without the blanks that line ends and typing put around its joints.

    >>> mended("QĐ - TTg")
    'QĐ-TTg'
    """
    tight = re.sub(r"\s*([-–/+,])\s*", r"\1", symbol).replace("–", "-")
    tight = tight.rstrip(".,")
    return tight[:-1] if tight.endswith(")") and "(" not in tight else tight


def full_number(number: str, joint: str, year: str | None, symbol: str) -> str:
    """Number and symbol as one: '836' and 'SLĐTBXH-TE&BĐG', '57' and 'NQ/TW' ('57-NQ/TW')."""
    party = joint in "-–" and _PARTY_TYPE.match(symbol)
    parts = [re.sub(r"\s", "", number), *([year] if year else []), symbol]
    if joint == " ":
        return " ".join(parts)
    return ("-" if party else "/").join(parts) if not year else "/".join(parts)


def find(head: list[Line], text: str) -> Number | None:
    """The letter's number: the first «Số …» of its head, else a line that is a number and symbol.

    ``text`` is the letter as read, for the number as it is printed.
    """
    for at, line in enumerate(head):
        if line.kind == NUMBER:
            found = _labelled(line.piece, text)
            return found if found and found.symbol else _parted(line, head[at + 1 :], text) or found
    for line in head:
        match = _UNLABELLED.fullmatch(line.text)
        if match:
            return _number(line.piece, match, text, (doubts.NUMBER_NOT_LABELLED,))
    return None


def _parted(label: Line, below: Sequence[Line], text: str) -> Number | None:
    """«Số:» and its '/KH-UBND' with other lines between them, as two columns leave them."""
    for line in below[:6]:
        if line.text.startswith(("/", "-")) and len(line.text) < 60:
            return _labelled(joined([label.piece, line.piece]), text)
    return None


def _labelled(piece: Piece, text: str) -> Number | None:
    match = _HEAD.match(piece.text) or _JOINTLESS.match(piece.text) or _SPACED.match(piece.text)
    if match:
        return _number(piece, match, text, ())
    lone = _LONE.match(piece.text)
    if lone is None:
        return None
    printed = piece.part(0, lone.end()).strip()
    number = lone["number"]
    found = _found(piece, lone.span("number"), number, ()) if number else None
    doubt = (doubts.SYMBOL_LOST,) if number else (doubts.SYMBOL_LOST, doubts.NUMBER_BLANK)
    return Number(found, None, Found(_as_read(printed, text), spans_of(printed), 0.7, doubt))


def _number(piece: Piece, match: re.Match[str], text: str, doubt: tuple[str, ...]) -> Number:
    """The parts of a match on ``piece``."""
    symbol = mended(match["symbol"])
    if match["year"]:
        symbol = f"{match['year']}/{symbol}"
    start = match.start("year") if match["year"] else match.start("symbol")
    printed = piece.part(match.start(), match.end()).strip()
    number = match["number"]
    blank = () if number else (doubts.NUMBER_BLANK,)
    return Number(
        _found(piece, match.span("number"), re.sub(r"\s", "", number), doubt) if number else None,
        _found(piece, (start, match.end("symbol")), symbol, doubt),
        Found(_as_read(printed, text), spans_of(printed), 0.8 if doubt else 1.0, doubt + blank),
    )


def _found(piece: Piece, span: tuple[int, int], value: str, doubt: tuple[str, ...]) -> Found[str]:
    return Found(value, spans_of(piece.part(*span)), 0.8 if doubt else 1.0, doubt)


def _as_read(piece: Piece, text: str) -> str:
    """The piece as the letter shows it, its blanks included, line ends as one blank."""
    spans = spans_of(piece)
    raw = text[spans[0].start : spans[-1].end] if spans else piece.text
    if len(raw) > 2 * len(piece.text) + 80 or len(spans) > 1:
        raw = piece.text
    return unicodedata.normalize("NFC", re.sub(r"\s*\n\s*", " ", raw).strip())
