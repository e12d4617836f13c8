"""One action on many tasks: each has its own savepoint and its own result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engine import access, inbox
from engine.errors import Conflict, DondocError, Forbidden, InputError, NotFound
from engine.inbox_query import reporter_of
from engine.inspection_tables import Inspection
from engine.instance_rows import WorkItem
from engine.people import Account, Actor
from engine.report_tables import Report
from engine.units import Unit

MOST = 200


class NothingChosen(InputError):
    """No task was ticked."""

    code = "nothing-chosen"
    vi = "Chưa chọn việc nào. Hãy đánh dấu ít nhất một việc trong danh sách."
    en = "No task was chosen. Tick at least one task in the list."


class TooManyChosen(InputError):
    """More tasks than one action takes."""

    code = "too-many-chosen"
    vi = "Mỗi lần chỉ xử lý được tối đa {most} việc. Hãy chọn ít hơn."
    en = "One action takes at most {most} tasks. Choose fewer."


class TakenBy(Conflict):
    """A colleague has claimed the task."""

    code = "taken-by"
    vi = "{who} đã nhận việc này."
    en = "{who} has claimed this task."


class TakenAlready(Conflict):
    """The actor has claimed the task before."""

    code = "taken-already"
    vi = "Bạn đã nhận việc này từ trước."
    en = "You had claimed this task already."


class NotTaken(Conflict):
    """Nobody has claimed the task, so that it cannot be given back."""

    code = "not-taken"
    vi = "Việc này chưa ai nhận nên không có gì để trả lại."
    en = "Nobody has claimed this task, so there is nothing to give back."


class TakenByOther(Forbidden):
    """Only who claimed a task gives it back."""

    code = "taken-by-other"
    vi = "{who} đã nhận việc này; chỉ người đã nhận mới trả lại được."
    en = "{who} has claimed this task; only they can give it back."


class Over(Conflict):
    """The task is done, or no longer needed."""

    code = "task-over"
    vi = "Việc này đã xong hoặc không còn cần làm nữa."
    en = "This task is done or no longer needed."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task that was ticked, as it is when the action begins; ``who`` has claimed it."""

    id: int
    instance_id: int
    name: str
    reporter: str | None
    role: str
    unit_id: int
    directive_id: int | None
    status: str
    due_at: datetime | None
    claimed_by: int | None
    who: str | None
    report_title: str | None

    @property
    def title(self) -> str:
        """The task's name, and whose report it is about."""
        return f"{self.name}: {self.reporter}" if self.reporter else self.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task: done, or ``refused`` with the reason; None: it was not found."""

    item_id: int
    item: Chosen | None
    refused: DondocError | None


Act: TypeAlias = Callable[[Chosen], object]


def chosen(session: Session, actor: Actor, ids: Sequence[int]) -> list[Chosen]:
    """Those of the tasks that the actor may see, in the order of ``ids``.

    Raises NothingChosen, TooManyChosen.
    """
    unique = list(dict.fromkeys(ids))
    if not unique:
        raise NothingChosen
    if len(unique) > MOST:
        raise TooManyChosen(most=MOST)
    reporter = aliased(Unit)
    rows: Any = session.execute(
        select(
            WorkItem.id,
            WorkItem.instance_id,
            WorkItem.name,
            reporter.short_name,
            WorkItem.role,
            WorkItem.unit_id,
            WorkItem.directive_id,
            WorkItem.status,
            WorkItem.due_at,
            WorkItem.claimed_by,
            Account.name,
            Report.title,
        )
        .outerjoin(Account, Account.id == WorkItem.claimed_by)
        .outerjoin(Report, Report.subject == WorkItem.subject)
        .outerjoin(Inspection, Inspection.subject == WorkItem.subject)
        .outerjoin(reporter, reporter_of(reporter))
        .where(access.work_items(actor, WorkItem), WorkItem.id == func.any(unique))
    )
    found = {row[0]: Chosen(*row) for row in rows}
    return [found[item] for item in unique if item in found]


def each(session: Session, actor: Actor, ids: Sequence[int], act: Act) -> list[Outcome]:
    """``act`` on every task, each in a savepoint of its own; the results in the order of ``ids``.

    The tasks are taken in the order of their instances, as every step locks them. A refusal undoes
    nothing of the others. Raises NothingChosen, TooManyChosen.
    """
    items = chosen(session, actor, ids)
    results: dict[int, Outcome] = {}
    for item in sorted(items, key=lambda item: (item.instance_id, item.id)):
        try:
            with session.begin_nested():
                if item.status != "open":
                    raise Over
                act(item)
                session.flush()
        except InputError as refused:
            results[item.id] = Outcome(item.id, item, refused)
        else:
            results[item.id] = Outcome(item.id, item, None)
    return [
        results.get(item) or Outcome(item, None, NotFound(what=f"#{item}"))
        for item in dict.fromkeys(ids)
    ]


def claim(session: Session, actor: Actor, now: datetime) -> Act:
    """Take a task. Refused: WrongRole, TakenBy, TakenAlready."""

    def act(item: Chosen) -> None:
        if item.claimed_by == actor.account_id:
            raise TakenAlready
        access.require_role(actor, item.role, item.unit_id)
        if item.claimed_by not in (None, actor.absent(item.role, item.claimed_by)):
            raise TakenBy(who=item.who)
        inbox.claim(session, actor, item.id, now)

    return act


def unclaim(session: Session, actor: Actor, now: datetime) -> Act:
    """Give a task back to everybody of its role. Refused: NotTaken, TakenByOther, WrongRole."""

    def act(item: Chosen) -> None:
        if item.claimed_by is None:
            raise NotTaken
        if item.claimed_by != actor.account_id:
            raise TakenByOther(who=item.who)
        inbox.unclaim(session, actor, item.id, now)

    return act
