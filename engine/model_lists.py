"""Drafts as their list and their page show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.model_drafts import OPEN, ModelDraft, ModelDraftStep
from engine.people import Account, Actor

PAGE = 20


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with the names of its people; ``row`` is not to be changed."""

    row: ModelDraft
    author: str
    saved_by: str
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; ``by`` is '' for what happened by itself."""

    at: datetime
    by: str
    act: str
    revision: int
    note: str


def drafts(
    session: Session, actor: Actor, *, closed: bool = False, after: int | None = None
) -> tuple[list[DraftRow], int | None]:
    """Drafts at work (``closed``: those deployed or dropped), the newest first. Raises Forbidden."""
    access.require_designer(actor)
    state = ModelDraft.status.in_(OPEN)
    query = _rows().where(~state if closed else state).order_by(ModelDraft.id.desc())
    if after is not None:
        query = query.where(ModelDraft.id < after)
    rows = [_row(r) for r in session.execute(query.limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].row.id if len(rows) > PAGE else None


def draft(session: Session, actor: Actor, draft_id: int) -> DraftRow:
    """One draft. Raises Forbidden, NotFound."""
    access.require_designer(actor)
    found = session.execute(_rows().where(ModelDraft.id == draft_id)).first()
    return _row(access.require(found, f"bản nháp / draft {draft_id}"))


def steps(session: Session, draft_id: int) -> list[StepRow]:
    """What became of a draft, the newest first."""
    rows = session.execute(
        select(ModelDraftStep, Account.name)
        .outerjoin(Account, Account.id == ModelDraftStep.account_id)
        .where(ModelDraftStep.draft_id == draft_id)
        .order_by(ModelDraftStep.id.desc())
        .limit(100)
    )
    return [StepRow(s.at, name or "", s.act, s.revision, s.note) for s, name in rows]


_AUTHOR, _SAVER, _REVIEWER = (aliased(Account) for _ in range(3))


def _rows() -> Any:
    return (
        select(ModelDraft, _AUTHOR.name, _SAVER.name, _REVIEWER.name)
        .join(_AUTHOR, _AUTHOR.id == ModelDraft.author_id)
        .join(_SAVER, _SAVER.id == ModelDraft.saved_by)
        .outerjoin(_REVIEWER, _REVIEWER.id == ModelDraft.reviewed_by)
    )


def _row(found: Any) -> DraftRow:
    draft, author, saved_by, reviewed_by = found
    return DraftRow(draft, author, saved_by, reviewed_by or "")
