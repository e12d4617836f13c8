"""A table of days off and worked from a CSV file: columns day, status, note, swap.

``status`` is off (nghỉ) or working (làm bù); ``swap`` the other half of a swap, on both its rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from engine.calendar_tables import Contradiction, DayRow, TableRefused
from engine.errors import InputError
from engine.printed_days import PrintedDay

MAX_BYTES = 1_000_000
COLUMNS = ("day", "status", "note", "swap")
_STATUS = {"off": False, "nghỉ": False, "working": True, "làm bù": True}


def read(path: Path) -> list[DayRow]:
    """The rows of a file; raises TableRefused with every line that cannot be read, and OSError."""
    with path.open("rb") as file:
        return parse(file.read(MAX_BYTES + 1))


def parse(data: bytes) -> list[DayRow]:
    """The rows in the bytes of a file; raises TableRefused."""
    lines = list(_lines(data))
    if not lines or tuple(lines[0][1][:2]) != COLUMNS[:2] or set(lines[0][1]) - set(COLUMNS):
        head = ",".join(COLUMNS)
        vi, en = f"dòng đầu phải là «{head}».", f"the first line must be «{head}»."
        raise TableRefused([Contradiction(1, vi, en)])
    rows: list[DayRow] = []
    problems: list[Contradiction] = []
    for line, cells in lines[1:]:
        try:
            rows.append(_row(dict(zip(lines[0][1], cells, strict=False)), line))
        except InputError as error:
            problems.append(Contradiction(line, error.text("vi"), error.text("en")))
    if not rows and not problems:
        problems.append(Contradiction(1, "bảng không có ngày nào.", "the table holds no day."))
    if problems:
        raise TableRefused(problems)
    return rows


class BadStatus(InputError):
    """Neither off nor worked."""

    code = "bad-calendar-status"
    vi = "«{status}» phải là off (nghỉ) hoặc working (làm bù)."
    en = "«{status}» must be off or working."


def _row(cells: dict[str, str], line: int) -> DayRow:
    status = cells["status"].lower() if "status" in cells else ""
    if status not in _STATUS:
        raise BadStatus(status=status)
    swap = cells.get("swap", "")
    return DayRow(
        _day(cells["day"]),
        working=_STATUS[status],
        note=cells.get("note", ""),
        swap_with=_day(swap) if swap else None,
        line=line,
    )


def _day(text: str) -> date:
    printed = PrintedDay.parse(text)
    return printed.in_year(printed.year or 0)


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not blank, their cells trimmed."""
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("larger than a megabyte")
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except (ValueError, csv.Error) as error:
        vi, en = f"tệp không phải CSV UTF-8 ({error}).", f"this is no CSV in UTF-8 ({error})."
        raise TableRefused([Contradiction(0, vi, en)]) from None
