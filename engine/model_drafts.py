"""Drafts of process models, decision tables and forms: drawn, saved, never overwritten unseen.

A draft is seen by every designer. Who saves says which revision they had before them; if somebody
else saved meanwhile, nothing is written and the two are told of each other.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlalchemy import ARRAY, BigInteger, Date, ForeignKey, Index, Integer, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access, audit, model_checks
from engine.deadlines import LOCAL
from engine.deployments import Library
from engine.errors import Conflict, Finding, InputError
from engine.model_releases import KINDS
from engine.people import Account, Actor
from engine.store import Base, Key

DRAFT, REVIEW, APPROVED, DEPLOYED, DROPPED = "draft", "review", "approved", "deployed", "dropped"
OPEN = (DRAFT, REVIEW, APPROVED)
MAX_TITLE, MAX_NOTE = 200, 2000
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


class ModelDraft(Base):
    """A model on its way. ``revision`` counts its saves; ``based_on`` is the version it changes.

    ``savers`` are all who wrote it. ``note`` is what the reviewer wrote. ``deploy_on`` is the day
    from which it is to run once approved, in place of the version ``replaces``; ``trouble`` what
    kept it from being deployed by itself; ``model_id`` the version it became (of its kind's table).
    """

    __tablename__ = "model_draft"
    __table_args__ = (
        Index("ix_model_draft_status", "status", "id"),
        Index("ix_model_draft_key", "kind", "key", "id"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    content: Mapped[str]
    revision: Mapped[int] = mapped_column(Integer, server_default="1")
    status: Mapped[str]
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    created_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    saved_at: Mapped[datetime]
    based_on: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(server_default="")
    savers: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    reviewed_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    deploy_on: Mapped[date | None] = mapped_column(Date)
    deployed_at: Mapped[datetime | None]
    replaces: Mapped[int | None] = mapped_column(BigInteger)
    model_id: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str] = mapped_column(server_default="")


class ModelDraftStep(Base):
    """What became of a draft, step by step; ``note`` is what the person wrote for the others."""

    __tablename__ = "model_draft_step"
    __table_args__ = (Index("ix_model_draft_step_draft_id", "draft_id", "id"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("model_draft.id"))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    act: Mapped[str]
    revision: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(server_default="")


class BadDraft(InputError):
    """A draft cannot be made of these values; ``field`` is the wrong one."""

    code = "bad-draft"
    vi = "Không lưu được: {why_vi}."
    en = "This cannot be saved: {why}."

    def __init__(self, field: str, **values: object) -> None:
        self.field = field
        super().__init__(**values)


class DraftOvertaken(Conflict):
    """Somebody saved the draft while another was changing it; nothing was written."""

    code = "draft-overtaken"
    vi = (
        "{name} đã lưu bản nháp này lúc {at} (lần lưu {revision}), sau khi bạn mở. Bản của bạn chưa "
        "được lưu và không bị mất: hãy tải về, rồi mở bản mới nhất để ghép."
    )
    en = (
        "{name} saved this draft at {at} (save {revision}), after you opened it. Yours was not saved "
        "and is not lost: download it, then open the newest one and merge."
    )


class NotWritable(Conflict):
    """A draft that is being reviewed, approved, deployed or dropped is not written to."""

    code = "draft-not-writable"
    vi = "Bản nháp này không còn sửa được (đang thẩm định, đã duyệt, đã triển khai hoặc đã bỏ). Hãy tải lại trang."
    en = "This draft can no longer be changed (in review, approved, deployed or dropped). Reload the page."


def create(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    key: str,
    title: str,
    content: str,
    now: datetime,
    based_on: int | None = None,
) -> ModelDraft:
    """A new draft of the actor's. Raises Forbidden, BadDraft, ``model_checks.UnsafeContent``."""
    access.require_designer(actor)
    title = title.strip()
    _check_head(kind, key, title)
    model_checks.safe(kind, content)
    made = ModelDraft(
        kind=kind,
        key=key,
        title=title,
        content=content,
        revision=1,
        status=DRAFT,
        author_id=actor.account_id,
        created_at=now,
        saved_by=actor.account_id,
        saved_at=now,
        savers=[actor.account_id],
        based_on=based_on,
        note="",
        trouble="",
    )
    session.add(made)
    session.flush()
    stepped(session, made, actor.account_id, "created", "", now)
    return made


def read(session: Session, actor: Actor, draft_id: int) -> ModelDraft:
    """The draft. Raises NotFound and Forbidden."""
    access.require_designer(actor)
    return access.require(session.get(ModelDraft, draft_id), f"bản nháp / draft {draft_id}")


def locked(session: Session, actor: Actor, draft_id: int) -> ModelDraft:
    """The draft as it is now, kept from others until the transaction ends."""
    access.require_designer(actor)
    found = session.scalars(
        select(ModelDraft)
        .where(ModelDraft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    return access.require(found, f"bản nháp / draft {draft_id}")


def save(
    session: Session, actor: Actor, draft_id: int, content: str, revision: int, now: datetime
) -> ModelDraft:
    """Write what was drawn on top of ``revision``.

    It need not run yet, but must be well-formed and safe. Raises DraftOvertaken, NotWritable,
    ``model_checks.UnsafeContent``; nothing is written then.
    """
    draft = locked(session, actor, draft_id)
    if draft.status != DRAFT:
        raise NotWritable
    if draft.revision != revision:
        raise DraftOvertaken(
            name=session.get_one(Account, draft.saved_by).name,
            at=f"{draft.saved_at.astimezone(LOCAL):%H:%M %d/%m/%Y}",
            revision=draft.revision,
        )
    model_checks.safe(draft.kind, content)
    draft.content, draft.revision = content, revision + 1
    draft.saved_by, draft.saved_at = actor.account_id, now
    draft.savers = sorted({*draft.savers, actor.account_id})
    session.flush()
    return draft


def rename(
    session: Session, actor: Actor, draft_id: int, key: str, title: str, now: datetime
) -> ModelDraft:
    """Another key or title. Raises BadDraft, NotWritable."""
    draft = locked(session, actor, draft_id)
    if draft.status != DRAFT:
        raise NotWritable
    _check_head(draft.kind, key, title.strip())
    if (draft.key, draft.title) != (key, title.strip()):
        draft.key, draft.title = key, title.strip()
        stepped(session, draft, actor.account_id, "renamed", f"{key}: {draft.title}", now)
    return draft


def findings(session: Session, library: Library, draft: ModelDraft) -> list[Finding]:
    """What keeps the draft from being deployed: the same as ``dondoc model check`` says."""
    return model_checks.check(session, library, draft.kind, draft.key, draft.content)


def stepped(
    session: Session, draft: ModelDraft, account_id: int | None, act: str, note: str, now: datetime
) -> None:
    """Note a step of the draft's, in its own history and in that of the installation."""
    session.add(
        ModelDraftStep(
            draft_id=draft.id,
            at=now,
            account_id=account_id,
            act=act,
            revision=draft.revision,
            note=note,
        )
    )
    session.flush()
    detail: dict[str, object] = {
        "draft": draft.id,
        "kind": draft.kind,
        "model": draft.key,
        "revision": draft.revision,
        "note": note,
    }
    by = "clock" if account_id is None else f"account:{account_id}"
    audit.record(session, [audit.Entry(by, f"model-draft-{act}", detail=detail)], now)


def last_step(session: Session, draft_id: int, act: str) -> ModelDraftStep | None:
    """The last step of that kind."""
    return session.scalars(
        select(ModelDraftStep)
        .where(ModelDraftStep.draft_id == draft_id, ModelDraftStep.act == act)
        .order_by(ModelDraftStep.id.desc())
        .limit(1)
    ).first()


def _check_head(kind: str, key: str, title: str) -> None:
    if kind not in KINDS:
        raise BadDraft("kind", why_vi=f"không có loại «{kind}»", why=f"there is no kind «{kind}»")
    if not _KEY.fullmatch(key):
        raise BadDraft(
            "key",
            why_vi="mã gồm chữ a-z, số, gạch nối, tối đa 80 ký tự",
            why="a key has letters a-z, digits and hyphens, 80 at most",
        )
    if not title or len(title) > MAX_TITLE or not title.isprintable():
        raise BadDraft(
            "title",
            why_vi=f"tên phải có và dài tối đa {MAX_TITLE} ký tự",
            why=f"it needs a title of at most {MAX_TITLE} characters",
        )
