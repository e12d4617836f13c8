"""Drafts of directives: begun, saved step by step, put before the head, discarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session, aliased

from engine import access, audit
from engine.directive_tables import Directive
from engine.drafting_tables import DISCARDED, OPEN, Drafting
from engine.errors import Conflict
from engine.notices import HEAD, Told, tell
from engine.paging import day_cursor, read_moment_cursor
from engine.people import Account, Actor
from engine.ports import Outbox
from engine.units import Unit

PAGE = 50


class DraftOverwritten(Conflict):
    """A colleague saved the draft after the page that is being sent was opened."""

    code = "draft-overwritten"
    vi = (
        "{name} đã lưu dự thảo này sau khi bạn mở trang, nên phần bạn vừa nhập chưa được lưu. "
        "Hãy xem bản đã lưu; nếu vẫn muốn thay bằng nội dung của bạn, hãy bấm lưu lần nữa."
    )
    en = (
        "{name} saved this draft after you opened the page, so what you typed is not saved yet. "
        "Look at what was saved; to replace it with yours, press save again."
    )


class DraftIsOver(Conflict):
    """The draft was issued or discarded."""

    code = "draft-is-over"
    vi = "Dự thảo này đã được ban hành hoặc đã bỏ, không sửa được nữa."
    en = "This draft was issued or discarded; it can no longer be changed."


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as a list shows it: what it says so far, and who worked on it last."""

    id: int
    type: str
    number: str
    symbol: str
    subject: str
    passes_on: bool
    changed_at: datetime
    changed_by: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page of drafts, the last changed first; ``next_after`` continues it."""

    rows: list[DraftRow]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft with what its pages show; ``issuer`` is the unit as it is now."""

    id: int
    issuer_id: int
    issuer_name: str
    issuer_tier: str
    parent_id: int | None
    passes_on: bool
    version: int
    content: Mapping[str, Any]
    kept: frozenset[str]
    status: str
    directive_id: int | None
    changed_by: str
    changed_at: datetime
    submitted_by: str | None
    submitted_at: datetime | None


