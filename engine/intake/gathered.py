"""Who puts the units' reports together and whom that goes up to, where another sentence of the letter says so.

«Sở Y tế tổng hợp, báo cáo UBND tỉnh trước ngày 05/7» tells of the reports the districts send to Sở Y tế. A
receiver is held for the one that consolidates only if the letter says somewhere that it gathers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.intake.actors import bodies, names
from engine.intake.duty_context import Around, Placed, headed, subject
from engine.intake.found import AD_HOC, PERIODIC, Found, Report
from engine.intake.letter import Letter
from engine.intake.report_filling import own_name
from engine.intake.report_parts import gathering
from engine.intake.sentences import sentences

_I = re.IGNORECASE
_GATHERS = re.compile(
    r"(?<!báo\scáo\s)(?<!mạnh\s)(?<!vụ\s)(?<!chuyên\sviên\s)(?<!\w)(?:tổng\shợp|đầu\smối|thường\strực(?=[;,]|\stham)|đôn\sđốc)(?!\w)",
    _I,
)
_TO_GATHER = re.compile(r"(?<!\w)(?:về|cho|gửi|đến|với|lên)\s(?=[A-ZĐỦƯ])")
_WORK = re.compile(r"tổng\shợp|tham\smưu|dự\sthảo|thường\strực|đầu\smối", _I)
_STANDING = re.compile(r"^(?:cơ\squan\s)?[Tt]hường\strực\s?\((?P<body>[^()]+)\)$", _I)
_STANDS = re.compile(r"(?:cơ\squan\s)?thường\strực")
_FULL = (
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile("uỷ"), "ủy"),
)
_REACH = 200
MANY = ("các đơn vị",)


def gatherers(places: Iterable[Placed], known: Around) -> frozenset[str]:
    """The bodies the letter says put things together, folded; «Sở» alone is the issuer."""
    out: set[str] = set()
    for place in places:
        text = place.paragraph.text
        if not _GATHERS.search(text):
            continue
        for start, end in sentences(text):
            for found in _GATHERS.finditer(text, start, end):
                named = _gatherer(place, text, start, found.start())
                out.update(folded(own_name(name, known.issuer)) for name in named)
    return frozenset(out)


def _gatherer(place: Placed, text: str, start: int, at: int) -> tuple[str, ...]:
    """Who gathers at ``at``: to whom it is sent for that, who is told to, or whose heading it is."""
    to = list(_TO_GATHER.finditer(text, max(start, at - _REACH), at))
    sent = names(bodies(text, to[-1].end(), at)) if to else ()
    clause = max(start, text.rfind(";", start, at) + 1)
    told = subject(text, clause, at) or subject(text, start, at) or headed(place)
    return (*sent, *told)


@dataclass(frozen=True, slots=True)
class _Up:
    """A report that a gatherer sends on."""

    who: frozenset[str]
    report: Report
    goes_to: tuple[str, ...]


def completed(
    letter: Letter, reports: Sequence[Found[Report]], gather: frozenset[str], known: Around
) -> list[Found[Report]]:
    """``reports`` with who consolidates each and whom it goes up to."""
    standing = frozenset(
        folded(named["body"])
        for found in reports
        if (named := _STANDING.match((found.value.to or "").split("; ")[0]))
    )
    ups = [up for found in reports if (up := _up(letter, found, known, standing))]
    return [_completed(found, ups, gather, known) for found in reports]


def _up(
    letter: Letter, found: Found[Report], known: Around, standing: frozenset[str]
) -> _Up | None:
    report = found.value
    span = found.spans[0]
    words = letter.text[max(0, span.start - _REACH) : span.end]
    if not report.who or not report.to or not _WORK.search(words):
        return None
    goes_to = tuple(dict.fromkeys((*report.to.split("; "), *report.goes_up_to)))
    who = frozenset(folded(own_name(name, known.issuer)) for name in report.who)
    if any(_STANDS.match(name) for name in who):
        who |= standing
    return _Up(who, report, goes_to)


def _completed(
    found: Found[Report], ups: Sequence[_Up], gather: frozenset[str], known: Around
) -> Found[Report]:
    report = found.value
    likely = report.consolidator or report.via or _body_of(report.to)
    if likely is None or any(folded(name) == folded(likely) for name in report.who):
        return found
    own = [up for up in ups if folded(likely) in up.who and up.report is not report]
    own = [up for up in own if _matches(report, up.report)]
    consolidator = report.consolidator
    if consolidator is None and own:
        consolidator = gathering(likely, MANY)
    elif consolidator is None and folded(likely) in gather:
        consolidator = gathering(likely, report.who)
    goes_up_to = report.goes_up_to
    if not goes_up_to and own and consolidator:
        mine = {folded(likely), folded(report.to or ""), folded(known.issuer or "")}
        goes_up_to = tuple(
            dict.fromkeys(
                name
                for up in own
                for name in up.goes_to
                if folded(name).removeprefix("chủ tịch ") not in mine
            )
        )
    if (consolidator, goes_up_to) == (report.consolidator, report.goes_up_to):
        return found
    return replace(found, value=replace(report, consolidator=consolidator, goes_up_to=goes_up_to))


def _matches(report: Report, up: Report) -> bool:
    """The same period's, and not due before it."""
    if up.kind not in (report.kind, PERIODIC) or report.kind == AD_HOC:
        return False
    first, then = report.deadline.on, up.deadline.on
    return first is None or then is None or first <= then


def _body_of(to: str | None) -> str | None:
    """'Cơ quan Thường trực (Công an tỉnh)' is the body in brackets; of several receivers the first."""
    if to is None:
        return None
    first = to.split("; ")[0]
    standing = _STANDING.match(first)
    return standing["body"] if standing else first


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    """Small letters, short forms of the commonest bodies in full."""
    low = name.casefold()
    for short, full in _FULL:
        low = short.sub(full, low)
    return low.strip()
