"""What is told to whom, and proof of it: a row in the unit's box, and mail in the same transaction.

A notice of a rung is written at most once for a report (``once`` is unique): nothing is told
twice. Mail goes through ``Outbox``, a port: the adapter defers a job inside our transaction, and
the notice's ``message_id`` is the Message-ID of every attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Any

from sqlalchemy import BigInteger, Computed, Index, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access
from engine.arrays import ints, texts
from engine.deadlines import local_day
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import Misused, NotFound
from engine.notice_texts import sentence
from engine.people import Actor
from engine.ports import Outbox
from engine.store import Base, Key
from engine.units import Unit

__all__ = [
    "Notice",
    "NoticePage",
    "NoticeRow",
    "Told",
    "mark_read",
    "page",
    "sentence",
    "tell",
    "unread",
]

OFFICER, HEAD, CLERK, SUPERIOR = "officer", "head", "clerk", "superior"
PERSON = "person"
"""The audience of a notice to one account, which no service may choose."""
AUDIENCES = (OFFICER, HEAD, CLERK, SUPERIOR)
ROLE_OF = {OFFICER: "chuyenvien", HEAD: "lanhdao", CLERK: "vanthu", SUPERIOR: "lanhdao"}


class Notice(Base):
    """One notice in one unit's box, or (``account_id``) to one person of it.

    ``about_unit_id`` is the unit it speaks of.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("uq_notice_once", "once", unique=True),
        Index("ix_notice_box", "unit_id", "id"),
        Index("ix_notice_directive", "directive_id", "kind"),
        Index(
            "ix_notice_account_id",
            "account_id",
            "id",
            postgresql_where=text("account_id IS NOT NULL"),
        ),
        Index("ix_notice_unread", "unit_id", "audience", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[Key]
    once: Mapped[str]
    message_id: Mapped[str] = mapped_column(
        Computed("'<notice-' || id || '@dondoc>'", persisted=True)
    )
    unit_id: Mapped[int] = mapped_column(BigInteger)
    about_unit_id: Mapped[int] = mapped_column(BigInteger)
    audience: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    instance_id: Mapped[int | None] = mapped_column(BigInteger)
    report_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    params: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class UnknownAudience(Misused):
    """A service was asked to tell an audience that does not exist."""

    code = "unknown-audience"
    vi = "Không có đối tượng nhận «{audience}». Hãy chọn: {known}."
    en = "There is no audience «{audience}». Choose one of: {known}."


def known_audience(audience: object) -> str:
    """The audience, if there is one of that name. Raises ``UnknownAudience``."""
    if audience not in AUDIENCES:
        raise UnknownAudience(audience=audience, known=", ".join(AUDIENCES))
    return str(audience)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice to be written. ``once`` makes it unique: telling again changes nothing.

    ``account_id`` goes with the audience ``PERSON`` only.
    """

    once: str
    unit_id: int
    about_unit_id: int
    audience: str
    directive_id: int | None
    instance_id: int | None
    report_id: int | None
    kind: str
    params: dict[str, Any]
    mail: bool = True
    account_id: int | None = None


# Only units where somebody with the role reads mail get one; all have the box. Who reads a digest
# gets no mail of their own. Parameters repeat within a batch, so each distinct text crosses the
# wire once.
_TELL = text("""
    WITH fresh AS (
        INSERT INTO notice (once, unit_id, about_unit_id, audience, account_id, directive_id,
                            instance_id, report_id, kind, params, created_at)
        SELECT r.once, r.unit_id, r.about, r.audience, r.account_id, r.directive_id, r.instance_id,
            r.report_id, r.kind, CAST(p.params AS jsonb), :now
        FROM unnest(CAST(:once AS text[]), CAST(:units AS bigint[]), CAST(:about AS bigint[]),
                    CAST(:audiences AS text[]), CAST(:accounts AS bigint[]),
                    CAST(:directives AS bigint[]), CAST(:instances AS bigint[]),
                    CAST(:reports AS bigint[]), CAST(:kinds AS text[]), CAST(:nth AS int[]))
            AS r(once, unit_id, about, audience, account_id, directive_id, instance_id, report_id,
                 kind, nth)
        JOIN unnest(CAST(:params AS text[])) WITH ORDINALITY AS p(params, n) ON p.n = r.nth
        ON CONFLICT (once) DO NOTHING
        RETURNING id, once, unit_id, audience, account_id
    )
    SELECT (SELECT count(*) FROM fresh) AS written, (
        SELECT array_agg(f.id ORDER BY f.id) FROM fresh f
        WHERE NOT f.once = ANY(CAST(:unmailed AS text[])) AND EXISTS (
            SELECT 1 FROM post_holder h JOIN account a ON a.id = h.account_id
            WHERE h.unit_id = f.unit_id AND a.active AND a.email IS NOT NULL AND NOT a.digest
                AND h.valid_from <= :on AND (h.valid_to IS NULL OR h.valid_to > :on)
                AND CASE f.audience WHEN 'person' THEN a.id = f.account_id
                    WHEN 'officer' THEN h.role = 'chuyenvien'
                    WHEN 'clerk' THEN h.role = 'vanthu' ELSE h.role = 'lanhdao' END)) AS mailed
""")


def tell(session: Session, outbox: Outbox, told: Sequence[Told], now: datetime) -> int:
    """Write notices and defer their mails, in the caller's transaction; returns how many were new."""
    if not told:
        return 0
    distinct: dict[int, int] = {}
    for t in told:
        distinct.setdefault(id(t.params), len(distinct) + 1)
    contents = {id(t.params): t.params for t in told}
    row = session.execute(
        _TELL,
        {
            "once": texts(t.once for t in told),
            "units": ints(t.unit_id for t in told),
            "about": ints(t.about_unit_id for t in told),
            "audiences": texts(t.audience for t in told),
            "accounts": ints(t.account_id for t in told),
            "directives": ints(t.directive_id for t in told),
            "instances": ints(t.instance_id for t in told),
            "reports": ints(t.report_id for t in told),
            "kinds": texts(t.kind for t in told),
            "nth": ints(distinct[id(t.params)] for t in told),
            "params": texts(dumps(contents[key], ensure_ascii=False) for key in distinct),
            "unmailed": texts(t.once for t in told if not t.mail),
            "now": now,
            "on": local_day(now),
        },
    ).one()
    if row.mailed:
        outbox(session, row.mailed)
    return int(row.written)


_TELL_EACH = text("""
    WITH fresh AS (
        INSERT INTO notice (once, unit_id, about_unit_id, audience, directive_id, kind, params,
                            created_at)
        SELECT 'd' || CAST(:directive_id AS bigint) || ':' || :kind || ':' || unit_id, unit_id,
            unit_id, :audience, :directive_id, :kind, CAST(:params AS jsonb), :now
        FROM unnest(CAST(:units AS bigint[])) AS r(unit_id)
        ON CONFLICT (once) DO NOTHING
        RETURNING id, unit_id
    )
    SELECT f.id FROM fresh f WHERE EXISTS (
        SELECT 1 FROM post_holder h JOIN account a ON a.id = h.account_id
        WHERE h.unit_id = f.unit_id AND a.active AND a.email IS NOT NULL AND NOT a.digest
            AND h.role = :role
            AND h.valid_from <= :on AND (h.valid_to IS NULL OR h.valid_to > :on)) ORDER BY f.id
""")


def tell_each(
    session: Session,
    outbox: Outbox,
    units: Sequence[int],
    told: Told,
    now: datetime,
) -> None:
    """Write the same notice about a directive into many units' boxes, once for each unit.

    Of ``told`` the units and ``once`` are not read: both are the box's own.
    """
    mailed = session.scalars(
        _TELL_EACH,
        {
            "units": ints(units),
            "directive_id": told.directive_id,
            "audience": told.audience,
            "role": ROLE_OF[told.audience],
            "kind": told.kind,
            "params": dumps(told.params, ensure_ascii=False),
            "now": now,
            "on": local_day(now),
        },
    ).all()
    if mailed:
        outbox(session, mailed)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as a list shows it; moments are UTC."""

    id: int
    kind: str
    params: dict[str, Any]
    unit_name: str
    audience: str
    directive_id: int | None
    directive_label: str
    created_at: datetime
    read_at: datetime | None
    report_id: int | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices, newest first; ``next_after`` continues it."""

    rows: list[NoticeRow]
    next_after: int | None
    unread: int


def page(session: Session, actor: Actor, after: int | None = None, limit: int = 50) -> NoticePage:
    """The notices in the actor's box."""
    query = (
        select(Notice, Unit.short_name, Directive)
        .join(Unit, Unit.id == Notice.about_unit_id)
        .outerjoin(Directive, Directive.id == Notice.directive_id)
        .where(access.notices(actor, Notice))
        .order_by(Notice.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(Notice.id < after)
    found = session.execute(query).all()
    rows = [
        NoticeRow(
            n.id,
            n.kind,
            n.params,
            unit,
            n.audience,
            n.directive_id,
            label(d) if d else "",
            n.created_at,
            n.read_at,
            n.report_id,
        )
        for n, unit, d in found[:limit]
    ]
    more = len(found) > limit
    return NoticePage(rows, rows[-1].id if more else None, unread(session, actor))


def unread(session: Session, actor: Actor, most: int | None = None) -> int:
    """How many notices in the actor's box nobody has read, counted up to ``most`` if that is given."""
    found = select(Notice.id).where(access.notices(actor, Notice), Notice.read_at.is_(None))
    return session.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0


def mark_read(session: Session, actor: Actor, notice_id: int, now: datetime) -> None:
    """Note that it was read; the first time counts. Raises ``NotFound``."""
    notice = session.scalars(
        select(Notice).where(access.notices(actor, Notice), Notice.id == notice_id)
    ).first()
    if notice is None:
        raise NotFound(what=f"notice {notice_id}")
    if notice.read_at is None:
        notice.read_at = now
