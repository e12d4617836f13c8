"""From a draft to a deployed version: reviewed by somebody else, deployed on a day.

draft → review → approved → deployed; back to draft with a reason, or dropped. What is not right is
refused at every step with its findings. A later day happens by itself (``deploy_due``): the draft is
taken by one transaction, which deploys it and says so; a crash leaves it as it was, for the next.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine import deployments, model_drafts, model_releases
from engine.deadlines import local_day
from engine.deployments import Library
from engine.errors import Conflict, DondocError, Finding, Forbidden, InputError, ModelRefused
from engine.model_drafts import (
    APPROVED,
    DEPLOYED,
    DRAFT,
    DROPPED,
    OPEN,
    REVIEW,
    ModelDraft,
    stepped,
)
from engine.model_releases import DIAGRAM, TABLE, By
from engine.people import Actor

MAX_DAYS_AHEAD = 366


class WrongStep(Conflict):
    """The draft has moved on: what was asked no longer applies."""

    code = "draft-wrong-step"
    vi = "Bản nháp đã sang bước khác nên không làm được việc này. Hãy tải lại trang."
    en = "The draft has moved to another step, so this cannot be done. Reload the page."


class OwnDraft(Forbidden):
    """Whoever drew a model does not approve it."""

    code = "own-draft"
    vi = "Bạn đã vẽ hoặc sửa bản này nên không được tự duyệt. Hãy nhờ một người thiết kế khác."
    en = "You drew or changed this draft, so you may not approve it. Ask another designer."


class ReasonMissing(InputError):
    """A draft is sent back with a reason."""

    code = "draft-reason-missing"
    vi = "Hãy ghi lý do để người vẽ biết phải sửa gì."
    en = "Give the reason, so that its author knows what to change."


class NoteMissing(InputError):
    """A version is deployed, or an older one taken again, with a note."""

    code = "version-note-missing"
    vi = "Hãy ghi phiên bản này thay đổi gì và vì sao."
    en = "Say what this version changes, and why."


class BadDay(InputError):
    """A day on which nothing can be deployed."""

    code = "bad-deployment-day"
    vi = f"Ngày triển khai phải từ hôm nay trở đi và không quá {MAX_DAYS_AHEAD} ngày."
    en = f"Deployment is today or later, at most {MAX_DAYS_AHEAD} days ahead."


class VersionMoved(Conflict):
    """Another version has been released since this draft was compared with the one it replaces."""

    code = "version-moved"
    vi = (
        "«{key}» đã có phiên bản khác được triển khai từ khi bạn xem. Hãy so sánh bản nháp với phiên "
        "bản đang dùng rồi triển khai lại."
    )
    en = (
        "Another version of «{key}» was deployed since you looked. Compare the draft with the one "
        "that is in use, then deploy again."
    )


class Unforeseen(DondocError):
    """A deployment by date failed in a way that nobody foresaw; the log says how."""

    code = "deployment-failed"
    vi = "Hệ thống gặp lỗi khi triển khai. Hãy báo quản trị viên xem nhật ký, rồi đặt ngày lại."
    en = "The system failed while deploying. Ask an administrator to see the log, then plan it again."


def ask(
    session: Session, library: Library, actor: Actor, draft_id: int, note: str, now: datetime
) -> ModelDraft:
    """Hand a draft over for review. Raises ``ModelRefused`` with every finding, WrongStep."""
    draft = _at(session, actor, draft_id, DRAFT)
    _right(session, library, draft)
    draft.status, draft.reviewed_by, draft.note, draft.trouble = REVIEW, None, "", ""
    stepped(session, draft, actor.account_id, "asked", _clean(note), now)
    return draft


def approve(
    session: Session, library: Library, actor: Actor, draft_id: int, note: str, now: datetime
) -> ModelDraft:
    """Approve it. Raises OwnDraft for whoever wrote any of it, ``ModelRefused``, WrongStep."""
    draft = _at(session, actor, draft_id, REVIEW)
    if actor.account_id in {draft.author_id, draft.saved_by, *draft.savers}:
        raise OwnDraft
    _right(session, library, draft)
    draft.status, draft.reviewed_by, draft.note = APPROVED, actor.account_id, _clean(note)
    stepped(session, draft, actor.account_id, "approved", draft.note, now)
    return draft


def send_back(
    session: Session, actor: Actor, draft_id: int, reason: str, now: datetime
) -> ModelDraft:
    """Make it a draft again, from review or after approval; a planned day is given up with it.

    Raises ReasonMissing, WrongStep.
    """
    draft = _at(session, actor, draft_id, REVIEW, APPROVED)
    if not _clean(reason):
        raise ReasonMissing
    draft.status, draft.reviewed_by, draft.deploy_on, draft.replaces = DRAFT, None, None, None
    draft.note, draft.trouble = "", ""
    stepped(session, draft, actor.account_id, "returned", _clean(reason), now)
    return draft


def drop(session: Session, actor: Actor, draft_id: int, now: datetime) -> ModelDraft:
    """Discard it; it stays in the history, and can still be read and downloaded."""
    draft = _at(session, actor, draft_id, *OPEN)
    draft.status, draft.deploy_on = DROPPED, None
    stepped(session, draft, actor.account_id, "dropped", "", now)
    return draft


def schedule(
    session: Session,
    library: Library,
    actor: Actor,
    draft_id: int,
    on: date,
    note: str,
    replaces: int | None,
    now: datetime,
) -> ModelDraft:
    """Deploy an approved draft today, or on a later day.

    ``replaces`` is the version in use that the person saw. Raises BadDay, NoteMissing, VersionMoved,
    ``ModelRefused``, WrongStep.
    """
    draft = _at(session, actor, draft_id, APPROVED)
    ahead = (on - local_day(now)).days
    if not 0 <= ahead <= MAX_DAYS_AHEAD:
        raise BadDay
    if not _clean(note):
        raise NoteMissing
    _not_moved(session, draft, replaces)
    _right(session, library, draft)
    draft.deploy_on, draft.replaces, draft.trouble = on, replaces, ""
    stepped(session, draft, actor.account_id, "scheduled", _clean(note), now)
    if not ahead:
        _deploy(session, library, draft, now)
    return draft


def unschedule(session: Session, actor: Actor, draft_id: int, now: datetime) -> ModelDraft:
    """Give up the planned day; the draft stays approved. Raises WrongStep."""
    draft = _at(session, actor, draft_id, APPROVED)
    if draft.deploy_on is None:
        raise WrongStep
    draft.deploy_on = None
    stepped(session, draft, actor.account_id, "unscheduled", "", now)
    return draft


def due(session: Session, now: datetime) -> list[int]:
    """The drafts whose day has come."""
    query = select(ModelDraft.id).where(*_due(now)).order_by(ModelDraft.deploy_on, ModelDraft.id)
    return list(session.scalars(query).all())


def deploy_due(session: Session, library: Library, draft_id: int, now: datetime) -> bool:
    """Deploy one whose day has come, unless another process has it; whether it was ours.

    What became wrong meanwhile is not deployed: ``trouble`` says why, and the plan is given up.
    """
    draft = session.scalars(
        select(ModelDraft)
        .where(ModelDraft.id == draft_id, *_due(now))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    if draft is None:
        return False
    try:
        with session.begin_nested():
            _not_moved(session, draft, draft.replaces)
            _right(session, library, draft)
            _deploy(session, library, draft, now)
    except DondocError as error:
        _give_up(session, draft, error, now)
    return True


def put_off(session: Session, draft_id: int, now: datetime) -> ModelDraft:
    """Give up the plan of a draft whose deployment failed in a way nobody foresaw."""
    draft = session.get_one(ModelDraft, draft_id, with_for_update=True, populate_existing=True)
    _give_up(session, draft, Unforeseen(), now)
    return draft


def _give_up(session: Session, draft: ModelDraft, error: DondocError, now: datetime) -> None:
    draft.deploy_on, draft.trouble = None, f"{error.text('vi')}\n---\n{error.text('en')}"
    stepped(session, draft, None, "not-deployed", error.text("vi"), now)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (ModelDraft.status == APPROVED, ModelDraft.deploy_on <= local_day(now))


def _at(session: Session, actor: Actor, draft_id: int, *states: str) -> ModelDraft:
    draft = model_drafts.locked(session, actor, draft_id)
    if draft.status not in states:
        raise WrongStep
    return draft


def _right(session: Session, library: Library, draft: ModelDraft) -> None:
    found: list[Finding] = model_drafts.findings(session, library, draft)
    if any(not finding.warning for finding in found):
        raise ModelRefused(found)


def _not_moved(session: Session, draft: ModelDraft, replaces: int | None) -> None:
    model_releases.lock(session, draft.kind, draft.key)
    last = model_releases.last(session, draft.kind, draft.key)
    if (last.model_id if last else None) != replaces:
        raise VersionMoved(key=draft.key)


def _deploy(session: Session, library: Library, draft: ModelDraft, now: datetime) -> None:
    step = model_drafts.last_step(session, draft.id, "scheduled")
    person = step.account_id if step and step.account_id is not None else draft.saved_by
    by = By.account(person, step.note if step else "", draft.id)
    source = draft.content.encode()
    if draft.kind == DIAGRAM:
        row = deployments.deploy(session, library, draft.key, source, now, by)
        draft.model_id, version = row.id, row.version
    elif draft.kind == TABLE:
        table = library.decisions.deploy(session, draft.key, source, now, by)
        draft.model_id, version = table.id, table.version
    else:
        form = library.form_models.deploy(session, draft.key, draft.content, now, by)
        draft.model_id, version = form.id, form.version
    # What was deployed once before is not new, but it is what is wanted now.
    model_releases.release(session, draft.kind, draft.key, draft.model_id, version, by, now)
    draft.status, draft.deployed_at = DEPLOYED, now
    stepped(session, draft, None, "deployed", str(version), now)


def _clean(note: str) -> str:
    return note.strip()[: model_drafts.MAX_NOTE]
