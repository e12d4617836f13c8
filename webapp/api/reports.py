"""Reports: what is owed and was submitted, version by version, with its files."""

from __future__ import annotations

from typing import Any

from flask import send_file
from marshmallow import Schema
from werkzeug.wrappers import Response

from engine import api_lists, inbox, report_files, report_views
from engine.report_tables import ACCEPTED, OPEN, RETURNED, SUBMITTED
from engine.report_views import FileView, ReportRow, ReportView, VersionView
from webapp.api.fields import Choice, Whole
from webapp.api.resource import ID, Resource, page, paged, query
from webapp.api.shapes import nested, shape
from webapp.api.work_items import WRITE, Given, finish
from webapp.requests import actor, session, wiring

blp = Resource("Reports", "Báo cáo: owed, written, submitted, returned, accepted.")
ONE = f"/reports/{ID % 'report_id'}"
READ = "reports:read"

Row = shape(
    "Report",
    ReportRow,
    "id",
    "directive_id",
    "obligation_id",
    "unit_id",
    "unit_name",
    "title",
    "period",
    "period_start",
    "period_end",
    "first_due_at",
    "due_at",
    "status",
    "version",
    "nil",
    "submitted_at",
    "accepted_at",
    "requested",
)
File = shape(
    "File",
    FileView,
    "id",
    "name",
    "size",
    "media_type",
    "sha256",
    "first_version",
    "last_version",
)
Version = shape(
    "ReportVersion",
    VersionView,
    "version",
    "form",
    "content",
    "nil",
    "late",
    "submitted_at",
    "submitted_by",
    "returned_at",
    "returned_by",
    "remarks",
    "accepted_at",
    "accepted_by",
    files=nested(File, many=True),
)
Versions = Schema.from_dict({"items": nested(Version, many=True)}, name="ReportVersions")
One = shape(
    "ReportInFull",
    ReportView,
    *Row().fields,
    "consolidator",
    "addressee",
    "remarks",
    "form",
    "content",
    files=nested(File, many=True),
)
Listed = query(
    "reports",
    directive_id=Whole(load_default=None),
    unit_id=Whole(load_default=None),
    status=Choice((OPEN, SUBMITTED, RETURNED, ACCEPTED), load_default=None),
)


@blp.get("/reports")
@blp.reads(READ)
@blp.arguments(Listed, location="query")
@blp.response(200, page("ReportPage", Row))
def listed(args: dict[str, Any]) -> dict[str, object]:
    """Reports I may see, in the order of their deadlines."""
    found = api_lists.reports(
        session(),
        actor(),
        directive_id=args["directive_id"],
        unit_id=args["unit_id"],
        status=args["status"],
        after=args["cursor"],
        limit=args["limit"],
    )
    return paged(found.rows, found.next_after)


@blp.get(ONE)
@blp.reads(READ)
@blp.response(200, One)
def one(report_id: int) -> ReportView:
    """One report with its last submitted content."""
    return report_views.read(session(), actor(), report_id)


@blp.get(f"{ONE}/versions")
@blp.reads(READ)
@blp.response(200, Versions)
def versions(report_id: int) -> dict[str, object]:
    """Everything that was submitted, the first first, and what became of it."""
    return {"items": report_views.read(session(), actor(), report_id).versions}


@blp.get(f"{ONE}/files/{ID % 'attachment_id'}")
@blp.reads(READ)
@blp.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def file(report_id: int, attachment_id: int) -> Response:
    """An attached file's bytes."""
    kept, source = report_files.read(session(), wiring().files, actor(), report_id, attachment_id)
    return send_file(
        source,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=kept.name,
        etag=kept.sha256,
    )


@blp.post(f"{ONE}/submit")
@blp.changes(WRITE)
@blp.arguments(Given)
@blp.response(200, One)
def submit(given: dict[str, Any], report_id: int) -> ReportView:
    """Submit it: finishes the open task in which it is written, with these answers."""
    item_id = report_views.open_task(session(), actor(), report_id, review=False)
    finish(inbox.read(session(), actor(), item_id), given["answers"])
    session().expire_all()
    return report_views.read(session(), actor(), report_id)
