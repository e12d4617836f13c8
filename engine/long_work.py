"""Long work: what takes longer than a page may, asked for here and done by a worker.

A person asks (``ask``), the worker does it in one transaction (``adapters.long_work``), the person
watches how far it is. A subject declares its kinds of work in its own module (``declare``);
``KNOWN`` holds them all. The work's effects and its end are committed together: a worker that dies
leaves nothing behind, and the work is begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access, audit, policies
from engine.deliveries import Engine
from engine.errors import Conflict, InputError
from engine.people import Account, Actor, Passwords
from engine.policies import Policy
from engine.ports import LetterOutbox, Progress
from engine.store import Base, Key

if TYPE_CHECKING:
    from engine.rehearsal import Rehearse

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)
PAGE = 50
KEEP_DAYS = policies.declare(
    Policy(
        "long-work.keep-days",
        30,
        "Tệp và dữ liệu của công việc chạy nền được giữ bao nhiêu ngày sau khi xong",
        "For how many days the files and data of background work are kept after it ended",
        low=1,
        high=365,
    )
)


class LongWork(Base):
    """One piece of long work. ``arguments`` and ``result`` are JSON, as its kind understands them.

    ``done`` of ``total`` steps, and ``said`` ({"vi", "en"}), are written while it runs. ``digest``
    tells two alike apart. ``keep_until``: then arguments and file go. ``attempts`` counts beginnings.
    """

    __tablename__ = "long_work"
    __table_args__ = (
        Index("ix_long_work_asked_by", "asked_by", "id"),
        Index("ix_long_work_open", "id", postgresql_where=text("status IN ('waiting', 'running')")),
        Index("ix_long_work_kind", "kind", "id"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    digest: Mapped[str]
    asked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    status: Mapped[str]
    done: Mapped[int] = mapped_column(Integer, server_default="0")
    total: Mapped[int] = mapped_column(Integer, server_default="0")
    said: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    cancel_wanted: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    started_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None]

    @property
    def subject(self) -> str:
        """What its file is attached to."""
        return f"work:{self.id}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that leaves as a sheet: its name, its columns as (title, width), its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What work came to: a result for its page, and tables that become one file."""

    result: Mapping[str, Any] = field(default_factory=dict)
    tables: Sequence[Table] = ()
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind's function is handed; its changes are kept when it returns.

    ``letters``: where letters about accounts leave; None where no mail is sent. ``rehearse``
    performs rehearsals (None: nothing that could is wired).
    """

    session: Session
    engine: Engine
    actor: Actor
    now: datetime
    arguments: Mapping[str, Any]
    progress: Progress
    passwords: Passwords
    letters: LetterOutbox | None
    rehearse: Rehearse | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work: its name in both languages, what does it, who may ask."""

    key: str
    vi: str
    en: str
    run: Callable[[Work], Outcome]
    may: Callable[[Actor], None] = access.require_administrator

    def text(self, locale: str) -> str:
        """Its name in ``locale`` ("vi", else English)."""
        return self.vi if locale == "vi" else self.en


KNOWN: dict[str, Kind] = {}


class WorkCancelled(InputError):
    """The person who asked no longer wants it; nothing was changed."""

    code = "work-cancelled"
    vi = "Đã hủy theo yêu cầu; không có gì thay đổi."
    en = "Cancelled as asked; nothing was changed."


class WorkEnded(Conflict):
    """Work that is over cannot be cancelled."""

    code = "work-ended"
    vi = "Công việc #{id} đã kết thúc, không hủy được nữa."
    en = "Work #{id} is over and can no longer be cancelled."


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A piece of work as a list and its page show it; ``row`` is not to be changed."""

    row: LongWork
    asked_by: str

    @property
    def kind(self) -> Kind | None:
        """Its kind; None where this program no longer has it."""
        return KNOWN.get(self.row.kind)

    @property
    def open(self) -> bool:
        """Whether it waits or runs."""
        return self.row.status in OPEN


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Some rows, the newest first; ``next_after`` continues where they end."""

    rows: list[WorkRow]
    next_after: int | None


