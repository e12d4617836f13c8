"""Lists of days, months and times: no entry is lost, and a stretch of months is one."""

from __future__ import annotations

import pytest

from engine.intake.dates import read_days
from engine.intake.found import MONTHLY, ONE_OFF, QUARTERLY
from tests.unit.intake.written import duties_of

SENT = "Các huyện gửi báo cáo tiến độ về Sở Xây dựng"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("các ngày 15 và 30 hằng tháng", [15, 30]),
        ("ngày 05, 15 và ngày 25 hằng tháng", [5, 15, 25]),
        ("các ngày 10, 20 của tháng cuối quý", [10, 20]),
    ],
)
def test_days_of_each_month_are_each_read(text: str, days: list[int]) -> None:
    found = read_days(text, 0)
    assert [day.day for day in found] == days
    assert all(day.every for day in found)


@pytest.mark.parametrize(
    "text", ["ngày 15 và 30 đơn vị", "các ngày 15 và 30", "ngày 15 và 40 hằng tháng"]
)
def test_numbers_that_are_no_days_of_a_month_make_no_list(text: str) -> None:
    assert len(read_days(text, 0)) <= 1


def test_both_days_of_each_month_are_reports() -> None:
    found = duties_of(f"{SENT} vào các ngày 15 và 30 hằng tháng.").reports
    assert [(one.value.kind, one.value.deadline.day) for one in found] == [
        (MONTHLY, 15),
        (MONTHLY, 30),
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("tháng 6 và tháng 12 hằng năm", [6, 12]),
        ("tháng 6 và 12 hằng năm", [6, 12]),
        ("tháng 3, tháng 6, tháng 9 và tháng 12 hằng năm", [3, 6, 9, 12]),
        ("tháng 4, 8, 12/2023", [4, 8, 12]),
        ("quý II và quý IV năm 2023", [6, 12]),
        ("tháng 4 và tháng 5/2023", [5]),
        ("quý III, quý IV năm 2023", [12]),
        ("tháng 4 đến tháng 9/2023", [9]),
    ],
)
def test_months_apart_are_each_read_and_those_that_follow_are_one(
    text: str, months: list[int]
) -> None:
    assert [day.month for day in read_days(text, 0)] == months


def test_a_number_behind_a_month_need_not_be_one() -> None:
    assert [day.month for day in read_days("tháng 6 và 12 xã", 0)] == [6]


@pytest.mark.parametrize(
    "text", ["trước 6 giờ và 16 giờ hằng ngày", "hằng ngày, trước 6 giờ và 16 giờ"]
)
def test_both_times_of_a_day_are_reports(text: str) -> None:
    found = duties_of(f"Các thôn báo cáo nhanh mực nước về UBND xã {text}.").reports
    assert [one.value.deadline.time for one in found] == ["06:00", "16:00"]
    assert {one.value.deadline.every for one in found} == {"day"}


def test_two_times_of_one_printed_day_are_both_of_it() -> None:
    found = read_days("10 giờ và 15 giờ ngày 20/5/2023", 0)
    assert [(day.time, day.day, day.month) for day in found] == [("10:00", 20, 5), ("15:00", 20, 5)]


@pytest.mark.parametrize("turn", ["lần {}", "đợt {}:"])
def test_turns_three_months_apart_are_no_quarters(turn: str) -> None:
    told = ", ".join(
        f"{turn.format(n)} trước ngày 28/{month}/2023" for n, month in enumerate((5, 8, 11), 1)
    )
    found = duties_of(f"{SENT} theo tiến độ: {told}.").reports
    assert [one.value.kind for one in found] == [ONE_OFF] * 3


def test_days_of_the_quarters_months_stay_quarterly() -> None:
    found = duties_of(f"{SENT} trước ngày 20 các tháng 3, 6, 9, 12 hằng năm.").reports
    assert {one.value.kind for one in found} == {QUARTERLY}
