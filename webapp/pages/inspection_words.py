"""What inspections are called on the pages, and why a unit was chosen, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from engine import inspections
from engine.inspection_choice import NEVER, RANDOM, RULES, WORST, Candidate
from engine.inspection_tables import (
    ANNOUNCED,
    CHOSEN,
    CONCLUDED,
    NOTICED,
    OPEN,
    PLANNED,
    RECORDED,
    REPORTED,
)
from webapp import locale

ROUNDS = {
    PLANNED: _("trong kế hoạch"),
    OPEN: _("đang tiến hành"),
    REPORTED: _("đã báo cáo kết quả"),
}
TONES = {PLANNED: "none", OPEN: "soon", REPORTED: "fine"}
STEPS = {
    CHOSEN: _("trong danh sách"),
    NOTICED: _("đã thông báo"),
    ANNOUNCED: _("đang kiểm tra"),
    RECORDED: _("đã lập biên bản"),
    CONCLUDED: _("đã có kết quả"),
}
STEP_TONES = {CHOSEN: "none", NOTICED: "none", ANNOUNCED: "soon", RECORDED: "soon"}
WITNESSES = {"commune": _("đại diện UBND cấp xã"), "witness": _("người chứng kiến")}


def init(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(
        round_status=lambda code: str(ROUNDS.get(code, code)),
        round_tone=lambda code: TONES.get(code, "none"),
        inspection_status=lambda code: str(STEPS.get(code, code)),
        inspection_tone=lambda code: STEP_TONES.get(code, "fine"),
        regime=lambda code: in_words(inspections.REGIMES.get(code, (code, code))),
        outcome=lambda code: in_words(inspections.OUTCOMES.get(code, (code, code))),
        choice_rule=rule,
        witness=lambda code: str(WITNESSES.get(code, code)),
    )


def in_words(pair: Sequence[str]) -> str:
    """(Vietnamese, English) in the reader's language."""
    return pair[0] if locale.current() == "vi" else pair[1]


def rule(code: str) -> str:
    """What a rule of choice is called."""
    if code == inspections.HAND:
        return str(gettext("chọn bằng tay"))
    return in_words(RULES.get(code, (code, code)))


def reasons(
    choice: Mapping[str, Any] | None, candidates: Sequence[Any], chosen: Mapping[int, str]
) -> dict[int, str]:
    """By unit id why it stands on the list: the rule, and the facts that the rule looked at.

    ``chosen`` is each unit's rule; ``candidates`` are the round's record of the facts.
    """
    facts = {c.unit_id: c for c in map(Candidate.from_json, candidates)}
    added = {
        change["unit"]: f"{change['why']} ({change['by']})"
        for change in (choice or {}).get("amended", ())
        if change["how"] == "added"
    }
    found = {}
    for unit, by in chosen.items():
        fact = added.get(unit, "") if by == inspections.HAND else _fact(by, facts.get(unit))
        found[unit] = f"{rule(by)}: {fact}" if fact else rule(by)
    return found


def _fact(by: str, candidate: Candidate | None) -> str:
    if candidate is None or by == RANDOM:
        return ""
    if by == NEVER:
        return last_inspected(candidate.inspected_on)
    if by == WORST:
        return in_time(candidate)
    return f"{last_inspected(candidate.inspected_on)}; {in_time(candidate)}"


def last_inspected(on: date | None) -> str:
    """When it was inspected last."""
    if on is None:
        return str(gettext("chưa từng được kiểm tra"))
    return str(gettext("kiểm tra gần nhất %(day)s", day=locale.day(on)))


def in_time(candidate: Candidate) -> str:
    """How many of its reports came in time."""
    if not candidate.due:
        return str(gettext("chưa đến hạn báo cáo nào"))
    return str(
        ngettext(
            "%(on_time)d/%(num)d báo cáo đúng hạn",
            "%(on_time)d/%(num)d báo cáo đúng hạn",
            candidate.due,
            on_time=candidate.on_time,
        )
    )
