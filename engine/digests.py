"""Digests: one mail on a working morning for who chose it, instead of one for each notice.

``defer`` is called again and again by whoever wakes; the database decides, so that each account
gets one a day, however many workers ask. What it says is read when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Computed, ForeignKey, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access, audit, calendar, policies
from engine.arrays import ints
from engine.deadlines import LOCAL, local_day
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import NotFound
from engine.instance_rows import WorkItem, due_key
from engine.notices import Notice
from engine.people import Account, Actor, signed_in, username_key
from engine.policies import Policy
from engine.reports import Report
from engine.store import Base, Key
from engine.units import Unit

HOUR = policies.declare(
    Policy(
        "digest.hour",
        7,
        "Thư tổng hợp buổi sáng gửi từ mấy giờ",
        "From which hour of a working morning digests are sent",
        high=23,
    )
)
AHEAD = policies.declare(
    Policy(
        "digest.ahead",
        3,
        "Thư tổng hợp nêu việc đến hạn trong mấy ngày tới",
        "How many days ahead a digest looks",
        low=1,
        high=60,
    )
)
MOST = 50
"""How many lines each part has at most; the inbox has the rest."""


class Digest(Base):
    """One account's digest of one day. It tells of what is new since ``since``."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("account_id", "day"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    day: Mapped[date]
    message_id: Mapped[str] = mapped_column(
        Computed("'<digest-' || id || '@dondoc>'", persisted=True)
    )
    since: Mapped[datetime]
    made_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Task:
    """A work item as a digest shows it."""

    name: str
    about: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class News:
    """A notice, by its kind and parameters."""

    kind: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Contents:
    """What one account reads: work that is late, work due soon, what was told since the last."""

    overdue: tuple[Task, ...]
    soon: tuple[Task, ...]
    news: tuple[News, ...]

    def __bool__(self) -> bool:
        return bool(self.overdue or self.soon or self.news)


_MAKE = text("""
    INSERT INTO digest (account_id, day, since, made_at)
    SELECT r.account_id, :day, coalesce((
            SELECT max(d.made_at) FROM digest d WHERE d.account_id = r.account_id
        ), CAST(:now AS timestamptz) - interval '1 day'), :now
    FROM unnest(CAST(:accounts AS bigint[])) AS r(account_id) ORDER BY r.account_id
    ON CONFLICT (account_id, day) DO NOTHING RETURNING id
""")


def defer(session: Session, send: Callable[[Session, Sequence[int]], None], now: datetime) -> int:
    """Defer this morning's digests that nobody has deferred yet; how many those were.

    Nothing on a day off, or before the hour of the account's unit.
    """
    day, hour = local_day(now), now.astimezone(LOCAL).hour
    made = select(Digest.account_id).where(Digest.day == day)
    readers = session.execute(
        select(Account.id, Account.unit_id).where(
            Account.digest,
            Account.active,
            Account.email.is_not(None),
            Account.id.not_in(made),
        )
    ).all()
    if not readers or not calendar.load(session).is_working_day(day):
        return 0
    hours = policies.values(session, HOUR, {r.unit_id for r in readers})
    accounts = [r.id for r in readers if hour >= hours[r.unit_id]]
    if not accounts:
        return 0
    ids = list(session.scalars(_MAKE, {"accounts": ints(accounts), "day": day, "now": now}))
    if ids:
        send(session, ids)
    return len(ids)


def choose(session: Session, account_id: int, wanted: bool, now: datetime, actor: str) -> None:
    """Turn an account's digest on or off; audited. Raises ``NotFound``."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound(what=f"account {account_id}")
    old, account.digest = account.digest, wanted
    session.flush()
    detail: dict[str, object] = {"account": account.username, "old": old, "new": wanted}
    entry = audit.Entry(actor, "account-digest", unit_id=account.unit_id, detail=detail)
    audit.record(session, [entry], now)


def account_named(session: Session, username: str) -> int:
    """The id of an active account. Raises ``NotFound``."""
    active = select(Account.id).where(Account.username == username_key(username), Account.active)
    return access.require(session.scalar(active), f"account {username}")


def contents(session: Session, digest: Digest, now: datetime) -> Contents:
    """What the digest says at this moment; nothing for an account that is gone."""
    person = signed_in(session, digest.account_id, now)
    if person is None:
        return Contents((), (), ())
    ahead = policies.value(session, AHEAD, person.actor.unit_id)
    return Contents(
        _tasks(session, person.actor, None, now),
        _tasks(session, person.actor, now, now + timedelta(days=ahead)),
        _news(session, person.actor, digest),
    )


def _tasks(
    session: Session, actor: Actor, after: datetime | None, until: datetime
) -> tuple[Task, ...]:
    query = (
        select(WorkItem.name, WorkItem.due_at, Report.title, Report.period, Directive)
        .outerjoin(Report, Report.subject == WorkItem.subject)
        .outerjoin(Directive, Directive.id == WorkItem.directive_id)
        .where(
            access.my_work_items(actor, WorkItem),
            WorkItem.status == "open",
            due_key <= until,
        )
        .order_by(due_key, WorkItem.id)
        .limit(MOST)
    )
    if after is not None:
        query = query.where(due_key > after)
    return tuple(
        Task(name, _about(title, period, directive), due_at)
        for name, due_at, title, period, directive in session.execute(query)
    )


def _about(title: str | None, period: str | None, directive: Directive | None) -> str:
    parts = [f"{title} ({period})"] if title else []
    return ", ".join([*parts, label(directive)] if directive else parts)


def _news(session: Session, actor: Actor, digest: Digest) -> tuple[News, ...]:
    rows = session.execute(
        select(Notice.kind, Notice.params, Unit.short_name, Directive)
        .join(Unit, Unit.id == Notice.about_unit_id)
        .outerjoin(Directive, Directive.id == Notice.directive_id)
        .where(
            access.notices(actor, Notice),
            Notice.created_at > digest.since,
            Notice.created_at <= digest.made_at,
            func.coalesce(Notice.read_at, digest.made_at) >= digest.made_at,
        )
        .order_by(Notice.id)
        .limit(MOST)
    )
    return tuple(
        News(kind, {**params, "unit": unit, "directive": label(directive) if directive else ""})
        for kind, params, unit, directive in rows
    )
