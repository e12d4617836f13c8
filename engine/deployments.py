"""Deployed process models: immutable, numbered, the same content only once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, Integer, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import model_releases
from engine.decision_models import DecisionFile, Decisions, content
from engine.errors import Finding, NotFound
from engine.form_models import Forms, Read, answers
from engine.model_releases import DIAGRAM, By
from engine.process import reading, vet
from engine.process import xml as files
from engine.process.definition import Definition, definitions, warnings
from engine.process.model import Element, Model
from engine.store import Base, Key


class ProcessModel(Base):
    """One version of one BPMN file as it was deployed; rows never change.

    ``decisions`` are the ids of the decision models it was vetted with and runs with; ``sha256``
    is of its content and of theirs.
    """

    __tablename__ = "process_model"
    __table_args__ = (UniqueConstraint("key", "version"), UniqueConstraint("key", "sha256"))

    id: Mapped[Key]
    key: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str]
    xml: Mapped[str]
    deployed_at: Mapped[datetime]
    decisions: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deployed file, read: its model and its runnable processes."""

    id: int
    key: str
    version: int
    model: Model
    processes: dict[str, Definition]

    def targets(self, element: str, tier: str) -> list[tuple[Definition, Element]]:
        """Where a throw's letter arrives for a unit of this tier: the pool and its element."""
        found = []
        for flow in self.model.message_flows:
            process = self.model.process_of(flow.target) if flow.source == element else None
            if process is not None and tier in process.tiers:
                found.append((self.processes[process.id], process.elements[flow.target]))
        return found


@dataclass(eq=False)
class Library:
    """What definitions may refer to, and the definitions read so far (they never change).

    ``forms`` are those that come with the product; deployed ones stand in their place.
    """

    services: vet.Services
    forms: vet.Forms
    decisions: Decisions = field(default_factory=Decisions)
    form_models: Forms = field(default_factory=Forms)
    _loaded: dict[int, Loaded] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(
        self,
        source: bytes,
        key: str = "",
        decisions: vet.Decisions | None = None,
        forms: vet.Forms | None = None,
    ) -> Model:
        """Read and vet a file without deploying it. Raises ``ModelRefused``."""
        known = self.forms if forms is None else forms
        return definitions(source, key, self.services, known, decisions)[0]

    def fields(self, session: Session, instead: Mapping[str, Read] | None = None) -> vet.Forms:
        """The fields of every form that holds now; ``instead`` stand in the place of some."""
        deployed = {**self.form_models.deployed(session), **(instead or {})}
        return {**self.forms, **{name: answers(f.shape) for name, f in deployed.items()}}

    def vetted(self, session: Session, key: str, source: bytes) -> list[int]:
        """The tables that the file would run with if it were deployed. Raises ``ModelRefused``."""
        pinned = self.decisions.pinned(session, decisions_used(source))
        self.check(source, key, self.decisions.of(session, pinned), self.fields(session))
        return pinned

    def warnings(self, session: Session, source: bytes) -> list[Finding]:
        """What is only suspicious in a file that could be deployed."""
        pinned = self.decisions.pinned(session, decisions_used(source))
        decisions = self.decisions.of(session, pinned)
        return warnings(source, self.services, self.fields(session), decisions)

    def load(self, session: Session, model_id: int) -> Loaded:
        """The deployed file with this id. Raises ``NotFound``."""
        with self._lock:
            if model_id in self._loaded:
                return self._loaded[model_id]
        row = session.get(ProcessModel, model_id)
        if row is None:
            raise NotFound(what=f"process model {model_id}")
        name = f"{row.key}:{row.version}"
        decisions = self.decisions.of(session, row.decisions)
        forms = self.fields(session)
        model, found = definitions(
            row.xml.encode(), name, self.services, forms, decisions, deployed=True
        )
        loaded = Loaded(row.id, row.key, row.version, model, found)
        with self._lock:
            return self._loaded.setdefault(model_id, loaded)


def deploy(
    session: Session,
    library: Library,
    key: str,
    source: bytes,
    now: datetime,
    by: By | None = None,
) -> ProcessModel:
    """Vet and store a file under ``key``; content that was ever deployed under it keeps its row.

    A new version is the one that new instances begin with (``model_releases``). The decision models
    that it uses, in the version that holds now, are content of it. Raises ``ModelRefused`` with
    every finding, and stores nothing then.
    """
    pinned = library.vetted(session, key, source)
    # One deployment of a key at a time: numbers follow one another, and nothing is there twice.
    model_releases.lock(session, DIAGRAM, key)
    hashes = select(DecisionFile.sha256).where(DecisionFile.id.in_(pinned))
    digest = content(source, session.scalars(hashes))
    same = session.scalars(
        select(ProcessModel).where(ProcessModel.key == key, ProcessModel.sha256 == digest)
    ).first()
    if same is not None:
        return same
    latest = session.scalar(select(func.max(ProcessModel.version)).where(ProcessModel.key == key))
    row = ProcessModel(
        key=key,
        version=(latest or 0) + 1,
        sha256=digest,
        xml=source.decode(),
        deployed_at=now,
        decisions=pinned,
    )
    session.add(row)
    session.flush()
    model_releases.release(session, DIAGRAM, key, row.id, row.version, by or By(), now)
    return row


def decisions_used(source: bytes) -> frozenset[str]:
    """The ids of the decisions that a file's tasks ask. Raises ``ModelRefused`` for what is no XML."""
    processes = reading.parse(files.read(source)).processes.values()
    elements = (e for process in processes for e in process.elements.values())
    return frozenset(e.props["decision"] for e in elements if e.props.get("decision"))


def current(session: Session, key: str) -> ProcessModel | None:
    """The version that new instances of this key begin with; None if none was ever deployed."""
    release = model_releases.last(session, DIAGRAM, key)
    return session.get(ProcessModel, release.model_id) if release else None


def deployed(session: Session, key: str) -> ProcessModel:
    """The version that new instances begin with. Raises ``NotFound`` when none was ever deployed."""
    row = current(session, key)
    if row is None:
        raise NotFound(what=f"process model «{key}»")
    return row


def xml(session: Session, model_id: int) -> str:
    """The diagram as it was deployed. Raises ``NotFound``."""
    row = session.get(ProcessModel, model_id)
    if row is None:
        raise NotFound(what=f"process model {model_id}")
    return row.xml
