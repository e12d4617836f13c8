"""Deployed decision models (DMN): immutable, numbered, and each with the models that it imports.

A process keeps the very models it was vetted with (``deployments``): a newer table takes effect
with the next deployment of the process, never under a running instance.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, Integer, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import model_releases
from engine.errors import Finding, ModelRefused, NotFound
from engine.model_releases import TABLE, By
from engine.process import dmn
from engine.process.dmn_imports import imported
from engine.store import Base, Key


class DecisionFile(Base):
    """One version of one DMN file as it was deployed; rows never change.

    ``imports`` are the ids of the versions that it imports.
    """

    __tablename__ = "decision_model"
    __table_args__ = (UniqueConstraint("key", "version"), UniqueConstraint("key", "sha256"))

    id: Mapped[Key]
    key: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str]
    xml: Mapped[str]
    imports: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    deployed_at: Mapped[datetime]


@dataclass(eq=False)
class Decisions:
    """The decision models read so far; they never change."""

    _loaded: dict[int, dmn.DecisionModel] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def load(self, session: Session, file_id: int) -> dmn.DecisionModel:
        """The deployed file with this id. Raises ``NotFound``."""
        with self._lock:
            if file_id in self._loaded:
                return self._loaded[file_id]
        row = session.get(DecisionFile, file_id)
        if row is None:
            raise NotFound(what=f"decision model {file_id}")
        found = dmn.read(row.xml.encode(), self._by_namespace(session, row.imports))
        with self._lock:
            return self._loaded.setdefault(file_id, found)

    def of(self, session: Session, file_ids: Iterable[int]) -> dict[str, dmn.Decision]:
        """The decisions and services of these files by id."""
        found: dict[str, dmn.Decision] = {}
        for file_id in file_ids:
            model = self.load(session, file_id)
            found |= {**model.services, **model.decisions}
        return found

    def pinned(self, session: Session, used: frozenset[str]) -> list[int]:
        """The newest files that hold these decisions. Raises ``ModelRefused`` if two hold one."""
        holders: dict[str, list[DecisionFile]] = {}
        for row in newest(session):
            for decision in used & self.of(session, [row.id]).keys():
                holders.setdefault(decision, []).append(row)
        twice = {d: rows for d, rows in holders.items() if len(rows) > 1}
        if twice:
            raise ModelRefused([_twice(d, [r.key for r in rows]) for d, rows in twice.items()])
        return sorted({rows[0].id for rows in holders.values()})

    def _by_namespace(
        self, session: Session, file_ids: Iterable[int]
    ) -> dict[str, dmn.DecisionModel]:
        return {m.namespace: m for m in (self.load(session, i) for i in file_ids)}

    def vetted(self, session: Session, key: str, source: bytes) -> list[DecisionFile]:
        """The files that this one would import if it were deployed. Raises ``ModelRefused``."""
        named = imported(source)
        others = [r for r in newest(session) if r.key != key and named & self._names(session, r)]
        dmn.read(source, self._by_namespace(session, [r.id for r in others]))
        return others

    def deploy(
        self, session: Session, key: str, source: bytes, now: datetime, by: By | None = None
    ) -> DecisionFile:
        """Read and store a file under ``key``; the same content keeps its row.

        Raises ``ModelRefused`` with every finding, and stores nothing then.
        """
        others = self.vetted(session, key, source)
        model_releases.lock(session, TABLE, key)
        digest = content(source, [r.sha256 for r in others])
        same = session.scalars(
            select(DecisionFile).where(DecisionFile.key == key, DecisionFile.sha256 == digest)
        ).first()
        if same is not None:
            return same
        latest = session.scalar(
            select(func.max(DecisionFile.version)).where(DecisionFile.key == key)
        )
        row = DecisionFile(
            key=key,
            version=(latest or 0) + 1,
            sha256=digest,
            xml=source.decode(),
            imports=sorted(r.id for r in others),
            deployed_at=now,
        )
        session.add(row)
        session.flush()
        model_releases.release(session, TABLE, key, row.id, row.version, by or By(), now)
        return row

    def _names(self, session: Session, row: DecisionFile) -> set[str]:
        return {self.load(session, row.id).namespace, row.key, f"{row.key}.dmn"}


def content(source: bytes, pinned: Iterable[str]) -> str:
    """The hash of a file with everything that it was deployed with; alone it is the file's own."""
    digest = hashlib.sha256(source)
    for other in sorted(pinned):
        digest.update(other.encode())
    return digest.hexdigest()


def newest(session: Session) -> list[DecisionFile]:
    """The version of every file that holds now, in the order of their keys."""
    ids = model_releases.current(session, TABLE).values()
    rows = select(DecisionFile).where(DecisionFile.id.in_(ids)).order_by(DecisionFile.key)
    return list(session.scalars(rows).all())


def _twice(decision: str, keys: list[str]) -> Finding:
    files = ", ".join(keys)
    return Finding(
        "decision-twice",
        decision,
        "",
        f"Quyết định này có trong nhiều tệp đã triển khai: {files}. Hãy đổi mã ở một tệp.",
        f"Several deployed files hold this decision: {files}. Change its id in one.",
    )
