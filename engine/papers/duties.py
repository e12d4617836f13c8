"""A directive's reports in the words of a paper: who sends what, by when, to whom."""

from __future__ import annotations

from collections.abc import Sequence

from engine import period_words, rule_words
from engine.deadline_rules import HALF_YEAR, NINE_MONTHS, WITHIN, Rule
from engine.deadlines import Due
from engine.directive_views import Duty
from engine.official_words import short_day, thing

MOST_DAYS = 8
"""Days of one duty that are written out."""


def sentence(duty: Duty, who: str) -> str:
    """ "Các xã gửi Báo cáo năm về Phòng Nội vụ: trước ngày 15/11/2023."""
    asked = "được đề nghị gửi" if duty.requested else "gửi"
    to = f" về {duty.consolidator}" if duty.consolidator else ""
    return f"{who or 'Các đơn vị'} {asked} {thing(duty.title)}{to}: {when(duty)}."


def when(duty: Duty) -> str:
    """The printed deadline; the days themselves where they were worked out from a superior's."""
    rule = duty.rule
    if not rule.is_dated:
        return "theo yêu cầu, không định ngày"
    if not (rule.fixed or rule.earlier):
        return _words(rule)
    told = "; ".join(_day(due, alone=len(duty.dues) == 1) for due in duty.dues[:MOST_DAYS])
    if rule.endless:
        days = sum(step.days for step in rule.earlier)
        told += f"; các kỳ sau sớm hơn {days} ngày so với hạn của cấp trên" if days else ""
    return told or _words(rule)


def _words(rule: Rule) -> str:
    """The rule's clause; how often is left out where it is once, or the title says the period."""
    said = rule_words.of(rule)["vi"]
    again = rule.recurs and rule.kind not in (HALF_YEAR, NINE_MONTHS)
    return said if again or rule.kind == WITHIN else said.split(", ", 1)[-1]


def _day(due: Due, *, alone: bool) -> str:
    edge = rule_words.boundary(due.boundary, due.at)["vi"]
    period = "" if alone else period_words.bracketed(due.key)
    return f"{edge} {short_day(due.printed)}{period}"


def numbered(sentences: Sequence[str]) -> list[str]:
    """The sentences with their numbers, where there is more than one."""
    if len(sentences) < 2:
        return list(sentences)
    return [f"{n}. {told}" for n, told in enumerate(sentences, 1)]
