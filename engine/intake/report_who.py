"""Who owes a report or another dated task: named in its clause, its sentence, what leads it in, or its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.intake.actors import bodies, is_generic, listed, names
from engine.intake.deadline_grammar import Due
from engine.intake.duty_context import Around, Placed, headed, subject, who_of
from engine.intake.found import Found, Report
from engine.intake.report_clauses import Clause

_FOR = re.compile(r"(?<!\w)(?:đối\svới|riêng)\s(?:các\sđơn\svị\slà\s)?(?=\S)", re.IGNORECASE)
_OF_PAPER = re.compile(r"(?:báo\scáo|số\sliệu|kế\shoạch|danh\ssách|hồ\ssơ)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"[\s:,(\-–]{0,4}(?:thì\s|là\s|gửi\s|nộp\s|báo\scáo\s|xong\s)?(?:là\s)?", re.IGNORECASE
)
_STANDING = re.compile(r"(?:(?:là\s)?cơ\squan\s)?thường\strực", re.IGNORECASE)
_BEHIND = re.compile(r"\s?[,(]?\s?(?=đối\svới\s)", re.IGNORECASE)


def asked(
    place: Placed, text: str, clause: Clause, due: Due, heard: tuple[str, ...], known: Around
) -> tuple[str, ...]:
    """Who the sentence ``text`` tells to do what is due by ``due``; those the letter addresses if nobody."""
    if own := _named_for(text, due):
        return own
    at = clause.verb.start if clause.verb else clause.end
    found = subject(text, clause.start, at)
    if not found and clause.start:
        found = subject(text, text.rfind(";", 0, clause.start) + 1, at) or subject(text, 0, at)
    found = found or heard
    for lead in reversed(place.leads):
        found = found or subject(lead, 0, len(lead))
    if not found or all(is_generic(name) or _STANDING.fullmatch(name) for name in found):
        found = headed(place) or found
    return who_of(found, known)


def _named_for(text: str, due: Due) -> tuple[str, ...]:
    """«đối với các huyện trước ngày 15/9», «trước ngày 15/9 (đối với các huyện)»: whose deadline it is."""
    for found in reversed(list(_FOR.finditer(text, max(0, due.start - 160), due.start))):
        group = listed(text, found.end(), due.start)
        if group and not _OF_PAPER.match(text, found.end()):
            between = _BETWEEN.match(text, group[-1].end)
            if between and between.end() >= due.start:
                return names(group)
            break
    behind = _BEHIND.match(text, due.end)
    named = _FOR.match(text, behind.end()) if behind else None
    return names(listed(text, named.end())) if named else ()


def upward(
    text: str, due: Due, clause: Clause, before: Sequence[Found[Report]], known: Around
) -> tuple[str, ...]:
    """Who owes the consolidated report: named after «để», or who received the units' reports."""
    at = clause.verb.start if clause.verb else clause.end
    own = [body.name for body in bodies(text, clause.start, at)]
    if own:
        return (own[0],)
    if told := subject(text, due.end, len(text)):
        return told
    if before:
        report = before[-1].value
        return tuple(name for name in (report.consolidator or report.via or report.to,) if name)
    return tuple(name for name in (known.issuer,) if name)
