"""Deadlines of letters as rules of a directive file: the same days, and none that is not printed."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any

import pytest

from adapters.directive_files import rule as loaded
from engine.deadlines import series
from engine.intake.found import BEFORE, NO_LATER, Deadline
from engine.letter_deadlines import last_day, quarterly, rule, understood
from engine.letter_periods import sentence_around

ISSUED = date(2023, 3, 20)


def days(told: dict[str, Any], count: int = 2) -> list[date]:
    """The first last acceptable days of the rule in a letter of ``ISSUED``."""
    return [due.last_ok for due in islice(series(loaded(told), ISSUED), count)]


@pytest.mark.parametrize(
    ("kind", "deadline", "phrase", "expected"),
    [
        (
            "half_year",
            Deadline(date(2023, 5, 15), BEFORE, every="half_year", month=5, day=15),
            "06 tháng trước ngày 15/5",
            [date(2023, 5, 14)],
        ),
        ("annual", Deadline(date(2023, 11, 15), NO_LATER), "báo cáo năm", [date(2023, 11, 15)]),
        (
            "annual",
            Deadline(date(2023, 11, 15), BEFORE, every="year", month=11, day=15),
            "hằng năm trước ngày 15/11",
            [date(2023, 11, 14), date(2024, 11, 14)],
        ),
        (
            "annual",
            Deadline(None, NO_LATER, every="year", month=12, day=5),
            "mỗi năm",
            [date(2023, 12, 5), date(2024, 12, 5)],
        ),
        (
            "monthly",
            Deadline(None, NO_LATER, every="month", day=20),
            "ngày 20 hằng tháng",
            [date(2023, 3, 20), date(2023, 4, 20)],
        ),
        (
            "monthly",
            Deadline(None, NO_LATER, every="month", day=99),
            "cuối tháng",
            [date(2023, 3, 31), date(2023, 4, 30)],
        ),
        (
            "quarterly",
            Deadline(None, BEFORE, every="quarter", day=5),
            "trước ngày 05 của tháng cuối quý",
            [date(2023, 6, 4), date(2023, 9, 4)],
        ),
        (
            "quarterly",
            Deadline(None, BEFORE, every="quarter", day=5),
            "trước ngày 05 tháng đầu quý sau",
            [date(2023, 4, 4), date(2023, 7, 4)],
        ),
        (
            "weekly",
            Deadline(None, NO_LATER, every="week", weekday=5),
            "thứ Sáu hằng tuần",
            [date(2023, 3, 24), date(2023, 3, 31)],
        ),
        (
            "one_off",
            Deadline(date(2023, 4, 14), NO_LATER, time="16:30"),
            "trước 16 giờ 30 ngày 14/4",
            [date(2023, 4, 14)],
        ),
        (
            "one_off",
            Deadline(within=10, working=True, since="ngày ban hành"),
            "trong 10 ngày làm việc kể từ ngày ban hành",
            [date(2023, 4, 3)],
        ),
        (
            "one_off",
            Deadline(within=5, since="ngày nhận được văn bản"),
            "trong 05 ngày kể từ ngày nhận được văn bản",
            [date(2023, 3, 27)],
        ),
    ],
)
def test_a_printed_deadline_makes_its_days(
    kind: str, deadline: Deadline, phrase: str, expected: list[date]
) -> None:
    assert days(rule(kind, deadline, phrase)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("periodic_unspecified", "undated"), ("ad_hoc", "ad_hoc"), ("annual", "undated")],
)
def test_what_has_no_day_gets_none(kind: str, expected: str) -> None:
    told = rule(kind, Deadline(), "theo quy định")
    assert told == {"kind": expected}
    assert days(told) == []


def test_a_period_with_a_known_end_is_due_on_that_day() -> None:
    counted = Deadline(
        date(2023, 6, 12), NO_LATER, date(2023, 6, 12), within=10, since="ngày 01/6/2023"
    )
    assert days(rule("one_off", counted, "trong 10 ngày kể từ ngày 01/6/2023")) == [
        date(2023, 6, 12)
    ]


@pytest.mark.parametrize(
    "since", ["kể từ ngày bế giảng", "ngày bế giảng", "khi bế giảng", "bế giảng"]
)
def test_an_event_is_named_without_what_is_said_before_it(since: str) -> None:
    assert rule("one_off", Deadline(within=3, since=since), "trong 03 ngày")["event"] == "bế giảng"


def test_hours_are_not_days() -> None:
    told = rule("ad_hoc", Deadline(within=24, since="khi xảy ra", unit="hour"), "trong 24 giờ")
    assert told == {"kind": "ad_hoc"}


def test_an_event_is_named_and_has_no_day_before_it_is_known() -> None:
    told = rule("one_off", Deadline(within=3, since="kết thúc đợt kiểm tra"), "trong 03 ngày")
    assert told["event"] == "kết thúc đợt kiểm tra"
    assert days(told) == []


@pytest.mark.parametrize(
    ("boundary", "at", "expected"),
    [
        (BEFORE, None, date(2023, 5, 14)),
        (NO_LATER, None, date(2023, 5, 15)),
        (BEFORE, "9:00", date(2023, 5, 15)),
        ("none", None, None),
    ],
)
def test_the_last_acceptable_day(boundary: str, at: str | None, expected: date | None) -> None:
    assert last_day(date(2023, 5, 15), boundary, at) == expected


@pytest.mark.parametrize(
    ("sentence", "since", "event", "note"),
    [
        ("Trong vòng 5 ngày, các trường phải gửi danh sách", "issued", None, "within-issued"),
        ("Các trường báo cáo chậm nhất 5 ngày trước ngày bế giảng", None, None, "within-before"),
        ("Chậm nhất năm ngày trước khi mở hội, gửi báo cáo", None, None, "within-before"),
        ("Báo cáo chậm nhất 5 ngày trước kỳ họp", None, None, "within-before"),
        ("Sau khi mãn đợt, chậm nhất 5 ngày gửi báo cáo", "event", "mãn đợt", "within-event"),
        ("Kết thúc đợt, trong vòng 5 ngày báo cáo", "event", "Kết thúc đợt", "within-event"),
        ("Báo cáo trong 5 ngày khi có yêu cầu", "event", "có yêu cầu", "within-event"),
        ("Chậm nhất sau 5 ngày kết thúc mỗi quý gửi báo cáo", None, None, "within-each"),
        ("Trong 5 ngày gửi danh sách, trước ngày 30/5 báo cáo", "issued", None, "within-issued"),
    ],
)
def test_a_period_counts_from_the_issue_only_where_no_event_is_named(
    sentence: str, since: str | None, event: str | None, note: str
) -> None:
    told = understood("one_off", Deadline(None, NO_LATER, within=5), "5 ngày", sentence)
    assert (told.rule.get("since"), told.rule.get("event"), told.note) == (since, event, note)
    assert bool(days(told.rule)) == (since == "issued")


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("khi ban hành kế hoạch", "event"),
        ("ngày ban hành Kế hoạch này", "issued"),
        ("ngày Công văn này được ban hành", "issued"),
        ("ngày nhận được Công văn này", "received"),
        ("ngày nhận được hồ sơ", "event"),
    ],
)
def test_what_is_issued_or_received_is_the_letter_itself(since: str, expected: str) -> None:
    phrase = f"trong 05 ngày kể từ {since}"
    assert rule("one_off", Deadline(within=5, since=since), phrase)["since"] == expected


def test_a_periodic_report_is_not_counted_once_from_the_issue() -> None:
    told = understood("quarterly", Deadline(None, NO_LATER, within=10), "báo cáo quý trong 10 ngày")
    assert (told.rule["kind"], told.note) == ("undated", "within-each")


def yearly(day: int, month: int) -> dict[str, Any]:
    """One of the days of «hằng năm» lists that reading takes for a quarterly report's."""
    deadline = Deadline(date(2023, month, day), BEFORE, every="quarter", month=month, day=day)
    return rule("quarterly", deadline, f"trước ngày {day}/{month}")


