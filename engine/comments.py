"""What is said about a task: inside the unit, or about a report with the bodies it passes between.

Two audiences, never mixed. ``UNIT`` is the unit's own: all tasks of one business share its thread,
and nobody outside reads it, nor does a dossier hold it. ``REPORT`` is read by whoever may see the
report and written by the unit that owes it, the one it is sent through and the one it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access, attachments, audit, policies
from engine.attachments import Attachment
from engine.comment_notices import tell_of
from engine.comment_people import Mentionable, named_in, people_of
from engine.comment_places import REPORT, UNIT, Place
from engine.comment_tables import Comment, CommentMention, CommentVersion
from engine.errors import Conflict, Forbidden, InputError
from engine.people import CLERK, LEADER, OFFICER, Actor
from engine.policies import Policy, declare
from engine.ports import FileStore, Outbox

MOST = 4000
"""Characters of one comment."""
MOST_FILES = 10
EDIT_MINUTES = declare(
    Policy(
        "comment-edit-minutes",
        15,
        "Số phút sau khi gửi mà người viết còn sửa được ý kiến trao đổi của mình",
        "For how many minutes after sending it a comment may still be edited by who wrote it",
        high=1440,
    )
)


class EmptyComment(InputError):
    """Nothing was written and no file was chosen."""

    code = "empty-comment"
    vi = "Chưa có nội dung. Hãy viết ý kiến trước khi gửi."
    en = "There is nothing to send. Write something first."


class CommentTooLong(InputError):
    """More than a comment has room for."""

    code = "comment-too-long"
    vi = "Ý kiến dài quá {most} ký tự. Hãy rút gọn hoặc gửi kèm tệp."
    en = "A comment has at most {most} characters. Shorten it or attach a file."


class TooLateToEdit(Conflict):
    """Others have read it by now."""

    code = "too-late-to-edit"
    vi = "Đã quá {minutes} phút nên không sửa được nữa. Hãy viết ý kiến mới."
    en = "It may be edited for {minutes} minutes only. Write another comment."


class NotForYou(Forbidden):
    """The thread may be read, but not written to."""

    code = "not-your-thread"
    vi = "Bạn đọc được trao đổi này nhưng không tham gia được: chỉ đơn vị liên quan mới viết."
    en = "You may read this discussion, but only the units concerned write in it."


class NotYourComment(Forbidden):
    """Only who wrote a comment changes it."""

    code = "not-your-comment"
    vi = "Chỉ người viết mới sửa hoặc xóa được ý kiến của mình."
    en = "Only who wrote a comment may edit or delete it."


@dataclass(frozen=True, slots=True)
class Written:
    """A comment that was sent: whom it told, and names in it that nobody here has."""

    id: int
    told: tuple[str, ...]
    unknown: tuple[str, ...]


def write(
    session: Session,
    outbox: Outbox,
    files: FileStore,
    actor: Actor,
    place: Place,
    body: str,
    now: datetime,
    *,
    uploads: Sequence[tuple[str, IO[bytes]]] = (),
) -> Written:
    """Say something at ``place``, which the actor was shown; who is named in it is told.

    Raises NotForYou, EmptyComment, CommentTooLong, ``AttachmentRefused``.
    """
    require_writer(actor, place)
    comment = Comment(
        matter=place.matter,
        unit_id=place.unit_id if place.audience == UNIT else None,
        report_id=place.report_id if place.audience == REPORT else None,
        work_item_id=place.work_item_id,
        author_id=actor.account_id,
        author_unit_id=actor.unit_id,
        body=_checked(body, has_files=bool(uploads)),
        written_at=now,
    )
    session.add(comment)
    session.flush()
    for name, source in uploads[:MOST_FILES]:
        attachments.add(
            session,
            files,
            subject=comment.subject,
            version=1,
            name=name,
            source=source,
            unit_id=actor.unit_id,
            account_id=actor.account_id,
            now=now,
        )
    _record(session, actor, place, comment, "comment", now)
    return _tell(session, outbox, actor, place, comment, now, fresh=True)


def edit(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    place: Place,
    comment: Comment,
    body: str,
    now: datetime,
) -> Written:
    """Say it otherwise; the earlier text is kept, and who is newly named is told.

    Raises NotYourComment, TooLateToEdit, EmptyComment, CommentTooLong.
    """
    _require_own(actor, comment)
    minutes = int(policies.value(session, EDIT_MINUTES, comment.author_unit_id))
    if comment.deleted_at is not None or now >= comment.written_at + timedelta(minutes=minutes):
        raise TooLateToEdit(minutes=minutes)
    text = _checked(body, has_files=bool(attachments.of(session, comment.subject)))
    if text != comment.body:
        _keep(session, comment, now)
        comment.body, comment.edited_at = text, now
        session.flush()
        _record(session, actor, place, comment, "comment-edit", now)
    return _tell(session, outbox, actor, place, comment, now, fresh=False)


def delete(session: Session, actor: Actor, place: Place, comment: Comment, now: datetime) -> None:
    """Take it back; its text stays in the record. Raises NotYourComment."""
    _require_own(actor, comment)
    if comment.deleted_at is None:
        _keep(session, comment, now)
        comment.deleted_at = now
        session.flush()
        _record(session, actor, place, comment, "comment-delete", now)


def find(session: Session, actor: Actor, comment_id: int, *, lock: bool = False) -> Comment:
    """A comment the actor may read. Raises NotFound."""
    query = select(Comment).where(Comment.id == comment_id, access.comments(actor, Comment))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return access.require(session.scalars(query).one_or_none(), f"comment {comment_id}")


def file(
    session: Session, files: FileStore, actor: Actor, comment_id: int, attachment_id: int
) -> tuple[Attachment, IO[bytes]]:
    """A file of a comment, for whoever may read the comment. Raises NotFound."""
    comment = find(session, actor, comment_id)
    having = () if comment.deleted_at else attachments.of(session, comment.subject)
    found = next((a for a in having if a.id == attachment_id), None)
    attachment = access.require(found, f"attachment {attachment_id}")
    return attachment, files.open(attachment.sha256)


def require_writer(actor: Actor, place: Place) -> None:
    """Raise NotForYou unless the actor works in a unit that the thread is of."""
    if actor.unit_id not in place.units or not actor.roles & {CLERK, OFFICER, LEADER}:
        raise NotForYou


def may_write(actor: Actor, place: Place) -> bool:
    """Whether ``require_writer`` lets the actor."""
    return actor.unit_id in place.units and bool(actor.roles & {CLERK, OFFICER, LEADER})


def _checked(body: str, *, has_files: bool) -> str:
    text = re.sub(r"[^\S\n]+\n", "\n", body.replace("\r\n", "\n").replace("\0", "")).strip()
    if not text and not has_files:
        raise EmptyComment
    if len(text) > MOST:
        raise CommentTooLong(most=MOST)
    return text


def _require_own(actor: Actor, comment: Comment) -> None:
    if comment.author_id != actor.account_id:
        raise NotYourComment


def _keep(session: Session, comment: Comment, now: datetime) -> None:
    last = session.scalar(
        select(func.coalesce(func.max(CommentVersion.version), 0)).where(
            CommentVersion.comment_id == comment.id
        )
    )
    session.add(
        CommentVersion(
            comment_id=comment.id, version=int(last or 0) + 1, body=comment.body, until=now
        )
    )
    session.flush()


def _tell(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    place: Place,
    comment: Comment,
    now: datetime,
    *,
    fresh: bool,
) -> Written:
    known = people_of(session, actor, place, now)
    named, unknown = named_in(comment.body, known)
    told = _newly(session, comment, [p for p in named if p.account_id != actor.account_id])
    tell_of(session, outbox, actor, place, comment, told, now, fresh=fresh)
    return Written(comment.id, tuple(p.name for p in told), tuple(unknown))


def _newly(session: Session, comment: Comment, named: Iterable[Mentionable]) -> list[Mentionable]:
    before = set(
        session.scalars(
            select(CommentMention.account_id).where(CommentMention.comment_id == comment.id)
        )
    )
    fresh = [p for p in named if p.account_id not in before]
    session.add_all(CommentMention(comment_id=comment.id, account_id=p.account_id) for p in fresh)
    session.flush()
    return fresh


def _record(
    session: Session, actor: Actor, place: Place, comment: Comment, action: str, now: datetime
) -> None:
    """What a unit says among its own is not repeated where those above read the history."""
    detail: dict[str, object] = {"comment": comment.id, "audience": place.audience}
    if place.report_id is not None:
        detail["report"] = place.report_id
    if place.audience == REPORT:
        detail["text"] = comment.body
    entry = audit.Entry(
        f"account:{actor.account_id}",
        action,
        place.directive_id,
        actor.unit_id,
        place.instance_id,
        detail,
    )
    audit.record(session, [entry], now)
