"""What was typed into a task's form and not finished, kept between sittings.

It is kept as it was typed, right or wrong: half a number is work too. A draft is the unit's, not one
officer's: whoever saves says which draft they had before them, and is refused if a colleague saved
another one since. Reports keep their answers in ``engine.report_drafts``; here stand only the
fields of theirs that cannot be read yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access
from engine.errors import Conflict, InputError, NotFound
from engine.instance_rows import WorkItem
from engine.people import Account, Actor
from engine.report_drafts import DraftChanged, Seen
from engine.store import Base

MOST = 200_000
"""Characters of one draft; what is beyond was not typed by a person."""


class TaskClosed(Conflict):
    """The task is done or cancelled, or a colleague took it."""

    code = "task-closed"
    vi = "Việc «{name}» không còn chờ bạn: đã xong, đã hủy hoặc người khác đã nhận."
    en = "The task «{name}» no longer waits for you: it is done, cancelled or taken."


class DraftTooLong(InputError):
    """More text than a form has room for."""

    code = "draft-too-long"
    vi = "Nội dung dài quá {most} ký tự nên không lưu nháp được. Hãy chia bớt sang tệp đính kèm."
    en = "The text has more than {most} characters and was not kept. Move some of it to a file."


class TaskDraft(Base):
    """What somebody typed into the form of a work item: each field's text, by its name."""

    __tablename__ = "task_draft"

    work_item_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("work_item.id"), primary_key=True, autoincrement=False
    )
    typed: Mapped[dict[str, Any]]
    by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A kept draft, by whom and when."""

    typed: dict[str, str]
    by: int
    by_name: str
    at: datetime


def read(session: Session, actor: Actor, item_id: int) -> DraftView | None:
    """The draft of a work item; None without one. Its readers are those of the item's own unit."""
    found = session.execute(
        select(TaskDraft, Account.name)
        .join(Account, Account.id == TaskDraft.by)
        .join(WorkItem, WorkItem.id == TaskDraft.work_item_id)
        .where(TaskDraft.work_item_id == item_id, access.work_items(actor, WorkItem))
    ).one_or_none()
    if found is None:
        return None
    draft, name = found
    typed = {field: str(value) for field, value in draft.typed.items()}
    return DraftView(typed, draft.by, name, draft.at)


def save(
    session: Session,
    actor: Actor,
    item_id: int,
    typed: Mapping[str, str],
    now: datetime,
    *,
    seen: Seen | None = None,
) -> None:
    """Keep what was typed. ``seen`` is the draft the writer had before them; None: whatever it is.

    Raises ``NotFound`` (not visible), ``WrongRole``, ``TaskClosed`` (done, cancelled, taken by
    another), ``DraftChanged``, ``DraftTooLong``.
    """
    writing(session, actor, item_id)
    draft = session.get(TaskDraft, item_id, with_for_update=True)
    if draft is not None and seen is not None:
        _refuse_changed(session, actor, draft, seen)
    kept = {field: text for field, text in typed.items() if text != ""}
    if sum(len(field) + len(text) for field, text in kept.items()) > MOST:
        raise DraftTooLong(most=MOST)
    if draft is None:
        session.add(TaskDraft(work_item_id=item_id, typed=kept, by=actor.account_id, at=now))
    else:
        draft.typed, draft.by, draft.at = kept, actor.account_id, now
    session.flush()


def keep_only(
    session: Session, actor: Actor, item_id: int, typed: Mapping[str, str], now: datetime
) -> None:
    """As ``save`` for fields that cannot be read yet; without any the row goes."""
    if typed:
        save(session, actor, item_id, typed, now)
    else:
        forget(session, item_id)


def forget(session: Session, item_id: int) -> None:
    """The task is finished, or begins again with what is in its answers."""
    session.execute(delete(TaskDraft).where(TaskDraft.work_item_id == item_id))


def writing(session: Session, actor: Actor, item_id: int) -> WorkItem:
    """The open work item, locked, if the actor may fill in its form now. Raises as ``save``."""
    item = session.scalars(
        select(WorkItem)
        .where(WorkItem.id == item_id, access.work_items(actor, WorkItem))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if item is None:
        raise NotFound(what=f"work item {item_id}")
    access.require_role(actor, item.role, item.unit_id)
    absent = actor.absent(item.role, item.claimed_by)
    if item.status != "open" or item.claimed_by not in (None, actor.account_id, absent):
        raise TaskClosed(name=item.name)
    return item


def _refuse_changed(session: Session, actor: Actor, draft: TaskDraft, seen: Seen) -> None:
    if draft.by != actor.account_id and draft.at != seen.at:
        name = session.scalar(select(Account.name).where(Account.id == draft.by))
        raise DraftChanged(name=name)
