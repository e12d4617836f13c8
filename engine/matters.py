"""What a task is about, when it is no report: the incident, difficulty, campaign or assignment.

Tasks name their business by ``subject``; here it becomes the lines a person reads beside the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.assignment_tables import Assignment
from engine.campaign_tables import Campaign
from engine.deadlines import LOCAL
from engine.difficulty_tables import Difficulty
from engine.incident_rules import named
from engine.incident_tables import Incident
from engine.people import Actor
from engine.units import Unit

Words: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line about the matter, in both languages."""

    label: Words
    text: Words


def about(session: Session, actor: Actor, subject: str) -> list[Line]:
    """The lines about the matter of that subject; [] for none, or one the actor may not see."""
    for prefix, read in _KINDS.items():
        if subject.startswith(prefix) and subject[len(prefix) :].isdecimal():
            return read(session, actor, subject)
    return []


def _incident(session: Session, actor: Actor, subject: str) -> list[Line]:
    found = session.execute(
        select(Incident, Unit.short_name)
        .join(Unit, Unit.id == Incident.unit_id)
        .where(Incident.subject == subject, access.incidents(actor, Incident))
    ).one_or_none()
    if found is None:
        return []
    incident, unit = found
    urgency = {"vi": named(incident.urgency), "en": named(incident.urgency, "en")}
    return [
        _line("Vụ việc", "Incident", incident.title),
        Line({"vi": "Mức độ khẩn", "en": "Urgency"}, urgency),
        _line("Đơn vị báo cáo", "Reported by", unit),
        _line("Nơi xảy ra", "Place", incident.place),
        _line("Xảy ra lúc", "Happened at", _moment(incident.happened_at)),
        _line("Nội dung", "What happened", incident.text),
    ]


def _difficulty(session: Session, actor: Actor, subject: str) -> list[Line]:
    lead = session.scalars(
        select(Difficulty).where(
            Difficulty.subject == subject, access.difficulties(actor, Difficulty)
        )
    ).one_or_none()
    if lead is None:
        return []
    asked = session.execute(
        select(Unit.short_name, Difficulty.text)
        .join(Unit, Unit.id == Difficulty.unit_id)
        .where(Difficulty.lead_id == lead.id, access.difficulties(actor, Difficulty))
        .order_by(Difficulty.id)
    )
    return [_line("Vướng mắc", "Difficulty", f"{unit}: {words}") for unit, words in asked]


def _campaign(session: Session, actor: Actor, subject: str) -> list[Line]:
    campaign = session.scalars(
        select(Campaign).where(
            Campaign.subject == subject, access.directives(actor, Campaign.directive_id)
        )
    ).one_or_none()
    if campaign is None:
        return []
    window = f"{campaign.starts_on:%d/%m/%Y}–{campaign.ends_on:%d/%m/%Y}"
    return [
        _line("Đợt", "Campaign", campaign.name),
        _line("Thời gian", "From and to", window),
    ]


def _assignment(session: Session, actor: Actor, subject: str) -> list[Line]:
    assignment = session.scalars(
        select(Assignment).where(
            Assignment.subject == subject, access.assignments(actor, Assignment)
        )
    ).one_or_none()
    if assignment is None:
        return []
    last_day = (assignment.due_at - timedelta(microseconds=1)).astimezone(LOCAL)
    lines = [
        _line("Nhiệm vụ", "Task", assignment.task),
        _line("Sản phẩm phải có", "Expected product", assignment.expected),
        _line("Ngày cuối", "Last day", f"{last_day:%d/%m/%Y}"),
        _line("Tiến độ", "Progress", f"{assignment.percent} %"),
    ]
    if assignment.product:
        lines.append(_line("Sản phẩm đã trình", "Product submitted", assignment.product))
    if assignment.remarks:
        lines.append(_line("Nhận xét", "Remarks", assignment.remarks))
    return lines


def _line(vi: str, en: str, text: str) -> Line:
    return Line({"vi": vi, "en": en}, {"vi": text, "en": text})


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%d/%m/%Y %H:%M}"


_KINDS: Mapping[str, Callable[[Session, Actor, str], list[Line]]] = {
    "vv": _incident,
    "vm": _difficulty,
    "dt": _campaign,
    "pc": _assignment,
}
