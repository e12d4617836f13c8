"""What may change on a task's page while somebody has it open: cheap to ask, again and again."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.comment_places import matter
from engine.comment_tables import Comment
from engine.errors import NotFound
from engine.instance_rows import WorkItem
from engine.people import Account, Actor
from engine.report_tables import Report
from engine.task_drafts import TaskDraft


@dataclass(frozen=True, slots=True)
class Live:
    """Who has the task, who typed last, who finished it, and how much was said.

    ``draft_by`` is '' for what the engine filled in, and on the page of another unit. Accounts are
    ids; None: nobody.
    """

    status: str
    claimed_by: int | None
    claimed_name: str
    claimed_at: datetime | None
    draft_by: int | None
    draft_name: str
    draft_at: datetime | None
    done_by: int | None
    done_name: str
    done_for: str
    done_at: datetime | None
    last_comment: int

    @property
    def mark(self) -> str:
        """Changes whenever anything of it does."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


def read(session: Session, actor: Actor, item_id: int) -> Live:
    """How the task stands, in two statements. Raises NotFound."""
    claimer, done, done_for = aliased(Account), aliased(Account), aliased(Account)
    found = session.execute(
        select(WorkItem, claimer.name, done.name, done_for.name, Report, TaskDraft)
        .outerjoin(claimer, claimer.id == WorkItem.claimed_by)
        .outerjoin(done, done.id == WorkItem.completed_by)
        .outerjoin(done_for, done_for.id == WorkItem.completed_for)
        .outerjoin(Report, Report.subject == WorkItem.subject)
        .outerjoin(TaskDraft, TaskDraft.work_item_id == WorkItem.id)
        .where(WorkItem.id == item_id, access.work_items(actor, WorkItem))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(what=f"work item {item_id}")
    item, claimer_name, done_name, done_for_name, report, draft = found
    by, at = _draft(item, report, draft)
    name, last = session.execute(
        select(
            select(Account.name).where(Account.id == by).scalar_subquery(),
            select(func.coalesce(func.max(Comment.id), 0))
            .where(
                or_(
                    (Comment.matter == matter(item.directive_id, item.subject))
                    & (Comment.unit_id == item.unit_id),
                    Comment.report_id == (report.id if report is not None else 0),
                )
            )
            .scalar_subquery(),
        )
    ).one()
    return Live(
        item.status,
        item.claimed_by,
        claimer_name or "",
        item.claimed_at,
        by,
        name or "",
        at,
        item.completed_by,
        done_name or "",
        done_for_name or "",
        item.completed_at,
        last,
    )


def _draft(
    item: WorkItem, report: Report | None, draft: TaskDraft | None
) -> tuple[int | None, datetime | None]:
    """The latest draft of the form: of a report, when its unit writes it, the report's."""
    kept = [(draft.by, draft.at)] if draft is not None else []
    if report is not None and report.unit_id == item.unit_id and report.draft_at is not None:
        kept += [(report.draft_by, report.draft_at)] if report.draft_by is not None else []
    return max(kept, key=lambda one: one[1], default=(None, None))
