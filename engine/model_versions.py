"""The versions of a model: what was deployed, by whom, why; going back to an older one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from typing import cast as typed_as

from sqlalchemy import ARRAY, BigInteger, cast, func, select
from sqlalchemy.orm import Session

from engine import access, model_checks, model_releases
from engine.decision_models import DecisionFile
from engine.deployments import Library, ProcessModel
from engine.errors import Conflict, Finding, ModelRefused, NotFound
from engine.form_models import FormModel
from engine.instance_rows import Instance
from engine.model_releases import DIAGRAM, FORM, KINDS, TABLE, By, ModelRelease
from engine.model_reviews import NoteMissing
from engine.people import Account, Actor

Deployed: TypeAlias = ProcessModel | DecisionFile | FormModel
TABLES: dict[str, type[ProcessModel | DecisionFile | FormModel]] = {
    DIAGRAM: ProcessModel,
    TABLE: DecisionFile,
    FORM: FormModel,
}
PAGE = 30


class AlreadyCurrent(Conflict):
    """The version is the one that new instances begin with."""

    code = "version-already-current"
    vi = "Phiên bản này đang được dùng rồi. Hãy tải lại trang."
    en = "This version is in use already. Reload the page."


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version. ``by`` is the person's name, '' for the product's own and the command's."""

    id: int
    key: str
    version: int
    deployed_at: datetime
    actor: str
    by: str
    note: str
    current: bool
    running: int


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """From ``at`` on, new instances began with ``version``."""

    at: datetime
    version: int
    actor: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class DeployedRow:
    """What holds of one key."""

    kind: str
    key: str
    id: int
    version: int
    at: datetime
    actor: str
    by: str
    text: str


def deployed(session: Session, kind: str) -> list[DeployedRow]:
    """What holds now of every key of a kind, by key."""
    table: Any = TABLES[kind]
    newest = (
        select(func.max(ModelRelease.id))
        .where(ModelRelease.kind == kind)
        .group_by(ModelRelease.key)
    )
    rows = session.execute(
        select(ModelRelease, table, Account.name)
        .join(table, table.id == ModelRelease.model_id)
        .outerjoin(Account, Account.id == ModelRelease.account_id)
        .where(ModelRelease.id.in_(newest))
        .order_by(ModelRelease.key)
    )
    return [
        DeployedRow(kind, r.key, r.model_id, m.version, r.at, r.actor, name or "", text(m))
        for r, m, name in rows
    ]


def versions(
    session: Session, actor: Actor, kind: str, key: str, before: int | None = None
) -> tuple[list[VersionRow], int | None]:
    """The versions of a key, the newest first, and the version that the next page begins below.

    Raises Forbidden, and NotFound for a key of which nothing was deployed.
    """
    access.require_designer(actor)
    table: Any = _table(kind)
    query = select(table).where(table.key == key).order_by(table.version.desc())
    if before is not None:
        query = query.where(table.version < before)
    rows = list(session.scalars(query.limit(PAGE + 1)))
    if not rows and before is None:
        raise NotFound(what=f"«{key}»")
    shown = rows[:PAGE]
    first = _first_releases(session, kind, [r.id for r in shown])
    held = model_releases.last(session, kind, key)
    running = _running(session, kind, [r.id for r in shown])
    found = []
    for row in shown:
        release, name = first.get(row.id, (None, None))
        found.append(
            VersionRow(
                row.id,
                key,
                row.version,
                row.deployed_at,
                release.actor if release else model_releases.SETUP,
                name or "",
                release.note if release else "",
                held is not None and held.model_id == row.id,
                running.get(row.id, 0),
            )
        )
    return found, shown[-1].version if len(rows) > PAGE else None


