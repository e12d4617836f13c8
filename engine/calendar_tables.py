"""A table of days off and worked as somebody enters it, and what contradicts in it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.calendar import Calendar
from engine.errors import InputError
from engine.printed_days import YEARS


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day off or worked; ``swap_with`` is the other half of a swap, ``line`` its place."""

    day: date
    working: bool
    note: str = ""
    swap_with: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong with one row."""

    line: int
    vi: str
    en: str


class TableRefused(InputError):
    """A table that contradicts itself or cannot be read; ``problems`` holds every fault."""

    code = "calendar-refused"
    vi = "Bảng ngày nghỉ không nhập được, chưa có gì thay đổi:\n{lines}"
    en = "The table of days cannot be taken; nothing was changed:\n{lines_en}"

    def __init__(self, problems: Sequence[Contradiction]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            lines="\n".join(f"{_place(p.line, 'dòng')}{p.vi}" for p in problems),
            lines_en="\n".join(f"{_place(p.line, 'line')}{p.en}" for p in problems),
        )


def vet(rows: Sequence[DayRow], known: Calendar, kept: Sequence[DayRow] = ()) -> None:
    """Raise TableRefused if the rows contradict each other, the week, or what is kept beside them.

    ``known`` is the calendar without overrides: a day that it already has worked is no make-up
    day. ``kept`` are the overrides of other days, whose swaps must stay whole.
    """
    by_day: dict[date, list[DayRow]] = defaultdict(list)
    for row in (*rows, *kept):
        by_day[row.day].append(row)
    found = [wrong for row in rows for wrong in _wrong(row, by_day, known)]
    found += [Contradiction(0, *said) for row in kept for said in _half(row, by_day, known)]
    if found:
        raise TableRefused(sorted(found, key=lambda wrong: wrong.line))


def _wrong(row: DayRow, by_day: dict[date, list[DayRow]], known: Calendar) -> list[Contradiction]:
    day, found = f"{row.day:%d/%m/%Y}", []
    same = by_day[row.day]
    if row.day.year not in YEARS:
        found.append((f"năm của ngày {day} không hợp lệ.", f"{day} is of an impossible year."))
    if {other.working for other in same} == {True, False}:
        found.append((f"ngày {day} vừa nghỉ vừa làm.", f"{day} is both off and worked."))
    elif len(same) > 1:
        found.append((f"ngày {day} ghi hai lần.", f"{day} stands there twice."))
    if row.working and known.is_working_day(row.day):
        vi = f"ngày {day} vốn là ngày làm việc, không thể là ngày làm bù."
        found.append((vi, f"{day} is a working day already, so it makes up for nothing."))
    found += _half(row, by_day, known)
    return [Contradiction(row.line, vi, en) for vi, en in found]


def _half(
    row: DayRow, by_day: Mapping[date, list[DayRow]], known: Calendar
) -> list[tuple[str, str]]:
    if row.swap_with is None:
        return []
    day, other_day = f"{row.day:%d/%m/%Y}", f"{row.swap_with:%d/%m/%Y}"
    others = by_day.get(row.swap_with, ())
    if not any(o.swap_with == row.day and o.working != row.working for o in others):
        vi = f"ngày {day} hoán đổi với {other_day}, nhưng thiếu nửa kia trong bảng."
        return [(vi, f"{day} is swapped with {other_day}, whose half is not in the table.")]
    if not row.working and not known.is_working_day(row.day):
        vi = f"ngày {day} vốn là ngày nghỉ, không có gì để hoán đổi."
        return [(vi, f"{day} is off already; there is nothing to swap.")]
    return []


def _place(line: int, word: str) -> str:
    return f"{word} {line}: " if line else ""
