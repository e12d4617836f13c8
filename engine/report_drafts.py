"""A report being written: its draft kept between sittings, and last period's answers to begin with.

A draft is partial: what it holds was answered, nothing is required yet. It is the unit's, not one
officer's: whoever saves says which draft they had before them (``seen``), and is refused if a
colleague saved another one since. The history notes the first draft after each opening or return
and every change of hands, not each saving.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, audit
from engine.arrays import ints, texts
from engine.errors import Conflict, NotFound
from engine.instance_rows import Instance, WorkItem
from engine.people import Account, Actor
from engine.process import data
from engine.report_tables import OPEN, PROCESS, RETURNED, Report, ReportVersion
from engine.report_views import answers

WRITABLE = frozenset({OPEN, RETURNED})


class NotBeingWritten(Conflict):
    """A report that is submitted or accepted, or whose period has not opened."""

    code = "not-being-written"
    vi = (
        "Báo cáo «{title}» không ở bước lập báo cáo (chưa mở kỳ, đã nộp hoặc đã tiếp nhận) "
        "nên không sửa được."
    )
    en = (
        "The report «{title}» is not being written (its period is not open, or it was submitted or "
        "accepted), so it cannot be changed."
    )


class DraftChanged(Conflict):
    """Somebody else saved a draft after the one the writer had before them."""

    code = "draft-changed"
    vi = (
        "{name} đã lưu một bản nháp khác sau khi bạn mở trang. Nội dung bạn gõ vẫn còn bên dưới, "
        "chưa được lưu; hãy đối chiếu rồi lưu lại, bản lưu sau sẽ thay bản của {name}."
    )
    en = (
        "{name} saved another draft after you opened the page. What you typed is still below and "
        "not saved; compare, then save again, which replaces the draft of {name}."
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """The ``draft_at`` of the draft somebody began from, None where there was none."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class LastPeriod:
    """The answers of the last period that was reported, as FEEL values, and their form."""

    report_id: int
    period: str
    period_start: date
    period_end: date
    form: str
    content: dict[str, object]


def save(
    session: Session,
    actor: Actor,
    report_id: int,
    content: Mapping[str, object],
    now: datetime,
    *,
    seen: Seen | None = None,
) -> None:
    """Keep ``content`` (FEEL values, as far as answered) as the report's draft.

    ``seen`` is what the writer had before them; without it a colleague's draft is replaced. Raises ``NotFound``, ``Forbidden``, ``NotBeingWritten``, ``DraftChanged``.
    """
    report = writing(session, actor, report_id)
    others = report.draft_by not in (None, actor.account_id)
    if seen is not None and others and report.draft_at != seen.at:
        name = session.scalar(select(Account.name).where(Account.id == report.draft_by))
        raise DraftChanged(name=name)
    first = report.draft is None or report.draft_by != actor.account_id
    before = report.draft_by
    report.draft = stored(content)
    report.draft_by, report.draft_at, report.touched_at = actor.account_id, now, now
    session.flush()
    if first:
        detail: dict[str, object] = {"report": report.id, "old": before, "new": actor.account_id}
        _note(session, report, f"account:{actor.account_id}", detail, now)


# What an officer wrote wins over what is filled in, answer by answer: their draft, or after a
# return what they had submitted. What only the engine filled in is filled in anew.
_PREFILL = text("""
    UPDATE report SET draft_at = :now, draft = jsonb_strip_nulls(r.content) || jsonb_strip_nulls(
        CASE WHEN report.draft_by IS NOT NULL THEN report.draft
             WHEN report.status = 'returned' THEN coalesce(report.content, '{}')
             ELSE '{}' END)
    FROM unnest(CAST(:ids AS bigint[]), CAST(CAST(:contents AS text[]) AS jsonb[]))
        AS r(id, content)
    WHERE report.id = r.id AND report.status IN ('open', 'returned')
    RETURNING report.id, report.directive_id, report.unit_id
""")


def prefill(
    session: Session, contents: Mapping[int, Mapping[str, object]], now: datetime, actor: str
) -> list[int]:
    """Fill in blanks of drafts, by report id; what an officer typed stays. For the engine itself.

    Returns the ids of the reports that were still being written. It does not count as the unit's
    own work (``touched_at`` stays). Two statements, however many.
    """
    if not contents:
        return []
    filled = session.execute(
        _PREFILL,
        {
            "ids": ints(contents),
            "contents": texts(data.dump(content) for content in contents.values()),
            "now": now,
        },
    ).all()
    entries = [
        audit.Entry(actor, "prefill", row.directive_id, row.unit_id, detail={"report": row.id})
        for row in filled
    ]
    audit.record(session, entries, now)
    return sorted(row.id for row in filled)


def last_period(session: Session, actor: Actor, report_id: int) -> LastPeriod | None:
    """What the same unit last submitted for the same obligation before this period; None if nothing.

    Another directive's report of the same title is not taken for it. Raises ``NotFound``.
    """
    report = session.scalar(
        select(Report).where(Report.id == report_id, access.reports(actor, Report))
    )
    report = access.require(report, f"report {report_id}")
    found = session.execute(
        select(Report, ReportVersion)
        .join(
            ReportVersion,
            (ReportVersion.report_id == Report.id) & (ReportVersion.version == Report.version),
        )
        .where(
            Report.obligation_id == report.obligation_id,
            Report.unit_id == report.unit_id,
            Report.period_end < report.period_end,
            Report.id != report.id,
        )
        .order_by(Report.period_end.desc(), Report.period_start.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    last, version = found
    return LastPeriod(
        last.id,
        last.period,
        last.period_start,
        last.period_end,
        version.form or "",
        answers(version.content),
    )


def begun(session: Session, actor: Actor, report_id: int) -> dict[str, object]:
    """What its writer has so far: the draft, else what was returned, else {}. Raises NotFound."""
    report = session.scalar(
        select(Report).where(
            Report.id == report_id, access.reports(actor, Report), Report.unit_id == actor.unit_id
        )
    )
    report = access.require(report, f"report {report_id}")
    returned = report.content if report.status == RETURNED else None
    return answers(report.draft if report.draft is not None else returned)


def writing(session: Session, actor: Actor, report_id: int) -> Report:
    """The report, locked, if the actor may write it now.

    Raises ``NotFound`` (not visible), ``Forbidden`` (another role's or unit's), ``NotBeingWritten``
    and ``Conflict`` (a colleague has claimed the task).
    """
    report = session.scalar(
        select(Report)
        .where(Report.id == report_id, access.reports(actor, Report))
        .with_for_update(of=Report)
        .execution_options(populate_existing=True)
    )
    if report is None:
        raise NotFound(what=f"report {report_id}")
    item = session.scalar(
        select(WorkItem)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            WorkItem.subject == report.subject,
            WorkItem.directive_id == report.directive_id,
            WorkItem.unit_id == report.unit_id,
            WorkItem.status == "open",
            Instance.process == PROCESS,
        )
    )
    if item is not None:
        access.require_role(actor, item.role, item.unit_id)
    if item is None or report.status not in WRITABLE:
        raise NotBeingWritten(title=report.title)
    if item.claimed_by not in (None, actor.account_id):
        raise Conflict(what=item.name)
    return report


def stored(content: Mapping[str, object]) -> dict[str, Any]:
    """Answers the way a row keeps them."""
    return cast(dict[str, Any], json.loads(data.dump(content)))


def _note(
    session: Session, report: Report, actor: str, detail: dict[str, object], now: datetime
) -> None:
    entry = audit.Entry(actor, "draft", report.directive_id, report.unit_id, detail=detail)
    audit.record(session, [entry], now)
