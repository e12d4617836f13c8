"""A letter's listing in Vietnamese, for a person at a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from engine.intake.doubts import sentence
from engine.intake.listing import Listing

_KINDS = {
    "weekly": "hằng tuần", "monthly": "tháng", "quarterly": "quý", "half_year": "6 tháng", "nine_months": "9 tháng",
    "annual": "năm", "one_off": "một lần", "ad_hoc": "đột xuất", "periodic_unspecified": "định kỳ (không ghi hạn)",
}  # fmt: skip
_EVERY = {
    "day": "hằng ngày", "week": "hằng tuần", "month": "hằng tháng", "quarter": "hằng quý",
    "half_year": "6 tháng một lần", "nine_months": "9 tháng", "year": "hằng năm",
}  # fmt: skip
_BOUNDARY = {"before_exclusive": "trước ngày", "no_later_inclusive": "chậm nhất ngày"}
_WEEKDAYS = ("", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_UNITS = {"days": "ngày", "hours": "giờ", "months": "tháng"}
_END_OF_MONTH = 99


def summary(listing: Listing) -> str:
    """The letter in a few lines: what it is, and what is due when."""
    return "\n".join(
        [f"== {listing['file']}", *_around(listing), *_asked(listing), *_doubted(listing), ""]
    )


def _around(listing: Listing) -> Iterator[str]:
    doc, issued, signer = listing["doc"], listing["issued"], listing["signer"]
    number = doc["number_as_printed"] or "(không có số)"
    yield f"Văn bản:    {number}, {_printed(issued['date']) or _partly(issued)}"
    yield f"Cơ quan:    {listing['issuer']['name'] or '(không rõ)'}"
    yield f"Trích yếu:  {listing['subject'] or listing.get('subject_inferred') or '(không rõ)'}"
    for basis in listing["upstream"]:
        date = _printed(basis["date"])
        yield f"Căn cứ:     {basis['number'] or basis['title']}{f' ngày {date}' if date else ''}{_of(basis['issuer'])}"
    for name in listing["recipients"] or listing.get("recipients_inferred") or []:
        yield f"Gửi:        {name}"
    yield f"Người ký:   {', '.join(filter(None, (signer['title'], signer['name']))) or '(không rõ)'}"


def _of(issuer: str | None) -> str:
    return f" của {issuer}" if issuer else ""


def _partly(issued: dict[str, Any]) -> str:
    return f"năm {issued['year']}, không ghi đủ ngày" if issued["year"] else "không ghi ngày"


def _asked(listing: Listing) -> Iterator[str]:
    for title, many, what in (
        ("Báo cáo", listing["reports"], "about"),
        ("Việc", listing["tasks"], "what"),
    ):
        for number, one in enumerate(many, 1):
            kind = f" {_KINDS[one['kind']]}" if "kind" in one else ""
            about = f": {one[what]}" if one.get(what) else ""
            yield f"{title} {number}{kind}{about}"
            yield from _details(one)


def _details(one: Listing) -> Iterator[str]:
    yield f"    hạn: {_due(one)}"
    for label, value in (
        ("ai", "; ".join(one["who"])),
        ("gửi", one.get("to")),
        ("qua", one.get("via")),
        ("tổng hợp", one.get("consolidator")),
        ("báo cáo lên", "; ".join(one.get("goes_up_to", []))),
        ("ở mục", one["where"]),
    ):
        if value:
            yield f"    {label}: {value}"
    yield f"    «{one['phrase']}»"


def _due(one: Listing) -> str:
    """'trước ngày 05/12/2023 (ngày cuối: 04/12/2023)', 'ngày 20 hằng tháng', 'trong 5 ngày làm việc …'."""
    parts = []
    word = _BOUNDARY.get(one["boundary"], "")
    if one["deadline"]:
        parts.append(
            f"{word} {_printed(one['deadline'])} (ngày cuối: {_printed(one['last_ok_date'])})"
        )
    elif one["recurrence"]:
        parts.append(" ".join(filter(None, (word, _turn(one["recurrence"])))))
    if one["recurrence"] and one["recurrence"]["every"]:
        parts.append(_EVERY[one["recurrence"]["every"]])
    if one.get("time"):
        parts.append(f"đến {one['time']}")
    within = one.get("within")
    if within:
        unit = next(key for key in _UNITS if key in within)
        working = " làm việc" if within.get("working") else ""
        parts.append(
            f"trong {within[unit]} {_UNITS[unit]}{working} kể từ {within['since'] or 'khi nhận'}"
        )
    return ", ".join(filter(None, parts)) or "không ghi"


def _turn(recurrence: dict[str, Any]) -> str:
    if recurrence.get("weekday"):
        return _WEEKDAYS[recurrence["weekday"]]
    day, month = recurrence.get("day"), recurrence.get("month")
    if day is None:
        return ""
    if recurrence["every"] is None:
        return f"{day:02}/{month:02}" if month else f"{day:02}"
    return "cuối kỳ" if day == _END_OF_MONTH else f"{day:02}"


def _doubted(listing: Listing) -> Iterator[str]:
    """What a reader should look at again, each doubt once."""
    seen: dict[str, None] = {}
    for found in listing["evidence"].values():
        for one in found if isinstance(found, list) else [found]:
            seen.update(dict.fromkeys(one["doubts"]))
    for code in seen:
        yield f"Xem lại:    {sentence(code)}"


def _printed(day: str | None) -> str:
    return dt.date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""
