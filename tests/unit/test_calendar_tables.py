"""Public holidays as the package knows them, and tables that contradict themselves."""

from __future__ import annotations

from datetime import date

import pytest

from adapters import calendar_files, holidays
from engine.calendar import calendar_of
from engine.calendar_tables import DayRow, TableRefused, vet

PUBLIC = calendar_of((row.day, row.working) for row in holidays.days(range(2022, 2028)))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2023, 1, 20), date(2023, 1, 26)),  # Tết Quý Mão
        (date(2024, 2, 8), date(2024, 2, 14)),  # Tết Giáp Thìn
        (date(2022, 4, 30), date(2022, 5, 3)),  # 30/4 and 1/5 on a weekend, both made up for
        (date(2024, 4, 27), date(2024, 5, 1)),  # with 29/4 swapped for Saturday 4/5
        (date(2026, 11, 24), date(2026, 11, 24)),  # Ngày Văn hóa Việt Nam
    ],
)
def test_these_days_are_off(first: date, last: date) -> None:
    off = {date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)}
    assert not any(map(PUBLIC.is_working_day, off))


def test_make_up_saturdays_are_worked_and_other_saturdays_are_not() -> None:
    for day in (date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)):
        assert PUBLIC.is_working_day(day)
    assert not PUBLIC.is_working_day(date(2024, 5, 11))
    assert PUBLIC.is_working_day(date(2025, 11, 24))  # no holiday before 2026


def test_the_package_does_not_know_the_swap_of_january_2026() -> None:
    assert PUBLIC.is_working_day(date(2026, 1, 2))
    assert not PUBLIC.is_working_day(date(2026, 1, 10))


def test_what_the_package_says_does_not_contradict_itself() -> None:
    vet(holidays.days(range(2014, 2031)), calendar_of(()))


FRIDAY, SATURDAY = date(2026, 1, 2), date(2026, 1, 10)
OFF = DayRow(FRIDAY, working=False, swap_with=SATURDAY, line=2)
WORKED = DayRow(SATURDAY, working=True, swap_with=FRIDAY, line=3)


def test_a_whole_swap_is_taken() -> None:
    vet([OFF, WORKED], PUBLIC)


@pytest.mark.parametrize(
    ("rows", "vi", "en"),
    [
        ([DayRow(FRIDAY, working=False), DayRow(FRIDAY, working=True)], "vừa nghỉ", "both off"),
        ([DayRow(FRIDAY, working=False)] * 2, "hai lần", "twice"),
        ([DayRow(FRIDAY, working=True)], "vốn là ngày làm việc", "working day already"),
        ([DayRow(date(2026, 8, 22), working=True)], "vốn là ngày làm việc", "already"),
        ([OFF], "thiếu nửa kia", "not in the table"),
        ([WORKED, DayRow(FRIDAY, working=False)], "thiếu nửa kia", "not in the table"),
        (
            [
                DayRow(date(2026, 2, 17), working=False, swap_with=SATURDAY),
                DayRow(SATURDAY, working=True, swap_with=date(2026, 2, 17)),
            ],
            "không có gì để hoán đổi",
            "nothing to swap",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows: list[DayRow], vi: str, en: str) -> None:
    with pytest.raises(TableRefused) as refused:
        vet(rows, PUBLIC)
    assert vi in refused.value.text("vi")
    assert en in str(refused.value)


def test_one_half_of_a_swap_cannot_be_changed_alone() -> None:
    with pytest.raises(TableRefused):
        vet([DayRow(FRIDAY, working=False)], PUBLIC, kept=[WORKED])


def test_a_table_is_read_from_csv() -> None:
    data = "day,status,note,swap\n02/01/2026,nghỉ,VPCP,10/01/2026\n\n2026-01-10,working,,2/1/2026\n"
    off, worked = calendar_files.parse(data.encode("utf-8-sig"))
    assert off == DayRow(FRIDAY, working=False, note="VPCP", swap_with=SATURDAY, line=2)
    assert (worked.day, worked.working, worked.line) == (SATURDAY, True, 4)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", [1]),
        (b"a,b\n", [1]),
        (b"day,status\n", [1]),
        (b"day,status\n31/02/2026,off\n02/01/2026,closed\n02/01,off\n", [2, 3, 4]),
        (b"day,status\n\xff\n", [0]),
    ],
)
def test_what_is_no_table_is_refused_line_by_line(data: bytes, lines: list[int]) -> None:
    with pytest.raises(TableRefused) as refused:
        calendar_files.parse(data)
    assert [problem.line for problem in refused.value.problems] == lines
