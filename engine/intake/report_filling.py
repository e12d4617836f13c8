"""What a clause leaves out of a report, and how sure what was found is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.intake.deadline_grammar import HARD, LABEL, OPEN, SOFT, WEAK, Due
from engine.intake.duty_context import Around, Placed
from engine.intake.duty_doubts import BEFORE_LETTER, RECEIVER_IMPLIED, YEAR_IMPLIED, YEAR_UNKNOWN
from engine.intake.found import Found, Report
from engine.intake.report_clauses import Clause
from engine.intake.report_kinds import Kind
from engine.intake.report_parts import NOTHING_SAID, Parts
from engine.intake.report_verbs import REPORT, TASK, verbs

_BARE = frozenset(
    {
        "Sở",
        "Phòng",
        "Bộ",
        "Ban",
        "Hội",
        "Cục",
        "Chi cục",
        "Tổng cục",
        "Viện",
        "Trung tâm",
        "Văn phòng",
        "Tỉnh đoàn",
        "Huyện đoàn",
        "Công an",
        "Thanh tra",
    }
)
"""«gửi về Sở»: the one that writes."""
_SMALL = frozenset(name.casefold() for name in (*_BARE, "Ủy ban"))


_REPORTS = re.compile(r"báo\scáo|số\sliệu|thống\skê", re.IGNORECASE)


def asked_by(place: Placed) -> str | None:
    """What the words that lead in, or the heading, ask for."""
    for lead in reversed(place.leads):
        if _REPORTS.search(lead):
            return REPORT
        if verbs(lead, 0, len(lead)):
            return TASK
    if place.titles and _REPORTS.search(place.titles[-1]):
        return REPORT
    return None


def own_name(name: str, issuer: str | None) -> str:
    """``name``, or the issuer's whole one where it is only the word its name begins with."""
    return issuer if issuer and name in _BARE and issuer.startswith(name) else name


def received(found: Found[Report], known: Around, asker: str | None = None) -> Found[Report]:
    """Where no receiver is named, the letter's issuer is, unless it owes the report itself.

    Of a digest without an issuer it is the ``asker``, whom its sentence names.
    """
    report = found.value
    if report.consolidator and (own := own_name(report.consolidator, known.issuer)):
        report = replace(report, consolidator=own)
        found = replace(found, value=report)
    if report.to and asker and _begins(asker, report.to):
        return replace(found, value=replace(report, to=asker))
    if report.to and (own := own_name(report.to, known.issuer)) != report.to:
        return replace(found, value=replace(report, to=own))
    if not report.to and not report.via and not known.issuer and asker and asker not in report.who:
        to = replace(report, to=asker)
        return replace(found, value=to, doubts=(*found.doubts, RECEIVER_IMPLIED))
    if report.to or report.via or not known.issuer or known.issuer in report.who:
        return found
    to = replace(report, to=known.issuer)
    return replace(found, value=to, doubts=(*found.doubts, RECEIVER_IMPLIED))


def _begins(whole: str, name: str) -> bool:
    """«Cục Quản lý dược yêu cầu … gửi về cục»: the asker by the word its name begins with."""
    return whole.casefold().startswith(f"{name.casefold()} ") and name.casefold() in _SMALL


def usable(year: int | None, known: Around) -> int | None:
    """The year a sentence names is its dates' year only if the letter could mean it."""
    mine = known.times.year
    return year if year is not None and (mine is None or year in (mine, mine + 1)) else None


def filled(said: Parts, rest: Parts, before: Parts) -> Parts:
    """What the clause leaves out stands elsewhere in the sentence, or in the one before."""
    to = said.to or rest.to
    lent = before if to is None else NOTHING_SAID
    return Parts(
        said.about or rest.about or before.about,
        to or lent.to,
        said.via or rest.via or lent.via,
        said.consolidator or rest.consolidator or lent.consolidator,
        said.goes_up_to or rest.goes_up_to or lent.goes_up_to,
        said.channel or rest.channel or lent.channel,
    )


def confidence(doubts: Sequence[str], due: Due) -> float:
    """0 to 1: how plainly the deadline is printed, less what is doubtful."""
    base = {HARD: 0.97, LABEL: 0.9, SOFT: 0.85, WEAK: 0.85, OPEN: 0.7}[due.strength]
    if BEFORE_LETTER in doubts or YEAR_UNKNOWN in doubts:
        base -= 0.3
    return round(max(0.2, base - 0.1 * len([d for d in doubts if d != YEAR_IMPLIED])), 2)


def words_of(text: str, due: Due, clause: Clause, kind: Kind, *, alone: bool) -> tuple[int, int]:
    """The phrase: from the verb or the period's name to the deadline, with all that belongs to it.

    ``alone``: no other deadline of the sentence shares its words.
    """
    starts = [due.start]
    if kind.at is not None:
        starts.append(kind.at)
    if clause.verb and (clause.explicit or kind.at is None):
        starts.append(clause.verb.start)
    start = min(starts)
    end = max(due.end, kind.at or 0)
    if alone:
        end = max(end, clause.end)
        start = min(start, clause.verb.start if clause.verb else start)
    elif text[end : end + 1] == ")" and "(" in text[start:end]:
        end += 1
    while end > due.end and text[end - 1] in " ;,./":
        end -= 1
    return start, end
