"""Attachments of a report: added and removed while it is written, read by all who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, attachments, audit
from engine.attachments import Attachment
from engine.people import Actor
from engine.ports import FileStore
from engine.report_drafts import writing
from engine.report_tables import Report


def add(
    session: Session,
    files: FileStore,
    actor: Actor,
    report_id: int,
    name: str,
    source: IO[bytes],
    now: datetime,
) -> Attachment:
    """Attach a file to the version being written.

    Raises what ``report_drafts.writing`` raises, and ``AttachmentRefused``.
    """
    report = writing(session, actor, report_id)
    added = attachments.add(
        session,
        files,
        subject=report.subject,
        version=report.version + 1,
        name=name,
        source=source,
        unit_id=report.unit_id,
        account_id=actor.account_id,
        now=now,
    )
    report.touched_at = now
    _note(session, report, actor, "attach", added, now)
    return added


def remove(
    session: Session, actor: Actor, report_id: int, attachment_id: int, now: datetime
) -> None:
    """Take a file out of the version being written; submitted versions keep it.

    Raises what ``report_drafts.writing`` raises, and ``NotFound`` for a file it does not have.
    """
    report = writing(session, actor, report_id)
    version = report.version + 1
    having = {a.id: a for a in attachments.of(session, report.subject, version)}
    found = access.require(having.get(attachment_id), f"attachment {attachment_id}")
    attachments.remove(session, found, version)
    report.touched_at = now
    _note(session, report, actor, "detach", found, now)


def read(
    session: Session, files: FileStore, actor: Actor, report_id: int, attachment_id: int
) -> tuple[Attachment, IO[bytes]]:
    """A file and its bytes, for whoever may see the report. Raises ``NotFound``."""
    found = session.scalar(
        select(Attachment)
        .join(Report, Report.subject == Attachment.subject)
        .where(
            Attachment.id == attachment_id,
            Report.id == report_id,
            access.reports(actor, Report),
        )
    )
    attachment = access.require(found, f"attachment {attachment_id}")
    return attachment, files.open(attachment.sha256)


def _note(
    session: Session,
    report: Report,
    actor: Actor,
    action: str,
    attachment: Attachment,
    now: datetime,
) -> None:
    session.flush()
    detail: dict[str, object] = {
        "report": report.id,
        "version": report.version + 1,
        "file": attachment.name,
        "sha256": attachment.sha256,
    }
    by = f"account:{actor.account_id}"
    entry = audit.Entry(by, action, report.directive_id, report.unit_id, detail=detail)
    audit.record(session, [entry], now)