def begin(
    session: Session,
    actor: Actor,
    content: Mapping[str, Any],
    now: datetime,
    *,
    parent_id: int | None = None,
    passes_on: bool = False,
) -> int:
    """A new draft of the actor's unit; its id. Raises Forbidden for who works in no unit."""
    access.require_member(actor)
    code = session.get_one(Unit, actor.unit_id).code
    row = Drafting(
        issuer_id=actor.unit_id,
        parent_id=parent_id,
        passes_on=passes_on,
        version=1,
        content={**content, "issuer": code},
        kept=[],
        status=OPEN,
        created_by=actor.account_id,
        created_at=now,
        changed_by=actor.account_id,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    note(session, actor, row, "draft-begin", now)
    return row.id


def page(session: Session, actor: Actor, after: str | None = None) -> DraftPage:
    """The open drafts of the actor's unit. Raises BadCursor."""
    query = (
        select(Drafting, Account.name)
        .join(Account, Account.id == Drafting.changed_by)
        .where(access.drafts(actor, Drafting), Drafting.status == OPEN)
        .order_by(Drafting.changed_at.desc(), Drafting.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(
            tuple_(Drafting.changed_at, Drafting.id) < tuple_(*read_moment_cursor(after))
        )
    found = session.execute(query).all()
    rows = [_row(row, name) for row, name in found[:PAGE]]
    last = rows[-1] if len(found) > PAGE else None
    return DraftPage(rows, day_cursor(last.changed_at, last.id) if last else None)


def read(session: Session, actor: Actor, draft_id: int) -> Draft:
    """One draft, whatever became of it. Raises NotFound for another unit's."""
    submitter = aliased(Account)
    found = session.execute(
        select(Drafting, Unit, Account.name, submitter.name)
        .join(Unit, Unit.id == Drafting.issuer_id)
        .join(Account, Account.id == Drafting.changed_by)
        .outerjoin(submitter, submitter.id == Drafting.submitted_by)
        .where(access.drafts(actor, Drafting), Drafting.id == draft_id)
    ).one_or_none()
    return _draft(access.require(found, f"draft {draft_id}"))


def opened_for(session: Session, actor: Actor, parent_id: int) -> int | None:
    """The id of the unit's open draft that passes on this directive, if there is one."""
    return session.scalar(
        select(Drafting.id)
        .where(
            access.drafts(actor, Drafting),
            Drafting.parent_id == parent_id,
            Drafting.passes_on,
            Drafting.status == OPEN,
        )
        .order_by(Drafting.id.desc())
        .limit(1)
    )


def save(
    session: Session,
    actor: Actor,
    draft_id: int,
    seen: int,
    content: Mapping[str, Any],
    now: datetime,
) -> int:
    """Keep ``content`` as what the draft says, if it still is at version ``seen``; the new version.

    Dates that somebody answered for stay answered for only as long as they are the same; a draft
    that was put before the head has to be put there again. Raises NotFound, DraftIsOver,
    DraftOverwritten.
    """
    row = locked(session, actor, draft_id, seen)
    row.content = {**content, "issuer": row.content["issuer"]}
    return _changed(session, actor, row, now)


def link(
    session: Session, actor: Actor, draft_id: int, seen: int, parent_id: int | None, now: datetime
) -> int:
    """As ``save``: the directive above that the draft rests on; it must be seen by the actor."""
    row = locked(session, actor, draft_id, seen)
    if parent_id is not None:
        access.require_directive(session, actor, parent_id)
    row.parent_id = parent_id
    return _changed(session, actor, row, now)


def keep(
    session: Session, actor: Actor, draft_id: int, seen: int, marks: frozenset[str], now: datetime
) -> int:
    """As ``save``: the contradicting dates that the actor answers for, by their marks."""
    row = locked(session, actor, draft_id, seen)
    row.kept = sorted(marks)
    note(session, actor, row, "draft-keep", now, {"marks": row.kept})
    return _changed(session, actor, row, now, again=False)


def submit(
    session: Session, outbox: Outbox, actor: Actor, draft_id: int, seen: int, now: datetime
) -> None:
    """Put the draft before the unit's head, who is told. Raises as ``save``."""
    row = locked(session, actor, draft_id, seen)
    row.submitted_by, row.submitted_at = actor.account_id, now
    note(session, actor, row, "draft-submit", now)
    told = Told(
        once=f"draft{row.id}:{row.version}",
        unit_id=row.issuer_id,
        about_unit_id=row.issuer_id,
        audience=HEAD,
        directive_id=row.parent_id,
        instance_id=None,
        report_id=None,
        kind="trinh-du-thao",
        params={"subject": str(row.content.get("subject") or "…"), "by": actor.name},
    )
    tell(session, outbox, [told], now)


def discard(session: Session, actor: Actor, draft_id: int, seen: int, now: datetime) -> None:
    """Take the draft off the list; the history knows it was there. Raises as ``save``."""
    row = locked(session, actor, draft_id, seen)
    row.status = DISCARDED
    note(session, actor, row, "draft-discard", now)


def locked(session: Session, actor: Actor, draft_id: int, seen: int) -> Drafting:
    """The open draft's row, locked. Raises NotFound, DraftIsOver, DraftOverwritten."""
    row = mine(session, actor, draft_id)
    if row.status != OPEN:
        raise DraftIsOver
    if row.version != seen:
        raise DraftOverwritten(name=session.get_one(Account, row.changed_by).name)
    return row


def mine(session: Session, actor: Actor, draft_id: int) -> Drafting:
    """The draft's row, locked, whatever became of it. Raises NotFound."""
    found = session.scalars(
        select(Drafting)
        .where(access.drafts(actor, Drafting), Drafting.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    return access.require(found, f"draft {draft_id}")


def note(
    session: Session,
    actor: Actor,
    row: Drafting,
    action: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write what was done with a draft into the history."""
    session.flush()
    about = {"draft": row.id, **(detail or {})}
    by = f"account:{actor.account_id}"
    audit.record(
        session, [audit.Entry(by, action, row.directive_id, row.issuer_id, detail=about)], now
    )


def above(session: Session, actor: Actor, draft: Draft) -> Directive | None:
    """The directive that the draft rests on, if the actor may see it."""
    if draft.parent_id is None:
        return None
    return session.scalars(
        select(Directive).where(
            Directive.id == draft.parent_id, access.directives(actor, Directive.id)
        )
    ).one_or_none()


def _changed(
    session: Session, actor: Actor, row: Drafting, now: datetime, *, again: bool = True
) -> int:
    row.version += 1
    row.changed_by, row.changed_at = actor.account_id, now
    if again:
        row.submitted_by = row.submitted_at = None
    session.flush()
    return row.version


def _row(row: Drafting, name: str) -> DraftRow:
    said = {key: str(row.content.get(key) or "") for key in ("type", "number", "symbol", "subject")}
    return DraftRow(
        id=row.id,
        **said,
        passes_on=row.passes_on,
        changed_at=row.changed_at,
        changed_by=name,
        submitted_at=row.submitted_at,
    )


def _draft(found: Row[Drafting, Unit, str, str]) -> Draft:
    row, unit, changer, submitter = found
    return Draft(
        id=row.id,
        issuer_id=row.issuer_id,
        issuer_name=unit.name,
        issuer_tier=unit.tier,
        parent_id=row.parent_id,
        passes_on=row.passes_on,
        version=row.version,
        content=row.content,
        kept=frozenset(row.kept),
        status=row.status,
        directive_id=row.directive_id,
        changed_by=changer,
        changed_at=row.changed_at,
        submitted_by=submitter,
        submitted_at=row.submitted_at,
    )
