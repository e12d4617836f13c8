"""Days that a letter does not print but says: the last worked one, so many after a printed one, tomorrow, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake.counted_days import end_of, last_worked
from engine.intake.draft import draft_of
from engine.intake.duty_doubts import (
    BEFORE_LETTER,
    COUNTED_FROM,
    DAY_UNREAD,
    RELATIVE_DAY,
    WORKED_DAY,
    WORKED_DAYS_FROM,
)
from engine.intake.found import ONE_OFF, Found, Report
from tests.unit.intake.written import duties_of, said_of

SENT = "Các sở, ban, ngành gửi báo cáo rà soát về Sở Tư pháp"


def report(when: str) -> Found[Report]:
    """The one report of a letter of 20/4/2023 that is due ``when``."""
    (found,) = duties_of(f"{SENT} {when}.").reports
    return found


@pytest.mark.parametrize(
    ("when", "day", "last"),
    [
        ("trước ngày làm việc cuối cùng của tháng 9/2023", (9, 29), (9, 28)),
        ("chậm nhất ngày làm việc cuối cùng của tháng 12 năm 2023", (12, 29), (12, 29)),
        ("chậm nhất ngày làm việc cuối của quý III/2023", (9, 29), (9, 29)),
    ],
)
def test_the_last_worked_day_of_a_month_is_one_day_and_doubtful(
    when: str, day: tuple[int, int], last: tuple[int, int]
) -> None:
    found = report(when)
    deadline = found.value.deadline
    assert (deadline.on, deadline.last_day) == (dt.date(2023, *day), dt.date(2023, *last))
    assert (found.value.kind, deadline.every) == (ONE_OFF, None)
    assert WORKED_DAY in found.doubts


def test_the_last_worked_day_of_each_month_still_recurs() -> None:
    found = report("trước ngày làm việc cuối cùng hằng tháng")
    assert found.value.deadline.every == "month"
    assert WORKED_DAY in found.doubts


@pytest.mark.parametrize(
    ("when", "day", "within"),
    [
        ("trong vòng 10 ngày kể từ ngày 01/6/2023 về Sở Tư pháp", (6, 12), 10),
        ("trong thời hạn 15 ngày, tính từ ngày 05 tháng 6 năm 2023", (6, 20), 15),
        ("trong 02 tháng kể từ ngày 31/7/2023", (10, 2), 2),
        ("trong 07 ngày kể từ ngày 05.6.2023", (6, 12), 7),
    ],
)
def test_days_from_a_printed_one_end_on_a_day(when: str, day: tuple[int, int], within: int) -> None:
    found = report(when)
    deadline = found.value.deadline
    assert deadline.on == deadline.last_day == dt.date(2023, *day)
    assert deadline.within == within
    assert COUNTED_FROM in found.doubts


def test_working_days_from_a_printed_one_are_left_to_the_calendar() -> None:
    found = report("trong 05 ngày làm việc kể từ ngày 01/6/2023")
    deadline = found.value.deadline
    assert (deadline.on, deadline.within, deadline.working) == (None, 5, True)
    assert deadline.since == "ngày 01/6/2023"
    assert WORKED_DAYS_FROM in found.doubts


@pytest.mark.parametrize(
    ("when", "since"),
    [
        ("trong 05 ngày kể từ ngày nhận được văn bản này", "ngày nhận được văn bản này"),
        ("chậm nhất 03 ngày sau khi kết thúc đợt thanh tra", "khi kết thúc đợt thanh tra"),
        ("trong 07 ngày, từ ngày ký ban hành", "ngày ký ban hành"),
    ],
)
def test_what_days_count_from_is_told_without_the_counting_words(when: str, since: str) -> None:
    deadline = report(when).value.deadline
    assert (deadline.since, deadline.on) == (since, None)


def test_a_period_that_ended_before_the_letter_is_doubted() -> None:
    (found,) = duties_of("Các sở gửi báo cáo trong 05 ngày kể từ ngày 01/4/2023.").reports
    assert BEFORE_LETTER in found.doubts


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ((2023, 6, 1), 10, "day", (2023, 6, 12)),
        ((2023, 6, 1), 7, "day", (2023, 6, 8)),
        ((2024, 1, 31), 1, "month", (2024, 2, 29)),
        ((2023, 11, 15), 3, "month", (2024, 2, 15)),
    ],
)
def test_a_period_leaves_out_its_first_day_and_ends_no_weekend(
    start: tuple[int, int, int], count: int, unit: str, end: tuple[int, int, int]
) -> None:
    assert end_of(dt.date(*start), count, unit) == dt.date(*end)


def test_a_period_past_the_calendar_has_no_end() -> None:
    assert end_of(dt.date(2999, 1, 1), 10**9, "day") is None
    assert end_of(dt.date(2999, 1, 1), 10**6, "month") is None


def test_a_worked_day_stays() -> None:
    assert last_worked(dt.date(2023, 9, 29)) == dt.date(2023, 9, 29)
    assert last_worked(dt.date(2023, 12, 31)) == dt.date(2023, 12, 29)


@pytest.mark.parametrize(
    ("when", "day", "time"),
    [
        ("trước 10 giờ sáng mai", 21, "10:00"),
        ("trước 16 giờ chiều nay", 20, "16:00"),
        ("chậm nhất 17h00 ngày mai", 21, "17:00"),
        ("trong ngày hôm nay", 20, None),
    ],
)
def test_tomorrow_is_the_day_after_the_letters(when: str, day: int, time: str | None) -> None:
    found = report(when)
    deadline = found.value.deadline
    assert (deadline.on, deadline.time) == (dt.date(2023, 4, day), time)
    assert RELATIVE_DAY in found.doubts


def test_tomorrow_with_its_day_beside_it_is_that_day_at_its_time() -> None:
    found = report("chậm nhất vào 8h ngày mai (thứ Sáu, ngày 21/4/2023)")
    deadline = found.value.deadline
    assert (deadline.on, deadline.time) == (dt.date(2023, 4, 21), "08:00")
    assert found.doubts == ()


def test_tomorrow_of_a_letter_without_a_day_is_no_day() -> None:
    found = draft_of(f"Kính gửi: Các sở.\n\n{SENT} trước 10 giờ sáng mai.\n").duties.reports
    assert [one.value.deadline.on for one in found] == [None]
    assert DAY_UNREAD in found[0].doubts


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("b0915", "trước ngày mười lăm tháng chín năm 2023"),
        ("n1031", "chậm nhất ngày ba mươi mốt tháng mười năm 2023"),
        ("b0505", "trước ngày mồng 5 tháng năm"),
        ("n0721", "chậm nhất ngày hai mươi mốt tháng bảy"),
        ("b0701", "trước quý III năm 2023"),
        ("n0915", "hạn cuối 15-9-2023"),
    ],
)
def test_days_in_words_are_days(said: str, when: str) -> None:
    assert said_of(f"{SENT} {when}.") == said
    found = report(when).value
    assert (found.kind, found.to) == (ONE_OFF, "Sở Tư pháp")


@pytest.mark.parametrize(
    "when",
    [
        "vào tuần thứ 2 của tháng 10/2023",
        "trước Tết Nguyên đán",
        "trong nửa đầu tháng 9/2023",
        "chậm nhất phiên họp tháng 6",
    ],
)
def test_a_deadline_no_day_can_be_read_from_is_doubted(when: str) -> None:
    found = report(when)
    assert found.value.deadline.on is None
    assert found.doubts == (DAY_UNREAD,)


@pytest.mark.parametrize(
    "words", ["theo quy định", "trước khi trình UBND tỉnh", "và chịu trách nhiệm trước Chủ tịch"]
)
def test_what_says_no_day_is_not_doubted_for_it(words: str) -> None:
    (found,) = duties_of(f"Các sở báo cáo kết quả rà soát về Sở Tư pháp {words}.").reports
    assert DAY_UNREAD not in found.doubts
