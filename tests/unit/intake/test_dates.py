"""Days as letters print them."""

from __future__ import annotations

import pytest

from engine.intake.date_forms import LAST, NEXT_MONTH
from engine.intake.dates import read_days

DAYS = [
    ("15/5/2023", [(15, 5, 2023, None)]),
    ("ngày 15 /5/2023", [(15, 5, 2023, None)]),
    ("ngày 15/ 5/ 2023", [(15, 5, 2023, None)]),
    ("ngày15/5", [(15, 5, None, None)]),
    ("ngày 15/5/23", [(15, 5, 2023, None)]),
    ("ngày 15 tháng 5 năm 2023", [(15, 5, 2023, None)]),
    ("ngày 15 tháng11", [(15, 11, None, None)]),
    ("ngày 06 (sáu) tháng 06 (sáu)", [(6, 6, None, None)]),
    ("ngày 31-5", [(31, 5, None, None)]),
    ("31.5.2023", [(31, 5, 2023, None)]),
    ("ngày 15/11 - 15/12", [(15, 11, None, None)]),
    ("tháng 12/2023", [(LAST, 12, 2023, None)]),
    ("tháng 4 và tháng 5/2024", [(LAST, 5, 2024, None)]),
    ("quý III năm 2023", [(LAST, 9, 2023, None)]),
    ("cuối tháng 6/2023", [(LAST, 6, 2023, None)]),
    ("cuối quý", [(LAST, 3, None, "quarter")]),
    ("ngày làm việc cuối cùng của tháng", [(LAST, None, None, "month")]),
    ("ngày 20 hằng tháng", [(20, None, None, "month")]),
    ("ngày 22 của tháng báo cáo", [(22, None, None, "month")]),
    ("ngày 05 của tháng cuối quý", [(5, 3, None, "quarter")]),
    ("ngày 10 tháng đầu quý sau", [(10, NEXT_MONTH, None, "quarter")]),
    ("ngày cuối quý", [(LAST, 3, None, "quarter")]),
    ("15/6 và 15/12 hằng năm", [(15, 6, None, "year"), (15, 12, None, "year")]),
    ("ngày 15/6, ngày 15/12/2023", [(15, 6, 2023, None), (15, 12, 2023, None)]),
    ("ngày 15/12 và ngày 15/01/2024", [(15, 12, 2023, None), (15, 1, 2024, None)]),
    ("ngày 15 và ngày 30 hằng tháng", [(15, None, None, "month"), (30, None, None, "month")]),
    (
        "ngày 20 các tháng 3, 6, 9 và 12",
        [(20, 3, None, None), (20, 6, None, None), (20, 9, None, None), (20, 12, None, None)],
    ),
    ("ngày 32/5", []),
    ("ngày 15/13/2023", []),
    ("ngày làm việc", []),
    ("2021-2030", []),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_a_day_is_read_as_printed(
    text: str, days: list[tuple[int, int | None, int | None, str | None]]
) -> None:
    found = read_days(text, 0)
    assert [(day.day, day.month, day.year, day.every) for day in found] == days


@pytest.mark.parametrize("text", ["ngày     /5", "ngày ... tháng 5 năm 2023", "ngày /5/2023"])
def test_a_blank_day_is_known_to_be_blank(text: str) -> None:
    (day,) = read_days(text, 0)
    assert day.blank
    assert day.day is None
    assert day.month == 5


@pytest.mark.parametrize(
    ("text", "weekday", "time"),
    [
        ("thứ Sáu hằng tuần", 5, None),
        ("15 giờ thứ Năm hằng tuần", 4, "15:00"),
        ("16 giờ 30 phút thứ 2 hàng tuần", 1, "16:30"),
    ],
)
def test_a_weekday_recurs(text: str, weekday: int, time: str | None) -> None:
    (day,) = read_days(text, 0)
    assert (day.weekday, day.every, day.time) == (weekday, "week", time)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("17 giờ 00 ngày 15/5", "17:00"),
        ("16h30' ngày 15/5/2023", "16:30"),
        ("16 giờ 30 phút, ngày 15/5", "16:30"),
        ("9g ngày 15/5", "09:00"),
        ("16 giờ, thứ Ba, ngày 15/5", "16:00"),
    ],
)
def test_a_time_of_day_belongs_to_the_day(text: str, time: str) -> None:
    (day,) = read_days(text, 0)
    assert (day.day, day.month, day.time) == (15, 5, time)


@pytest.mark.parametrize(
    "text", ["ngày 15/01 năm sau", "15/01 của năm kế tiếp", "ngày 15 tháng 01 năm liền kề"]
)
def test_next_year_is_understood(text: str) -> None:
    (day,) = read_days(text, 0)
    assert (day.day, day.month, day.years_on) == (15, 1, 1)


def test_next_month_is_understood() -> None:
    (day,) = read_days("ngày 05 tháng sau", 0)
    assert (day.day, day.every, day.following) == (5, "month", True)