def test_a_day_with_its_month_is_due_in_that_month_only() -> None:
    assert days(yearly(10, 6)) == [date(2023, 6, 9), date(2024, 6, 9)]


def test_four_days_that_are_one_of_each_quarter_are_one_rule() -> None:
    told = quarterly([yearly(10, month) for month in (3, 6, 9, 12)])
    assert told is not None
    assert days(told) == [date(2023, 6, 9), date(2023, 9, 9)]
    later = quarterly([yearly(10, month) for month in (1, 4, 7, 10)])
    assert later is not None
    assert days(later) == [date(2023, 4, 9), date(2023, 7, 9)]


@pytest.mark.parametrize("months", [(3, 6, 9), (3, 6, 9, 11), (2, 5, 8, 11)])
def test_other_days_stay_apart(months: tuple[int, ...]) -> None:
    assert quarterly([yearly(10, month) for month in months]) is None


def test_each_year_is_said_once_for_all_days_of_a_sentence() -> None:
    june = Deadline(date(2023, 6, 30), NO_LATER, every="half_year", month=6, day=99)
    told = rule("half_year", june, "trong tháng 6", "gửi trong tháng 6 và tháng 12 hằng năm")
    assert days(told) == [date(2023, 6, 30), date(2024, 6, 30)]


@pytest.mark.parametrize(
    ("phrase", "note"),
    [
        ("gửi trước ngày 01 tháng sau", "monthly-guessed"),
        ("hằng tháng, trước ngày 01 tháng sau", ""),
    ],
)
def test_next_month_is_monthly_only_by_a_guess(phrase: str, note: str) -> None:
    deadline = Deadline(None, BEFORE, every="month", day=1, following=True)
    assert understood("monthly", deadline, phrase).note == note


def test_the_sentence_around_a_deadline_ends_where_the_item_does() -> None:
    text = "1. Việc khác.\n\n2. Sau khi mãn đợt, chậm nhất\n03 ngày gửi báo cáo; gửi sau.\n"
    at = text.index("03 ngày")
    said = sentence_around(text, at, at + 7)
    assert said == "Sau khi mãn đợt, chậm nhất 03 ngày gửi báo cáo"
