"""What words make a day a deadline, and which boundary they set."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intake.deadline_grammar import read_dues
from engine.intake.found import BEFORE, NO_LATER

BOUNDARIES = [
    ("gửi báo cáo trước ngày 15/5/2023", BEFORE),
    ("gửi báo cáo trước 15/5/2023", BEFORE),
    ("chậm nhất trước ngày 15/5/2023", BEFORE),
    ("chậm nhất là trước ngày 15/5/2023", BEFORE),
    ("hoàn thành trước ngày 15/5/2023", BEFORE),
    ("chậm nhất ngày 15/5/2023", NO_LATER),
    ("chậm nhất là ngày 15/5/2023", NO_LATER),
    ("chậm nhất vào ngày 15/5/2023", NO_LATER),
    ("chậm nhất đến hết ngày 15/5/2023", NO_LATER),
    ("muộn nhất ngày 15/5/2023", NO_LATER),
    ("không quá ngày 15/5/2023", NO_LATER),
    ("không muộn hơn ngày 15/5/2023", NO_LATER),
    ("trước hoặc trong ngày 15/5/2023", NO_LATER),
    ("báo cáo trong ngày 15/5/2023", NO_LATER),
    ("đến hết ngày 15/5/2023", NO_LATER),
    ("hạn cuối nộp là ngày 15/5/2023", NO_LATER),
    ("hạn chót 15/5/2023", NO_LATER),
    ("Thời hạn gửi báo cáo: 15/5/2023", NO_LATER),
    ("trước 17 giờ 00 ngày 15/5/2023", NO_LATER),
]


@pytest.mark.parametrize(("text", "boundary"), BOUNDARIES)
def test_the_words_before_a_day_set_the_boundary(text: str, boundary: str) -> None:
    (due,) = read_dues(text)
    assert due.day is not None
    assert (due.day.day, due.day.month, due.day.year) == (15, 5, 2023)
    assert due.boundary == boundary


@pytest.mark.parametrize(
    "text",
    [
        "Công văn số 12/SNV-TH ngày 15/5/2023 của Sở Nội vụ",
        "số liệu tính đến ngày 14/6/2023",
        "số liệu tính từ ngày 15/12/2022 đến hết ngày 14/6/2023",
        "tính từ ngày 15 tháng trước đến ngày 14 tháng báo cáo",
        "từ ngày 15/11 đến hết ngày 15/12/2023",
        "sinh trước ngày 01/01/1970",
        "có hiệu lực trước ngày 01/7/2023",
        "kết quả thực hiện trong quý III/2023",
        "trước, trong và sau Tết Nguyên đán",
        "trước ngày Luật này có hiệu lực",
        "trước khi tổ chức 05 ngày",
        "kịp thời, đúng thời gian quy định",
        "tỷ lệ đạt 3/4 số xã",
        "tuổi từ 15 ngày trở lên",
    ],
)
def test_other_days_are_no_deadlines(text: str) -> None:
    assert read_dues(text) == []


@pytest.mark.parametrize(
    ("text", "days", "working", "unit"),
    [
        ("trong vòng 05 (năm) ngày làm việc kể từ ngày nhận được văn bản", 5, True, "day"),
        ("chậm nhất sau 10 ngày kể từ ngày kết thúc đợt kiểm tra", 10, False, "day"),
        ("trong thời hạn mười ngày, kể từ ngày ký", 10, False, "day"),
        ("chậm nhất 03 ngày làm việc sau khi kết thúc hội nghị", 3, True, "day"),
        ("trong vòng 24 giờ kể từ khi xảy ra", 24, False, "hour"),
    ],
)
def test_a_term_counts_from_something(text: str, days: int, working: bool, unit: str) -> None:
    (due,) = read_dues(text)
    assert (due.within, due.working, due.unit, due.day) == (days, working, unit, None)
    assert due.since


def test_what_a_term_counts_from_ends_at_the_next_clause() -> None:
    text = "trong 03 ngày kể từ ngày tiếp nhận và báo cáo kết quả về Sở Y tế"
    (due,) = read_dues(text)
    assert due.since == "ngày tiếp nhận"


def test_a_window_ends_with_its_last_day() -> None:
    (due,) = read_dues("Thời gian gửi báo cáo: từ ngày 10/9 đến ngày 15/9/2023")
    assert due.boundary == NO_LATER
    assert due.day is not None
    assert due.opens is not None
    assert (due.day.day, due.opens.day, due.opens.month) == (15, 10, 9)


FORMS = [
    ("trước ngày {d}/{m}/{y}", BEFORE),
    ("trước {d:02}/{m:02}/{y}", BEFORE),
    ("trước ngày {d} tháng {m} năm {y}", BEFORE),
    ("trước ngày {d}-{m}-{y}", BEFORE),
    ("trước ngày {d}.{m}.{y}", BEFORE),
    ("chậm nhất trước ngày {d:02} tháng {m:02} năm {y}", BEFORE),
    ("chậm nhất ngày {d}/{m}/{y}", NO_LATER),
    ("chậm nhất là ngày {d:02}/{m:02} năm {y}", NO_LATER),
    ("muộn nhất vào ngày {d}/{m}/{y}", NO_LATER),
    ("không quá ngày {d}/{m}/{y}", NO_LATER),
    ("trong ngày {d}/{m}/{y}", NO_LATER),
    ("đến hết ngày {d}/{m}/{y}", NO_LATER),
    ("trước 17 giờ 00 ngày {d}/{m}/{y}", NO_LATER),
]
LEADS = ["Đề nghị gửi báo cáo về Sở Nội vụ ", "Các xã hoàn thành ", "Báo cáo kết quả ("]
TAILS = [".", " để tổng hợp.", "), đồng thời gửi bản mềm.", "; các huyện đôn đốc thực hiện."]


@given(
    st.dates(
        min_value=dt.date(2015, 1, 1),
        max_value=dt.date(2035, 12, 31),
    ),
    st.sampled_from(FORMS),
    st.sampled_from(LEADS),
    st.sampled_from(TAILS),
)
def test_a_deadline_reads_back_as_it_was_written(day, form, lead, tail) -> None:
    words, boundary = form
    (due,) = read_dues(lead + words.format(d=day.day, m=day.month, y=day.year) + tail)
    assert due.day is not None
    assert (due.day.day, due.day.month, due.day.year) == (day.day, day.month, day.year)
    assert due.boundary == boundary


@given(st.text(alphabet=st.characters(categories=("L", "P", "Z")), max_size=300))
def test_a_text_without_digits_has_no_dated_deadline(text: str) -> None:
    for due in read_dues(text):
        assert due.day is None or due.day.year is None
        assert due.day is None or due.day.month is None or due.day.whole or due.day.every


def test_what_was_done_before_a_day_may_only_be_told_of() -> None:
    (done,) = read_dues("các dự án đã bàn giao trước ngày 01/7/2025")
    (asked,) = read_dues("hoàn thành bàn giao trước ngày 01/7/2025")
    assert (done.told, asked.told) == (True, False)
