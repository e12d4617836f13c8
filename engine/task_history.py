"""What happened to a task's business, in words: who did what, when, and in whose place.

Of the history (``engine.audit``) a reader is told what concerns the instance, the task or the
report, inside the unit whose task it is; what another unit did to the report stands in its
versions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeGuard

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.audit import AuditEntry
from engine.deployments import Library
from engine.errors import NotFound
from engine.history_words import Names, Words, sentence
from engine.instance_rows import Instance, WorkItem
from engine.obligations import any_of
from engine.people import Account, Actor
from engine.report_tables import Report, ReportVersion
from engine.units import Unit

MOST = 300
"""Entries of one timeline, the latest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline. ``who`` is '' for the system; ``instead_of`` whose place they took."""

    at: datetime
    who: str
    instead_of: str
    words: Words


def of_item(session: Session, library: Library, actor: Actor, item_id: int) -> list[Line]:
    """The timeline of a work item's business, the latest first. Raises NotFound."""
    item = access.require(
        session.scalars(
            select(WorkItem).where(WorkItem.id == item_id, access.work_items(actor, WorkItem))
        ).one_or_none(),
        f"work item {item_id}",
    )
    report = session.scalars(select(Report).where(Report.subject == item.subject)).one_or_none()
    entries = _entries(session, item, report)
    names = _names(session, library, item, [told for _, told in entries])
    lines = _lines(entries, names)
    if report is not None:
        lines += _outcomes(session, report, foreign=report.unit_id == item.unit_id)
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def _entries(
    session: Session, item: WorkItem, report: Report | None
) -> list[tuple[AuditEntry, dict[str, Any]]]:
    rows = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.directive_id == item.directive_id
            if item.directive_id is not None
            else AuditEntry.directive_id.is_(None),
            AuditEntry.unit_id == item.unit_id,
        )
        .order_by(AuditEntry.id)
    )
    found = []
    for entry in rows:
        told: dict[str, Any] = json.loads(entry.detail)
        mine = entry.instance_id == item.instance_id or told.get("work_item") == item.id
        about = report is not None and told.get("report") == report.id
        if mine or about:
            found.append((entry, told))
    return found


def _lines(entries: Iterable[tuple[AuditEntry, dict[str, Any]]], names: Names) -> list[Line]:
    lines: list[Line] = []
    for entry, told in entries:
        who = names.account(entry.actor)
        if entry.action == "thay-mat":
            instead = names.accounts.get(told.get("in_place_of", 0), "")
            if lines and lines[-1].at == entry.at and lines[-1].who == who:
                lines[-1] = replace(lines[-1], instead_of=instead)
            continue
        words = sentence(entry.action, told, names)
        if words is not None:
            lines.append(Line(entry.at, who, "", words))
    return lines


def _names(
    session: Session, library: Library, item: WorkItem, told: Sequence[Mapping[str, Any]]
) -> Names:
    tasks = {
        row.token: row.name
        for row in session.execute(
            select(WorkItem.token, WorkItem.name).where(WorkItem.instance_id == item.instance_id)
        )
    }
    items = {
        row.id: row.name
        for row in session.execute(
            select(WorkItem.id, WorkItem.name).where(
                WorkItem.id == any_of({t["work_item"] for t in told if "work_item" in t})
            )
        )
    }
    accounts = {row.id: row.name for row in session.execute(_accounts(session, item, told))}
    return Names(accounts, tasks, items, _elements(session, library, item))


def _accounts(session: Session, item: WorkItem, told: Sequence[Mapping[str, Any]]) -> Any:
    """Those whom the entries name, and all who ever acted for the unit under the directive."""
    ids: set[int] = {
        value
        for entry in told
        for key in ("in_place_of", "old", "new", "for")
        if _id(value := entry.get(key))
    }
    actors = session.scalars(
        select(AuditEntry.actor)
        .where(
            AuditEntry.directive_id == item.directive_id
            if item.directive_id is not None
            else AuditEntry.directive_id.is_(None),
            AuditEntry.unit_id == item.unit_id,
        )
        .distinct()
    )
    for name in actors:
        kind, _, number = name.partition(":")
        if kind == "account" and number.isdecimal():
            ids.add(int(number))
    return select(Account.id, Account.name).where(Account.id == any_of(ids))


def _id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _elements(session: Session, library: Library, item: WorkItem) -> dict[str, str]:
    instance = session.get(Instance, item.instance_id)
    if instance is None:
        return {}
    try:
        definition = library.load(session, instance.model_id).processes[instance.process]
    except (NotFound, KeyError):
        return {}
    return {id_: element.name for id_, element in definition.elements.items()}


def _outcomes(session: Session, report: Report, *, foreign: bool) -> list[Line]:
    """What the body that reviews did, for the unit that owes; what the unit sent, for the reviewer."""
    rows = session.scalars(
        select(ReportVersion)
        .where(ReportVersion.report_id == report.id)
        .order_by(ReportVersion.version)
    ).all()
    doer = report.consolidator_id if foreign else report.unit_id
    unit = session.scalars(select(Unit.short_name).where(Unit.id == doer)).one()
    ids = {by for v in rows for by in (v.submitted_by, v.returned_by, v.accepted_by) if by}
    names = {
        row.id: row.name
        for row in session.execute(
            select(Account.id, Account.name).where(Account.id == any_of(ids))
        )
    }
    lines = []
    for v in rows:
        told: list[tuple[datetime | None, int | None, str, dict[str, Any]]]
        if foreign:
            remarks = {"remarks": v.remarks or ""}
            told = [
                (v.returned_at, v.returned_by, "report-returned", remarks),
                (v.accepted_at, v.accepted_by, "report-accepted", {}),
            ]
        else:
            told = [(v.submitted_at, v.submitted_by, "report-submitted", {"version": v.version})]
        for at, by, action, detail in told:
            words = sentence(action, detail, Names({}, {}, {}, {}))
            if at is not None and words is not None:
                lines.append(Line(at, names.get(by or 0, unit), "", words))
    return lines
