"""Notices: what my unit was told."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from engine import notices
from engine.notice_texts import sentence
from engine.notices import NoticeRow
from webapp import locale
from webapp.api.resource import ID, Resource, page, paged, query
from webapp.api.shapes import shape
from webapp.requests import actor, now, session

blp = Resource("Notices", "Thông báo: what the unit was told, and when somebody read it.")
READ, WRITE = "notices:read", "notices:write"

Notice = shape(
    "Notice",
    NoticeRow,
    "id",
    "kind",
    "unit_name",
    "audience",
    "directive_id",
    "directive_label",
    "created_at",
    "read_at",
    subject=fields.String(required=True),
    body=fields.String(required=True),
)
Read = Schema.from_dict({"unread": fields.Integer(required=True)}, name="NoticeRead")
Listed = query("notices", whole=True)


@blp.get("/notices")
@blp.reads(READ)
@blp.arguments(Listed, location="query")
@blp.response(200, page("NoticePage", Notice, unread=fields.Integer()))
def listed(args: dict[str, Any]) -> dict[str, object]:
    """The notices of my box, the newest first."""
    found = notices.page(session(), actor(), args["cursor"], args["limit"])
    return paged([_said(row) for row in found.rows], found.next_after, unread=found.unread)


@blp.post(f"/notices/{ID % 'notice_id'}/read")
@blp.changes(WRITE, body=None)
@blp.response(200, Read)
def read(notice_id: int) -> dict[str, object]:
    """Note that it was read; the first time counts."""
    notices.mark_read(session(), actor(), notice_id, now())
    session().flush()
    return {"unread": notices.unread(session(), actor())}


def _said(row: NoticeRow) -> dict[str, object]:
    about = {"unit": row.unit_name, "directive": row.directive_label}
    subject, body = sentence(row.kind, about | row.params, locale.current())
    names = (name for name in Notice().fields if name not in {"subject", "body"})
    return {name: getattr(row, name) for name in names} | {"subject": subject, "body": body}
