"""Date and place of issue: printed, blank, stamped or inferred."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake import doubts, letter_dates
from engine.intake.cited import cited_in
from tests.unit.intake.heads import lines


@pytest.mark.parametrize(
    ("printed", "date", "place"),
    [
        ("Yên Lập, ngày 14 tháng 4 năm 2023", "2023-04-14", "Yên Lập"),
        ("Phú hòa, ngày 7 tháng11 năm 2022", "2022-11-07", "Phú Hòa"),
        ("TP. Hồ Chí Minh, ngày 02 tháng 6 năm 2023", "2023-06-02", "TP. Hồ Chí Minh"),
        ("Phan Rang-Tháp Chàm, ngày 5 tháng 3 năm 2020", "2020-03-05", "Phan Rang-Tháp Chàm"),
        ("Quận 8, ngày 09 tháng 5 năm 2024", "2024-05-09", "Quận 8"),
        ("Tân Châu, ngày 14/8/2023", "2023-08-14", "Tân Châu"),
        ("Cao Lãnh, hồi 20 giờ 30 ngày 18 tháng 9 năm 2024", "2024-09-18", "Cao Lãnh"),
        ("ngày 3 tháng 4 năm 2024", "2024-04-03", None),
        ("Số: 5/KH-UBND Đông Hà, ngày 1 tháng 2 năm 2024", "2024-02-01", "Đông Hà"),
    ],
)
def test_a_printed_date_has_its_day_and_place(printed: str, date: str, place: str | None) -> None:
    found = letter_dates.find(lines(printed), [], [], "")

    assert found is not None
    assert found.value.date == dt.date.fromisoformat(date)
    assert found.value.place == place
    assert found.doubts == ()


def test_blank_day_and_month_stay_blank_and_the_latest_cited_day_is_said() -> None:
    cited = list(
        cited_in("Công văn số 8/SNV-CCHC ngày 2/3/2023, Kế hoạch số 9/KH-UBND ngày 1/2/2023")
    )

    found = letter_dates.find(lines("Yên Lập, ngày     tháng     năm 2023"), [], cited, "")

    assert found is not None
    issued = found.value
    assert (issued.date, issued.year, issued.month, issued.day) == (None, 2023, None, None)
    assert issued.not_before == dt.date(2023, 3, 2)
    assert doubts.DATE_BLANK in found.doubts


def test_a_month_may_be_printed_while_the_day_is_blank() -> None:
    found = letter_dates.find(lines("Yên Lập, ngày ...... tháng 3 năm 2024"), [], [], "")

    assert found is not None
    assert (found.value.day, found.value.month, found.value.year) == (None, 3, 2024)


def test_the_stamp_of_a_digital_signature_fills_a_blank_date() -> None:
    foot = lines("Ký bởi: Sở Nội vụ\nThời gian ký: 11/03/2024 08:15:22 +07:00")

    found = letter_dates.find(lines("Yên Lập, ngày    tháng 3 năm 2024"), foot, [], "")

    assert found is not None
    assert found.value.date == dt.date(2024, 3, 11)
    assert found.value.place == "Yên Lập"
    assert doubts.DATE_OF_SIGNATURE in found.doubts


def test_a_lost_date_has_the_year_of_what_is_cited() -> None:
    cited = list(cited_in("Công văn số 8/SNV-CCHC ngày 2/3/2021"))

    found = letter_dates.find([], [], cited, "trong năm 2030")

    assert found is not None
    assert (found.value.date, found.value.year) == (None, 2021)
    assert doubts.YEAR_INFERRED in found.doubts


def test_an_impossible_day_gives_no_date() -> None:
    found = letter_dates.find(lines("Yên Lập, ngày 31 tháng 2 năm 2023"), [], [], "")

    assert found is not None
    assert found.value.date is None
    assert doubts.DATE_IMPOSSIBLE in found.doubts


def test_a_letter_before_its_own_basis_is_doubted() -> None:
    cited = list(cited_in("Công văn số 8/SNV-CCHC ngày 2/12/2023"))

    found = letter_dates.find(lines("Yên Lập, ngày 1 tháng 3 năm 2023"), [], cited, "")

    assert found is not None
    assert doubts.DATE_BEFORE_BASIS in found.doubts


def test_nothing_is_invented_without_date_and_citation() -> None:
    assert letter_dates.find([], [], [], "không có ngày nào") is None
