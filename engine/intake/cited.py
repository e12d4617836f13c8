"""Documents that a text cites: 'Công văn số 836/SLĐTBXH-TE&BĐG ngày 16/3/2023 của Sở …'."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.intake.numbers import SYMBOL, full_number, mended
from engine.intake.parts import UPPER

TYPES: Final = (
    r"(?:[Cc]ông văn|[Kk]ế hoạch|[Qq]uyết định|[Nn]ghị quyết|[Cc]hỉ thị|[Tt]hông báo|[Hh]ướng dẫn"
    r"|[Cc]hương trình|[Tt]ờ trình|[Bb]áo cáo|[Kk]ết luận|[Cc]ông điện|[Nn]ghị định|[Tt]hông tư"
    r"|[Vv]ăn bản|[Ll]uật|[Pp]háp lệnh|[Đđ]ề án|[Qq]uy định|[Qq]uy chế|[Gg]iấy mời|[Tt]hông tri|[Ll]ệnh"
    r"|[Pp]hiếu chuyển|[Pp]hương án|CÔNG VĂN|QUYẾT ĐỊNH|KẾ HOẠCH|CHỈ THỊ|[Cc]/?[Vv]|QĐ|KH)"
)
"""Words that name a document in running text."""

_LEAD: Final = re.compile(
    rf"(?:(?P<type>{TYPES})(?:\s+[a-zà-ỹđ]{{1,7}}){{0,4}}?)?"
    r"\s*(?P<so>[Ss]ố|SỐ)?\s*[:.]?\s*$"
)
_NUMBER: Final = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,6}[a-zđ]?)\s{0,2}(?P<joint>[-/–])\s{0,2}"
    rf"(?:(?P<year>(?:19|20)\d\d)\s{{0,2}}[/-]\s{{0,2}})?(?P<symbol>{SYMBOL})"
)
_SPACED: Final = re.compile(
    rf"(?<=[Ss]ố )(?P<number>\d{{1,6}})(?P<joint> )(?P<year>)(?P<symbol>[{UPPER}]{{2,12}}/{SYMBOL})"
)
"""'công văn số 5082 TC/TCDN': a blank where the stroke should be."""
DATE: Final = re.compile(
    r"\s*[,(]?\s*(?:ký\s+|đề\s+|ban\s+hành\s+)?ngày\s*(?P<day>\d{1,2})\s*"
    r"(?:[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>(?:19|20)\s?\d\s?\d)"
    r"|tháng\s*(?P<month2>\d{1,2})\s*(?:năm|[/.-])\s*(?P<year2>(?:19|20)\s?\d\s?\d))"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in a text: ``start`` (its type's word) to ``end`` (after number and date)."""

    start: int
    end: int
    number: str
    date: dt.date | None
    dated: bool


def cited_in(text: str) -> Iterator[Cited]:
    """The documents cited by number, in order. A date that does not exist leaves ``date`` None."""
    found = [*_NUMBER.finditer(text), *_SPACED.finditer(text)]
    for match in sorted(found, key=lambda one: one.start()):
        if not _has_capitals(match["symbol"]):
            continue
        lead = _LEAD.search(text, max(0, match.start() - 60), match.start())
        start = lead.start() if lead else match.start()
        symbol = mended(match["symbol"])
        end = match.start("symbol") + len(match["symbol"].rstrip(".,"))
        date = DATE.match(text, end)
        yield Cited(
            start,
            date.end() if date else end,
            full_number(match["number"], match["joint"], match["year"], symbol),
            date_of(date) if date else None,
            date is not None,
        )


def date_of(match: re.Match[str]) -> dt.date | None:
    """The day a match of DATE names; None where the calendar has none such."""
    month, year = match["month"] or match["month2"], match["year"] or match["year2"]
    try:
        return dt.date(int(re.sub(r"\s", "", year)), int(month), int(match["day"]))
    except ValueError:
        return None


def _has_capitals(symbol: str) -> bool:
    return sum(1 for c in symbol if c.isupper()) >= 2
