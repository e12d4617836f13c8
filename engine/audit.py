"""The history: append-only, sealed in a chain of hashes, so that no change goes unseen.

A trigger refuses UPDATE, DELETE and TRUNCATE. Entries are written inside the transaction they
describe, many at once and side by side; chaining them there would put every transaction in one
queue. ``seal`` therefore chains them afterwards, in ranges of transaction ids that can gain no
further entry, and ``verify`` computes the chain again. Transaction ids count within one cluster;
after a restore into another one they begin anew, so each entry carries its cluster's identifier.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.instance_rows import copy
from engine.store import Base, Key

GENESIS = "0" * 64


class AuditEntry(Base):
    """Who did what to which business, when; ``detail`` is JSON with old and new values."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_txid", "cluster", "txid", "id"),
        Index("ix_audit_entry_directive", "directive_id", "unit_id"),
    )

    id: Mapped[Key]
    cluster: Mapped[int] = mapped_column(BigInteger, server_default=text("dondoc_cluster()"))
    txid: Mapped[int] = mapped_column(
        BigInteger, server_default=text("CAST(CAST(pg_current_xact_id() AS text) AS bigint)")
    )
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    unit_id: Mapped[int | None] = mapped_column(BigInteger)
    instance_id: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str]


class AuditSeal(Base):
    """One link: the hash over the previous link and a cluster's entries of txids in [first, last)."""

    __tablename__ = "audit_seal"

    id: Mapped[Key]
    cluster: Mapped[int] = mapped_column(BigInteger)
    first_txid: Mapped[int] = mapped_column(BigInteger)
    last_txid: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry to be written; ``actor`` is 'account:<id>', 'clock', 'letter' or a command."""

    actor: str
    action: str
    directive_id: int | None = None
    unit_id: int | None = None
    instance_id: int | None = None
    detail: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold: entries of these txids were altered, removed or added."""

    seal_id: int
    first_txid: int
    last_txid: int


_COLUMNS = ("at", "actor", "action", "directive_id", "unit_id", "instance_id", "detail")


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True)


def encode(detail: Mapping[str, object]) -> str:
    """A detail as its entry keeps it."""
    return _ENCODER.encode(detail)


def around(detail: Mapping[str, object], name: str) -> tuple[str, str]:
    """What ``encode`` writes before and after the value of ``name``: for many that differ in it."""
    mark = "\0"  # which no text in the database can hold
    before, _, after = encode({**detail, name: mark}).partition(_ENCODER.encode(mark))
    return before, after


def record(session: Session, entries: Iterable[Entry], now: datetime) -> None:
    """Append entries to the history, in the caller's transaction."""
    copy(
        session,
        "audit_entry",
        _COLUMNS,
        (
            (
                now,
                e.actor,
                e.action,
                e.directive_id,
                e.unit_id,
                e.instance_id,
                encode(e.detail or {}),
            )
            for e in entries
        ),
    )


def seal(session: Session, now: datetime) -> int:
    """Chain all entries that are final but unsealed; returns how many. One sealer at a time."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('dondoc.audit.seal'))"))
    before = session.scalar(text("SELECT hash FROM audit_seal ORDER BY id DESC LIMIT 1")) or GENESIS
    sealed = 0
    for cluster, first, last in _open_ranges(session):
        digest, count = _digest(session, before, cluster, first, last)
        if count:
            session.add(
                AuditSeal(
                    cluster=cluster,
                    first_txid=first,
                    last_txid=last,
                    count=count,
                    hash=digest,
                    at=now,
                )
            )
            session.flush()
            before, sealed = digest, sealed + count
    return sealed


def _open_ranges(session: Session) -> list[tuple[int, int, int]]:
    """Each cluster's unsealed transaction ids that can gain no further entry."""
    rows = session.execute(
        text("""
        SELECT e.cluster, coalesce(max(s.last_txid), 0) AS first,
            -- Here: below the oldest running transaction. Elsewhere: nothing runs any more.
            CASE WHEN e.cluster = dondoc_cluster()
                THEN CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
                ELSE (SELECT max(txid) + 1 FROM audit_entry x WHERE x.cluster = e.cluster) END
        FROM (SELECT DISTINCT cluster FROM audit_entry) e
        LEFT JOIN audit_seal s ON s.cluster = e.cluster
        GROUP BY e.cluster ORDER BY e.cluster
    """)
    ).all()
    return [(cluster, first, last) for cluster, first, last in rows if last > first]


def verify(session: Session) -> Broken | None:
    """None if every sealed entry is as it was written; else the first link that does not hold."""
    before = GENESIS
    expected: dict[int, int] = {}
    for link in session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        digest, count = _digest(session, before, link.cluster, link.first_txid, link.last_txid)
        follows = link.first_txid == expected.get(link.cluster, 0)
        if digest != link.hash or count != link.count or not follows:
            return Broken(link.id, link.first_txid, link.last_txid)
        before, expected[link.cluster] = link.hash, link.last_txid
    return None


def _digest(session: Session, before: str, cluster: int, first: int, last: int) -> tuple[str, int]:
    running, count = hashlib.sha256(before.encode()), 0
    rows = session.execute(
        text("""
        SELECT id, cluster, txid, extract(epoch FROM at), actor, action, directive_id, unit_id,
               instance_id, detail
        FROM audit_entry WHERE cluster = :cluster AND txid >= :first AND txid < :last
        ORDER BY txid, id
    """),
        {"cluster": cluster, "first": first, "last": last},
        execution_options={"yield_per": 5000},
    )
    for row in rows:
        running.update(json.dumps([str(v) for v in row], ensure_ascii=False).encode())
        count += 1
    return running.hexdigest(), count
