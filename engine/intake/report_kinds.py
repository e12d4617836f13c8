"""Which period each deadline of a sentence is of, and whether it comes again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.intake.deadline_grammar import Due
from engine.intake.found import AD_HOC, ANNUAL, HALF_YEAR, MONTHLY, QUARTERLY
from engine.intake.recurrences import KIND_OF, Period, fitting, once, periods, repeated

_NEAR = 90
"""Characters after a deadline in which its period may follow: 'trước ngày 15/6 (báo cáo 6 tháng)'."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` is a report's kind or None where no period is named; ``at`` where its words begin."""

    name: str | None
    recurs: bool
    at: int | None = None


def kinds(text: str, dues: Sequence[Due], about: str, before: str, usual: str = "") -> list[Kind]:
    """For each deadline. ``about``: the words that may name a year; ``before``: those that lead the sentence in;
    ``usual``: the letter's subject, whose report is meant where the sentence names no period.
    """
    if not dues:
        return []
    found = _left(text, dues)
    right = _right(text, dues)
    if (not any(found) and any(right)) or (not found[0] and _FOLLOWS.match(text, dues[0].end)):
        found = right
    chosen = _matched(dues, found)
    out = []
    for due, period in zip(dues, chosen, strict=True):
        printed = due.day is not None and due.day.year is not None
        again = repeated(text) or (repeated(before) and not printed)
        out.append(_kind(due, period, about, before, usual, again=again))
    return _of_each_month(text, dues, _pair_of_halves(dues, out))


_FOLLOWS = re.compile(
    r"\s*(?:\(\s*(?:đối\svới\s|của\s)?|,?\s*(?:đối\svới|cho|của)\s)báo\scáo", re.IGNORECASE
)
"""«trước ngày 01/6 đối với báo cáo 6 tháng»: periods stand behind their deadlines."""


def _left(text: str, dues: Sequence[Due]) -> list[list[Period]]:
    """The periods before each deadline, of its own clause if that names one."""
    out = []
    at = 0
    for due in dues:
        clause = text.rfind(";", at, due.start) + 1
        own = _named(text, clause, due.start, weak=True) if clause else []
        out.append(own or _named(text, at, due.start))
        at = due.end
    return out


def _right(text: str, dues: Sequence[Due]) -> list[list[Period]]:
    out = []
    for index, due in enumerate(dues):
        end = dues[index + 1].start if index + 1 < len(dues) else len(text)
        out.append(_named(text, due.end, min(end, due.end + _NEAR)))
    return out


def _named(text: str, start: int, end: int, *, weak: bool = False) -> list[Period]:
    found = periods(text[start:end])
    return [
        Period(p.start + start, p.end + start, p.kind, p.weak, p.named)
        for p in found
        if weak or not p.weak
    ]


def _matched(dues: Sequence[Due], found: Sequence[list[Period]]) -> list[Period | None]:
    """A run of deadlines after a list of as many periods takes them in order."""
    out: list[Period | None] = []
    index = 0
    while index < len(dues):
        run = 1
        while index + run < len(dues) and not found[index + run]:
            run += 1
        here = found[index]
        if run > 1 and len(here) == run:
            out.extend(here)
        else:
            months = (due.day.month if due.day else None for due in dues[index : index + run])
            out.extend(fitting(here, month) for month in months)
        index += run
    return out


def _kind(
    due: Due, period: Period | None, about: str, before: str, usual: str, *, again: bool
) -> Kind:
    every = due.day.every if due.day else None
    at = period.start if period else None
    if every in ("week", "month", "quarter"):
        return Kind(KIND_OF[every], True, at)
    if every == "day":
        return Kind(AD_HOC, True, at)
    if period is not None:
        return Kind(
            period.kind, again or every is not None or _unnamed(due, period, about + usual), at
        )
    if due.within is not None:
        return Kind(
            AD_HOC if _HAPPENS.search(due.since or "") or due.unit == "hour" else None, False
        )
    led = [p for p in periods(before) if not p.weak]
    if len({p.kind for p in led}) == 1 and not once(about):
        return Kind(led[0].kind, again, None)
    if every == "year":
        return Kind(ANNUAL, True, None)
    if not once(about) and any(p.weak for p in periods(_beside(about, due))):
        return Kind(ANNUAL, False, None)
    if (
        _REPORTED.search(usual)
        and not once(about)
        and (of := periods(usual[usual.lower().index("báo cáo") :]))
    ):
        return Kind(of[0].kind, False, None)
    return Kind(None, False, None)


def _beside(about: str, due: Due) -> str:
    """The words but the deadline's own: «trước quý III năm 2023» makes no report a year's."""
    if due.day is None or due.day.month is None or _OF_YEAR.match(about, due.day.start):
        return about
    return f"{about[: due.day.start]} · {about[due.day.end :]}"


_OF_YEAR = re.compile(r"(?:ngày\s)?(?:cuối\s)?năm\s", re.IGNORECASE)
_HAPPENS = re.compile(r"xảy\sra|phát\shiện|phát\ssinh|sự\scố", re.IGNORECASE)
_REPORTED = re.compile(r"báo\scáo", re.IGNORECASE)


def _unnamed(due: Due, period: Period, about: str) -> bool:
    """«Báo cáo năm: trước ngày 05/12»: no year is named, so every year's is meant."""
    dated = due.day is not None and due.day.year is not None
    return not (period.named or dated or _YEAR.search(about))


_YEAR = re.compile(r"(?<![\d/])20\d\d(?![\d/])|\d/20\d\d(?![\d/])")


def _of_each_month(text: str, dues: Sequence[Due], found: list[Kind]) -> list[Kind]:
    """«ngày 25 của các tháng 6, 7, 8» are monthly reports, «các tháng 3, 6, 9, 12» quarterly ones.

    «lần 1 trước ngày 30/5, lần 2 trước ngày 30/8, lần 3 …» are times of one report.
    """
    if any(_TURN.search(text, max(0, due.start - 24), due.start) for due in dues):
        return found
    months = [due.day.month or 0 for due in dues if due.day]
    if len(months) < MOST_ALONE or len(months) != len(dues) or any(kind.name for kind in found):
        return found
    steps = {then - first for first, then in pairwise(months)}
    name = {1: MONTHLY, 3: QUARTERLY}.get(steps.pop()) if len(steps) == 1 else None
    return [Kind(name, kind.recurs, kind.at) for kind in found]


_TURN = re.compile(
    r"(?<!\w)(?:lần|đợt|kỳ|giai\sđoạn)\s(?:thứ\s)?(?:\d{1,2}|[IV]{1,3}|nhất|một|hai|ba|tư|bốn|cuối)\s?[:,(-]?\s?$",
    re.IGNORECASE,
)
MOST_ALONE = 3


def _pair_of_halves(dues: Sequence[Due], found: list[Kind]) -> list[Kind]:
    """«trước ngày 15/6 và 15/12 hằng năm»: the half year's report and the year's; four days are the quarters'."""
    months = [due.day.month for due in dues if due.day]
    same = len({kind.name for kind in found}) == 1 and found and found[0].recurs
    if not same or len(months) != len(dues) or None in months:
        return found
    if (
        len(months) == 2
        and found[0].name in (ANNUAL, HALF_YEAR)
        and months[0] in (5, 6, 7)
        and months[1] in (11, 12, 1)
    ):
        return [Kind(HALF_YEAR, True, found[0].at), Kind(ANNUAL, True, found[1].at)]
    if len(months) == 4 and found[0].name in (ANNUAL, QUARTERLY):
        return [Kind(QUARTERLY, True, kind.at) for kind in found]
    return found