def releases(session: Session, actor: Actor, kind: str, key: str) -> list[ReleaseRow]:
    """The last changes of what new instances begin with, the newest first."""
    access.require_designer(actor)
    table: Any = _table(kind)
    rows = session.execute(
        select(ModelRelease, table.version, Account.name)
        .join(table, table.id == ModelRelease.model_id)
        .outerjoin(Account, Account.id == ModelRelease.account_id)
        .where(ModelRelease.kind == kind, ModelRelease.key == key)
        .order_by(ModelRelease.id.desc())
        .limit(PAGE)
    )
    return [ReleaseRow(r.at, version, r.actor, name or "", r.note) for r, version, name in rows]


def behind(session: Session, key: str) -> list[DeployedRow]:
    """The diagrams in use that run with another version of this table than the one that holds."""
    held = model_releases.current(session, TABLE).get(key)
    older = set(
        session.scalars(
            select(DecisionFile.id).where(DecisionFile.key == key, DecisionFile.id != held)
        )
    )
    rows = deployed(session, DIAGRAM) if older else []
    pinned = select(ProcessModel.id).where(
        ProcessModel.id.in_([row.id for row in rows]),
        ProcessModel.decisions.bool_op("&&")(cast(sorted(older), ARRAY(BigInteger))),
    )
    found = set(session.scalars(pinned)) if rows else set()
    return [row for row in rows if row.id in found]


def read(session: Session, actor: Actor, kind: str, model_id: int) -> Deployed:
    """One version. Raises Forbidden, NotFound."""
    access.require_designer(actor)
    found = session.get(_table(kind), model_id)
    return typed_as(Deployed, access.require(found, f"phiên bản / version {model_id}"))


def text(row: Deployed) -> str:
    """What was deployed: XML, or a form's JSON."""
    return row.content if isinstance(row, FormModel) else row.xml


def roll_back(
    session: Session,
    library: Library,
    actor: Actor,
    kind: str,
    model_id: int,
    note: str,
    now: datetime,
) -> Deployed:
    """Let new instances begin with this version; running ones stay on theirs.

    It is checked again: services and forms have changed since. Raises NoteMissing, AlreadyCurrent,
    ``ModelRefused``.
    """
    row = read(session, actor, kind, model_id)
    if not note.strip():
        raise NoteMissing
    model_releases.lock(session, kind, row.key)
    found = still_right(session, library, kind, row)
    if any(not finding.warning for finding in found):
        raise ModelRefused(found)
    by = By.account(actor.account_id, note.strip()[:2000])
    if not model_releases.release(session, kind, row.key, row.id, row.version, by, now):
        raise AlreadyCurrent
    return row


def still_right(session: Session, library: Library, kind: str, row: Deployed) -> list[Finding]:
    """What keeps a version from being taken again: a diagram with the tables it was deployed with."""
    if isinstance(row, ProcessModel):
        try:
            decisions = library.decisions.of(session, row.decisions)
            library.check(row.xml.encode(), row.key, decisions, library.fields(session))
        except ModelRefused as refused:
            return refused.findings
        return []
    return model_checks.check(session, library, kind, row.key, text(row))


def _table(kind: str) -> type[ProcessModel | DecisionFile | FormModel]:
    if kind not in KINDS:
        raise NotFound(what=f"«{kind}»")
    return TABLES[kind]


def _first_releases(
    session: Session, kind: str, ids: list[int]
) -> dict[int, tuple[ModelRelease, str | None]]:
    first = (
        select(func.min(ModelRelease.id))
        .where(ModelRelease.kind == kind, ModelRelease.model_id.in_(ids))
        .group_by(ModelRelease.model_id)
    )
    rows = session.execute(
        select(ModelRelease, Account.name)
        .outerjoin(Account, Account.id == ModelRelease.account_id)
        .where(ModelRelease.id.in_(first))
    )
    return {release.model_id: (release, name) for release, name in rows}


def _running(session: Session, kind: str, ids: list[int]) -> dict[int, int]:
    if kind != DIAGRAM or not ids:
        return {}
    rows = session.execute(
        select(Instance.model_id, func.count().label("running"))
        .where(Instance.model_id.in_(ids), Instance.status == "running")
        .group_by(Instance.model_id)
    )
    return {row.model_id: row.running for row in rows}
