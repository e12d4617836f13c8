"""The date and place of issue: the head's line, a signature's stamp, or what follows from the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake import doubts
from engine.intake.cited import Cited
from engine.intake.found import Found, Issued, Span
from engine.intake.parts import DATE, Line, spans_of
from engine.intake.pieces import Piece

_B = r"[\s.…_]{0,40}"
_WRITTEN: Final = re.compile(
    rf"ngày{_B}(?P<day>\d\s?\d?)?{_B}tháng{_B}(?P<month>\d\s?\d?)?{_B}"
    rf"(?:năm{_B}(?P<year>(?:19|20)\s?\d\s?\d|\d{{2}}(?!\d))?)?",
    re.IGNORECASE,
)
_SLASHED: Final = re.compile(
    rf"ngày{_B}(?P<day>\d{{1,2}})?{_B}[/.-]{_B}(?P<month>\d{{1,2}})?{_B}[/.-]{_B}(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:(?:thời\s+gian|ngày|giờ)\s+ký|ký\s+ngày|signing\s+time|date)\s*:?\s*"
    r"(?:\d{1,2}[:h]\d{2}(?::\d{2})?\s*,?\s*(?:ngày\s*)?)?"
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d)",
    re.IGNORECASE,
)
_BARE_STAMP = re.compile(
    r"(?P<day>\d{2})[/.-](?P<month>\d{2})[/.-](?P<year>20\d\d)\s+\d{2}:\d{2}:\d{2}(?:\s*[+-]\d{2}:?\d{2})?"
)
_ISO_STAMP = re.compile(r"Date:\s*(?P<year>20\d\d)[.-](?P<month>\d\d)[.-](?P<day>\d\d)")
_HOUR = re.compile(r"[,\s]+(?:h\S?\s?i|lúc)?\s*\d{1,2}\s*(?:giờ|h|g|:)", re.IGNORECASE)
_YEAR_SAID = re.compile(r"(?:năm\s+|\d/)(20\d\d)\b")
_NOT_A_PLACE = re.compile(r"\d{3}|[:/]")


@dataclass(frozen=True, slots=True)
class _Parts:
    day: int | None
    month: int | None
    year: int | None
    place: str | None
    spans: tuple[Span, ...]

    def on(self) -> dt.date | None:
        if self.day is None or self.month is None or self.year is None:
            return None
        return day_of(self.year, self.month, self.day)


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """The calendar day, None where there is none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def find(
    head: Sequence[Line],
    foot: Sequence[Line],
    cited: Iterable[Cited],
    body: str,
) -> Found[Issued] | None:
    """The date of issue. ``cited`` are the documents cited, ``body`` the words, for the year.

    A blank day or month stays None; a stamp of a digital signature fills it, with a doubt.
    """
    doubt: list[str] = []
    parts = _dateline(head)
    if parts is None:
        parts = _dateline(foot)
        if parts is not None:
            doubt.append(doubts.DATE_AT_END)
    stamp = _stamp([*head, *foot])
    if stamp is not None and (parts is None or parts.day is None or parts.month is None):
        place = parts.place if parts else None
        parts = _Parts(stamp.day, stamp.month, stamp.year, place, stamp.spans)
        doubt.append(doubts.DATE_OF_SIGNATURE)
    return _issued(parts, list(cited), body, doubt)


def place_name(text: str) -> str:
    """A place in ordinary case: 'Phú thứ' is Phú Thứ, 'VỊ XUYÊN' is Vị Xuyên, 'TP. Huế' stays.

    >>> place_name("Phú thứ")
    'Phú Thứ'
    """
    words = re.split(r"(\s+|-)", re.sub(r"\s+", " ", text.strip(" ,.;")))
    named = "".join(_capital(word) for word in words)
    return re.sub(r"^Thành Phố ", "Thành phố ", named)


def _capital(word: str) -> str:
    if re.fullmatch(r"T[Pp]\.?", word):
        return word
    if word.upper().startswith("TP.") and len(word) > 3:
        return f"{word[:3]}{_capital(word[3:])}"
    return word[:1].upper() + word[1:].lower()


def _issued(
    parts: _Parts | None, cited: list[Cited], body: str, doubt: list[str]
) -> Found[Issued] | None:
    """The finding, its missing pieces said."""
    year = parts.year if parts else None
    latest = max(
        (c.date for c in cited if c.date and (not year or c.date.year <= year)), default=None
    )
    on = parts.on() if parts else None
    if on is not None and parts is not None:
        if latest is not None and latest > on:
            doubt.append(doubts.DATE_BEFORE_BASIS)
        issued = Issued(on, on.year, on.month, on.day, parts.place)
        return Found(issued, parts.spans, 0.7 if doubt else 1.0, tuple(doubt))
    if parts is not None and None not in (parts.day, parts.month, parts.year):
        doubt.append(doubts.DATE_IMPOSSIBLE)
    if year is None:
        year = latest.year if latest else _year_said(body)
        if year is not None:
            doubt.append(doubts.YEAR_INFERRED)
    if parts is None and year is None:
        return None
    doubt.append(doubts.DATE_BLANK)
    month, day = (parts.month, parts.day) if parts else (None, None)
    issued = Issued(None, year, month, day, parts.place if parts else None, latest)
    confidence = 0.9 if parts and parts.year else 0.6
    return Found(issued, parts.spans if parts else (), confidence, tuple(doubt))


def _dateline(lines: Sequence[Line]) -> _Parts | None:
    for line in lines:
        if line.kind != DATE:
            continue
        match = _WRITTEN.search(line.text) or _SLASHED.search(line.text)
        if match:
            return _parts(line.piece, match)
    return None


def _parts(piece: Piece, match: re.Match[str]) -> _Parts:
    year = _number(match["year"])
    if year is not None and year < 100:
        year = year + 2000 if year not in (19, 20) else None
    before = _HOUR.split(piece.text[: match.start()])[0].strip(" ,.;")
    place = place_name(before) if before and not _NOT_A_PLACE.search(before) else None
    start = 0 if place else match.start()
    return _Parts(
        _number(match["day"]),
        _number(match["month"]),
        year,
        place,
        spans_of(piece.part(start, match.end()).strip()),
    )


def _number(text: str | None) -> int | None:
    return int(re.sub(r"\s", "", text)) if text else None


def _stamp(lines: Sequence[Line]) -> _Parts | None:
    """The day of a digital signature's stamp ('Thời gian ký: 14/04/2023 10:22:33')."""
    for line in lines:
        for pattern in (_STAMP, _BARE_STAMP, _ISO_STAMP):
            match = pattern.search(line.text)
            if match and day_of(int(match["year"]), int(match["month"]), int(match["day"])):
                return _parts(line.piece, match)
    return None


def _year_said(body: str) -> int | None:
    """The year the text speaks of most; None where it speaks of none."""
    years = [int(y) for y in _YEAR_SAID.findall(body)]
    return max(set(years), key=lambda y: (years.count(y), y)) if years else None
