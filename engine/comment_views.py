"""Discussions as their readers see them, and how many contributions each task of a list has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, union_all
from sqlalchemy.orm import Session

from engine import access, policies
from engine.attachments import Attachment
from engine.comment_places import REPORT, Place
from engine.comment_tables import Comment, CommentVersion
from engine.comments import EDIT_MINUTES
from engine.instance_rows import WorkItem
from engine.obligations import any_of
from engine.people import LEADER, Account, Actor
from engine.report_tables import Report
from engine.units import Unit

PAGE = 100


@dataclass(frozen=True, slots=True)
class CommentFile:
    """A file of a comment."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class CommentView:
    """A contribution; ``body`` is '' once deleted. ``earlier`` are (text, until) it had before.

    The texts of a deleted one are for who wrote it, the head of that unit and administrators.
    """

    id: int
    author: str
    unit: str
    body: str
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    own: bool
    editable: bool
    files: tuple[CommentFile, ...]
    earlier: tuple[tuple[str, datetime], ...]


def thread(
    session: Session,
    actor: Actor,
    place: Place,
    now: datetime,
    *,
    before: int | None = None,
    limit: int = PAGE,
) -> list[CommentView]:
    """The latest contributions, oldest first; ``before`` continues towards the beginning."""
    query = (
        select(Comment, Account.name, Unit.short_name)
        .join(Account, Account.id == Comment.author_id)
        .join(Unit, Unit.id == Comment.author_unit_id)
        .where(_in(actor, place), access.comments(actor, Comment))
        .order_by(Comment.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Comment.id < before)
    rows = list(reversed(session.execute(query).all()))
    ids = [comment.id for comment, _, _ in rows]
    files, texts = _files(session, ids), _earlier(session, ids)
    minutes = timedelta(minutes=int(policies.value(session, EDIT_MINUTES, actor.unit_id)))
    return [
        _view(actor, comment, author, unit, files[comment.id], texts[comment.id], now - minutes)
        for comment, author, unit in rows
    ]


def counts(session: Session, actor: Actor, item_ids: Collection[int]) -> dict[int, int]:
    """How many contributions, not deleted, each work item's threads hold for the actor.

    One statement, however many items; those without any, or that the actor may not see, are left
    out.
    """
    if not item_ids:
        return {}
    matter = func.concat(func.coalesce(WorkItem.directive_id, 0), ":", WorkItem.subject)
    asked = (
        WorkItem.id == any_of(item_ids),
        access.work_items(actor, WorkItem),
        Comment.deleted_at.is_(None),
    )
    own = (
        select(WorkItem.id, Comment.id.label("comment_id"))
        .join(Comment, and_(Comment.matter == matter, Comment.unit_id == WorkItem.unit_id))
        .where(*asked)
    )
    shared = (
        select(WorkItem.id, Comment.id)
        .join(Report, Report.subject == WorkItem.subject)
        .join(Comment, Comment.report_id == Report.id)
        .where(*asked, access.comments(actor, Comment))
    )
    found = union_all(own, shared).subquery()
    rows = session.execute(select(found.c.id, func.count()).group_by(found.c.id))
    return {row[0]: row[1] for row in rows}


def _in(actor: Actor, place: Place) -> ColumnElement[bool]:
    if place.audience == REPORT:
        return Comment.report_id == place.report_id
    own: Any = place.unit_id if actor.is_administrator else access.held(actor)
    return and_(Comment.matter == place.matter, Comment.unit_id == own)


def _view(
    actor: Actor,
    comment: Comment,
    author: str,
    unit: str,
    files: Sequence[CommentFile],
    texts: Sequence[tuple[str, datetime]],
    editable_from: datetime,
) -> CommentView:
    own = comment.author_id == actor.account_id
    gone = comment.deleted_at is not None
    head = LEADER in actor.roles and actor.unit_id == comment.author_unit_id
    return CommentView(
        id=comment.id,
        author=author,
        unit=unit,
        body="" if gone else comment.body,
        written_at=comment.written_at,
        edited_at=comment.edited_at,
        deleted_at=comment.deleted_at,
        own=own,
        editable=own and not gone and comment.written_at > editable_from,
        files=() if gone else tuple(files),
        earlier=tuple(texts) if not gone or own or head or actor.is_administrator else (),
    )


def _files(session: Session, ids: Sequence[int]) -> dict[int, list[CommentFile]]:
    found: dict[int, list[CommentFile]] = defaultdict(list)
    for a in session.scalars(
        select(Attachment)
        .where(Attachment.subject.in_([f"c{id_}" for id_ in ids]))
        .order_by(Attachment.id)
    ):
        found[int(a.subject[1:])].append(CommentFile(a.id, a.name, a.size))
    return found


def _earlier(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
    found: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for version in session.scalars(
        select(CommentVersion)
        .where(CommentVersion.comment_id == any_of(ids))
        .order_by(CommentVersion.comment_id, CommentVersion.version)
    ):
        found[version.comment_id].append((version.body, version.until))
    return found