def declare(kind: Kind) -> Kind:
    """Make a kind of work known; a module does this once, when it is imported."""
    KNOWN[kind.key] = kind
    return kind


def ask(
    session: Session,
    actor: Actor,
    kind: Kind,
    arguments: Mapping[str, Any],
    now: datetime,
    defer: Callable[[Session, int], None],
    digest: str = "",
) -> LongWork:
    """Ask for work; ``defer`` hands its id to a worker in this transaction.

    The same (kind, ``digest``) asked for by the same person and still open is not begun twice.
    Raises Forbidden.
    """
    kind.may(actor)
    if digest:
        same = select(LongWork).where(
            LongWork.kind == kind.key,
            LongWork.digest == digest,
            LongWork.asked_by == actor.account_id,
            LongWork.status.in_(OPEN),
        )
        found = session.scalars(same.limit(1)).one_or_none()
        if found is not None:
            return found
    row = LongWork(
        kind=kind.key,
        arguments=dict(arguments),
        digest=digest,
        asked_by=actor.account_id,
        asked_at=now,
        status=WAITING,
        said={},
        result={},
    )
    session.add(row)
    session.flush()
    defer(session, row.id)
    _record(session, actor, row, "work-ask", now)
    return row


def read(session: Session, actor: Actor, job_id: int) -> WorkRow:
    """One piece of work: one's own, an administrator's any. Raises NotFound."""
    found = session.execute(
        select(LongWork, Account.name)
        .join(Account, Account.id == LongWork.asked_by)
        .where(LongWork.id == job_id, access.long_work(actor, LongWork))
    ).one_or_none()
    return WorkRow(*access.require(found, f"work {job_id}"))


def of_kind(
    session: Session,
    actor: Actor,
    kinds: Sequence[str] = (),
    after: int | None = None,
    everybodys: bool = False,
) -> WorkPage:
    """One's own work (``everybodys``: all that the actor may see), the newest first."""
    wanted = (
        select(LongWork, Account.name)
        .join(Account, Account.id == LongWork.asked_by)
        .where(access.long_work(actor, LongWork))
        .order_by(LongWork.id.desc())
        .limit(PAGE + 1)
    )
    if not everybodys:
        wanted = wanted.where(LongWork.asked_by == actor.account_id)
    if kinds:
        wanted = wanted.where(LongWork.kind.in_(kinds))
    if after is not None:
        wanted = wanted.where(LongWork.id < after)
    rows = [WorkRow(*row) for row in session.execute(wanted)]
    more = len(rows) > PAGE
    return WorkPage(rows[:PAGE], rows[PAGE - 1].row.id if more else None)


def cancel(session: Session, actor: Actor, job_id: int, now: datetime) -> LongWork:
    """Stop it: at once while it waits, at its next step while it runs.

    Raises NotFound, WorkEnded.
    """
    read(session, actor, job_id)
    row = session.get_one(LongWork, job_id, with_for_update=True, populate_existing=True)
    if row.status not in OPEN:
        raise WorkEnded(id=job_id)
    row.cancel_wanted = True
    if row.status == WAITING:
        row.status, row.ended_at, row.said = CANCELLED, now, told(WorkCancelled())
    session.flush()
    _record(session, actor, row, "work-cancel", now)
    return row


def told(error: InputError) -> dict[str, str]:
    """An error's sentence as ``LongWork.said`` keeps it."""
    return {"vi": error.text("vi"), "en": error.text("en")}


def _record(session: Session, actor: Actor, row: LongWork, action: str, now: datetime) -> None:
    detail: dict[str, object] = {"work": row.id, "kind": row.kind, "digest": row.digest}
    audit.record(session, [audit.Entry(f"account:{actor.account_id}", action, detail=detail)], now)
