"""A rule's sentence says what the engine computes, whatever the rule."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import DAY, Calendar
from engine.deadline_rules import (
    ANNUAL,
    BEFORE,
    BOUNDARIES,
    BY_MONTH,
    BY_WEEK,
    HALF_YEAR,
    LAST_DAY,
    NINE_MONTHS,
    ONE_OFF,
    WEEKDAYS,
    WITHIN,
    YEARLY,
    Rule,
)
from engine.deadlines import NEXT, dues, series
from engine.printed_days import PrintedDay
from engine.rule_sentences import Parties, coming, moment, sentence

ISSUED_ON = date(2023, 3, 28)
DAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
YEARS = 9


def a_rule(chance: random.Random) -> Rule:
    """Any dated rule whose deadlines lie on days of the calendar."""
    kind = chance.choice([*sorted(YEARLY), *sorted(BY_MONTH), *sorted(BY_WEEK), ONE_OFF])
    boundary = chance.choice(sorted(BOUNDARIES))
    if kind in BY_WEEK:
        return Rule(kind=kind, boundary=boundary, weekday=chance.choice(WEEKDAYS))
    if kind in BY_MONTH:
        day = chance.choice([1, 2, 15, 28, 29, 30, LAST_DAY, chance.randint(1, 31)])
        return Rule(kind=kind, boundary=boundary, day=day, after=chance.randint(-1, 2))
    odd = [(29, 2), (1, 3), (1, 1), (31, 12)]
    day, month = chance.choice([*odd, (chance.randint(1, 28), chance.randint(1, 12))])
    year = 2024 if kind == ONE_OFF and chance.random() < 0.5 else None
    if kind == ONE_OFF and (day, month) == (29, 2):
        year = 2024
    recurring = kind in YEARLY
    return Rule(
        kind=kind, boundary=boundary, printed=PrintedDay(day, month, year), recurring=recurring
    )


def promised(said: str, last_ok: date, printed: date) -> bool:
    """Whether the sentence, read by a person, names this last acceptable day."""
    end_of_month = (last_ok + DAY).day == 1
    before_end = (printed + DAY).day == 1 and last_ok == printed - DAY
    if found := re.fullmatch(r"chậm nhất hết ngày (\d+)/(\d+)(?:/(\d+))?", said):
        day, month, year = found.groups()
        return (int(day), int(month)) == (last_ok.day, last_ok.month) and (
            year is None or int(year) == last_ok.year
        )
    if found := re.match(r"chậm nhất hết thứ (\w+)|chậm nhất hết Chủ nhật", said):
        return last_ok.weekday() == (DAYS.index(found[1]) if found[1] else 6)
    if re.match(r"chậm nhất hết ngày cuối tháng 2$", said):
        return end_of_month and last_ok.month == 2
    if re.match(r"chậm nhất hết ngày cuối ", said):
        return end_of_month
    if re.match(r"trước ngày cuối ", said):
        return before_end
    if found := re.match(r"(trước|chậm nhất hết) ngày (\d+)(?:/2)? .*\((?:tháng|năm) không", said):
        shift = 1 if found[1] == "trước" else 0
        day = last_ok + shift * DAY
        return day.day == int(found[2]) or (day + DAY).day == 1
    found = re.match(r"chậm nhất hết ngày (\d+) ", said)
    return found is not None and int(found[1]) == last_ok.day


@given(st.randoms(use_true_random=False))
def test_the_sentence_names_the_last_acceptable_day_of_every_period(chance: random.Random) -> None:
    rule = a_rule(chance)
    said = moment(rule)
    found = list(islice(series(rule, ISSUED_ON), 40))
    assert found
    for due in found:
        assert promised(said, due.last_ok, due.printed), (said, due)


@given(st.randoms(use_true_random=False))
def test_the_next_dates_are_those_that_the_engine_will_set(chance: random.Random) -> None:
    rule = a_rule(chance)
    calendar = Calendar(frozenset({date(2023, 5, 1), date(2023, 9, 4)}))
    told = coming(rule, ISSUED_ON, calendar, NEXT, YEARS)
    if rule.endless:
        assert told == list(islice(series(rule, ISSUED_ON, calendar=calendar, day_off=NEXT), YEARS))
    else:
        assert told == list(dues(rule, ISSUED_ON, calendar=calendar, day_off=NEXT))
    assert all(calendar.is_working_day(due.last_ok) for due in told)


def test_a_whole_duty_reads_as_an_officer_would_say_it() -> None:
    parties = Parties(("Các xã", "The communes"), "Phòng Văn hóa và Thông tin", "UBND huyện")
    units = Rule(kind=HALF_YEAR, boundary=BEFORE, printed=PrintedDay(15, 5), recurring=True)
    up = Rule(kind=HALF_YEAR, printed=PrintedDay(25, 5), recurring=True)
    assert sentence(parties, units, up) == (
        "Các xã nộp chậm nhất hết ngày 14/5; Phòng Văn hóa và Thông tin tổng hợp, nộp UBND huyện "
        "chậm nhất hết ngày 25/5; lặp lại hằng năm."
    )
    assert sentence(parties, units, up, requested=True, locale="en").startswith(
        "The communes are asked to report by the end of 14/5; Phòng"
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            Rule(kind=WITHIN, days=10, working=True, since="received"),
            "trong vòng 10 ngày làm việc kể từ ngày nhận được văn bản",
        ),
        (
            Rule(kind=WITHIN, days=5, since="event", event="công bố quyết định"),
            "trong vòng 5 ngày kể từ ngày công bố quyết định",
        ),
        (Rule(kind="ad_hoc"), "ngay khi có vụ việc (đột xuất)"),
        (Rule(kind="undated"), "theo quy định, không định ngày"),
        (
            Rule(kind=NINE_MONTHS, boundary=BEFORE, printed=PrintedDay(1, 10, 2023)),
            "chậm nhất hết ngày 30/09/2023",
        ),
        (
            Rule(kind=ANNUAL, printed=PrintedDay(29, 2), recurring=True),
            "chậm nhất hết ngày cuối tháng 2",
        ),
    ],
)
def test_kinds_without_a_day_of_the_calendar_are_told_as_printed(rule: Rule, said: str) -> None:
    assert moment(rule) == said
