"""What a reader sees of reports: lists, and one report with its versions and files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from engine import access, attachments
from engine.attachments import Attachment
from engine.instance_rows import Instance, WorkItem
from engine.people import Account, Actor
from engine.process import data
from engine.report_tables import PROCESS, RETURNED, Report, ReportVersion
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class FileView:
    """An attached file; ``first_version`` and ``last_version`` (None: still) are those it is in."""

    id: int
    name: str
    size: int
    media_type: str
    sha256: str
    first_version: int
    last_version: int | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """What was submitted once, by whom, and what became of it; ``late`` as it alone would be."""

    version: int
    form: str
    content: dict[str, object]
    nil: bool
    late: bool
    submitted_at: datetime
    submitted_by: str
    returned_at: datetime | None
    returned_by: str
    remarks: str
    accepted_at: datetime | None
    accepted_by: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list. ``draft_at``: when a draft was last saved, None without one."""

    id: int
    directive_id: int
    obligation_id: int
    unit_id: int
    unit_name: str
    title: str
    period: str
    period_start: date
    period_end: date
    first_due_at: datetime
    due_at: datetime
    status: str
    version: int
    nil: bool
    submitted_at: datetime | None
    accepted_at: datetime | None
    requested: bool
    draft_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportView(ReportRow):
    """One report; ``content`` are the last submitted answers of ``form`` as FEEL values, {} before.

    ``consolidator`` is the body it is sent through, ``addressee`` the one it is for ('' if not
    known apart). ``draft`` is for the reporting unit only; ``versions`` begin with the first, and
    ``files`` are those of the version being written, or of the last one submitted.
    """

    consolidator: str
    addressee: str
    remarks: str
    form: str
    content: dict[str, object]
    draft: dict[str, object] | None
    draft_by: str
    versions: tuple[VersionView, ...]
    files: tuple[FileView, ...]


def read(session: Session, actor: Actor, report_id: int) -> ReportView:
    """One report. Raises NotFound for what the actor may not see."""
    through, to, drafter = aliased(Unit), aliased(Unit), aliased(Account)
    found = session.execute(
        select(Report, Unit.short_name, through.name, to.name, drafter.name)
        .join(Unit, Unit.id == Report.unit_id)
        .join(through, through.id == Report.consolidator_id)
        .outerjoin(to, to.id == Report.addressee_id)
        .outerjoin(drafter, drafter.id == Report.draft_by)
        .where(Report.id == report_id, access.reports(actor, Report))
    ).one_or_none()
    report, unit_name, consolidator, addressee, drafter_name = access.require(
        found, f"report {report_id}"
    )
    files = [_file(a) for a in attachments.of(session, report.subject)]
    versions = _versions(session, report, files)
    own = actor.unit_id == report.unit_id
    writing = report.submitted_at is None or report.status == RETURNED
    here = report.version + 1 if writing and own else report.version
    return ReportView(
        **_told(report, unit_name, actor),
        consolidator=consolidator,
        addressee=addressee or "",
        remarks=report.remarks or "",
        form=versions[-1].form if versions else "",
        content=answers(report.content),
        draft=answers(report.draft) if own and report.draft is not None else None,
        draft_by=drafter_name or "" if own else "",
        versions=versions,
        files=_in_version(files, here),
    )


def chosen(
    actor: Actor,
    *,
    directive_id: int | None = None,
    unit_id: int | None = None,
    status: str | None = None,
) -> Select[Report, str]:
    """The query of reports the actor may see, with their units' names, the most pressing first."""
    query: Select[Report, str] = (
        select(Report, Unit.short_name)
        .join(Unit, Unit.id == Report.unit_id)
        .where(access.reports(actor, Report))
        .order_by(Report.due_at, Report.id)
    )
    wanted = (
        (Report.directive_id, directive_id),
        (Report.unit_id, unit_id),
        (Report.status, status),
    )
    for column, value in wanted:
        if value is not None:
            query = query.where(column == value)
    return query


def listed(
    session: Session,
    actor: Actor,
    *,
    directive_id: int | None = None,
    unit_id: int | None = None,
    status: str | None = None,
    limit: int = 500,
) -> list[ReportRow]:
    """Reports the actor may see, the most pressing first."""
    query = chosen(actor, directive_id=directive_id, unit_id=unit_id, status=status)
    return [row_of(report, name, actor) for report, name in session.execute(query.limit(limit))]


def row_of(report: Report, unit_name: str, actor: Actor) -> ReportRow:
    """A report as the actor's list shows it."""
    return ReportRow(**_told(report, unit_name, actor))


def open_task(session: Session, actor: Actor, report_id: int, *, review: bool) -> int:
    """The id of the open task of writing (or of reviewing) the report, if the actor sees it.

    Raises ``NotFound``: for a foreign report as for one that nobody is to work on now.
    """
    done_where = Report.consolidator_id if review else Report.unit_id
    item = session.scalar(
        select(WorkItem.id)
        .join(Report, Report.subject == WorkItem.subject)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            Report.id == report_id,
            Instance.process != PROCESS if review else Instance.process == PROCESS,
            WorkItem.directive_id == Report.directive_id,
            WorkItem.unit_id == done_where,
            WorkItem.status == "open",
            access.work_items(actor, WorkItem),
        )
    )
    return access.require(item, f"{'review' if review else 'open'} task of report {report_id}")


def answers(stored: dict[str, Any] | None) -> dict[str, object]:
    """Answers as FEEL values from the way a row keeps them; {} for None."""
    return data.load(json.dumps(stored)) if stored else {}


def _versions(
    session: Session, report: Report, files: Sequence[FileView]
) -> tuple[VersionView, ...]:
    by = {name: aliased(Account) for name in ("submitted", "returned", "accepted")}
    query: Any = select(ReportVersion, *(account.name for account in by.values()))
    for name, account in by.items():
        query = query.outerjoin(account, account.id == getattr(ReportVersion, f"{name}_by"))
    rows = session.execute(
        query.where(ReportVersion.report_id == report.id).order_by(ReportVersion.version)
    )
    return tuple(
        VersionView(
            version=v.version,
            form=v.form or "",
            content=answers(v.content),
            nil=v.nil,
            late=v.submitted_at >= report.first_due_at,
            submitted_at=v.submitted_at,
            submitted_by=submitted or "",
            returned_at=v.returned_at,
            returned_by=returned or "",
            remarks=v.remarks or "",
            accepted_at=v.accepted_at,
            accepted_by=accepted or "",
            files=_in_version(files, v.version),
        )
        for v, submitted, returned, accepted in rows
    )


def _in_version(files: Sequence[FileView], version: int) -> tuple[FileView, ...]:
    return tuple(
        f
        for f in files
        if f.first_version <= version and (f.last_version is None or f.last_version >= version)
    )


def _file(attachment: Attachment) -> FileView:
    return FileView(
        attachment.id,
        attachment.name,
        attachment.size,
        attachment.media_type,
        attachment.sha256,
        attachment.first_version,
        attachment.last_version,
    )


def _told(report: Report, unit_name: str, actor: Actor) -> dict[str, Any]:
    """The fields of a ``ReportRow``; that there is a draft, only its unit is told."""
    same = (f.name for f in fields(ReportRow) if f.name not in {"unit_name", "draft_at"})
    own = actor.unit_id == report.unit_id and report.draft is not None
    return {name: getattr(report, name) for name in same} | {
        "unit_name": unit_name,
        "draft_at": report.draft_at if own else None,
    }
