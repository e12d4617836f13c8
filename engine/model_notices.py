"""Who is told what becomes of a draft: the reviewers, and those who work on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.deadlines import local_day
from engine.model_drafts import ModelDraft, ModelDraftStep
from engine.notices import PERSON, Told, tell
from engine.people import DESIGNER, Account
from engine.ports import Outbox
from engine.post_tables import HOLDER, holds_on

KINDS = {
    "asked": "mo-hinh-cho-duyet",
    "approved": "mo-hinh-da-duyet",
    "returned": "mo-hinh-tra-lai",
    "deployed": "mo-hinh-trien-khai",
    "not-deployed": "mo-hinh-khong-trien-khai",
}
"""A draft's step → the kind of the notice that tells of it."""


def tell_of(session: Session, outbox: Outbox, draft: ModelDraft, now: datetime) -> None:
    """Tell of the draft's last step, if it is one that somebody waits for; each person once."""
    step = session.scalars(
        select(ModelDraftStep)
        .where(ModelDraftStep.draft_id == draft.id)
        .order_by(ModelDraftStep.id.desc())
        .limit(1)
    ).first()
    if step is None or step.act not in KINDS:
        return
    people = _reviewers(session, draft, now) if step.act == "asked" else _workers(session, draft)
    params = {"draft": draft.id, "title": draft.title, "note": step.note or "–"}
    found = select(Account.id, Account.unit_id).where(
        Account.id.in_(people), Account.id != (step.account_id or 0), Account.active
    )
    told = [
        Told(
            f"m{draft.id}:{step.id}:a{account_id}",
            unit_id,
            unit_id,
            PERSON,
            None,
            None,
            None,
            KINDS[step.act],
            params,
            account_id=account_id,
        )
        for account_id, unit_id in session.execute(found.order_by(Account.id))
    ]
    tell(session, outbox, told, now)


def _reviewers(session: Session, draft: ModelDraft, now: datetime) -> Iterable[int]:
    """Designers who wrote none of it."""
    held = select(HOLDER.c.account_id).where(HOLDER.c.role == DESIGNER, holds_on(local_day(now)))
    return set(session.scalars(held)) - {draft.author_id, *draft.savers}


def _workers(session: Session, draft: ModelDraft) -> Iterable[int]:
    """Everybody who took a step of it or wrote it."""
    steps = select(ModelDraftStep.account_id).where(
        ModelDraftStep.draft_id == draft.id, ModelDraftStep.account_id.is_not(None)
    )
    return {i for i in session.scalars(steps) if i is not None} | {draft.author_id, *draft.savers}
