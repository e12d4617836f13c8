"""Papers as files: .docx to go on with in a word processor, PDF to send, where their subject is."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Blueprint, Flask, send_file
from werkzeug.wrappers import Response

from engine.deadlines import local_day, midnight
from engine.papers.catalogue import make
from webapp.requests import actor, now, session, wiring

bp = Blueprint("papers", __name__)
DOCX, PDF = "docx", "pdf"
MEDIA_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}
ADDRESSES = {
    "directive": ("/directives/<int:directive_id>/paper", "directive_id"),
    "urging-letter": ("/urging/<int:letter_id>/paper", "letter_id"),
    "reminder": ("/notices/<int:notice_id>/paper", "notice_id"),
    "inspection-decision": ("/inspection-rounds/<int:round_id>/decision", "round_id"),
    "inspection-notice": ("/inspection-rounds/<int:round_id>/notice", "round_id"),
    "inspection-minutes": ("/inspections/<int:inspection_id>/minutes", "inspection_id"),
    "consolidated-report": ("/rollups/<int:rollup_id>/paper", "rollup_id"),
    "named-list": ("/named-lists/<int:list_id>/paper", "list_id"),
}
"""Kind → its address without the ending, and the parameter in it."""


def init(app: Flask) -> None:
    """Register the addresses."""
    app.register_blueprint(bp)


def _view(kind: str, parameter: str, ending: str) -> Callable[..., Response]:
    def view(**given: Any) -> Response:
        return sent(kind, int(given[parameter]), ending)

    return view


def sent(kind: str, number: int, ending: str) -> Response:
    """The paper as a file to be kept; the same bytes as long as it says the same.

    Raises ``NotFound`` as its subject's page does, ``BadTemplate``.
    """
    paper = make(session(), actor(), kind, number)
    made_at = midnight(paper.dated or local_day(now()))
    file = wiring().papers.file(paper, ending, made_at)
    return attachment(file, paper.name, ending)


def attachment(file: bytes, name: str, ending: str) -> Response:
    """A file that the browser keeps and does not show."""
    return send_file(
        BytesIO(file),
        mimetype=MEDIA_TYPES[ending],
        as_attachment=True,
        download_name=f"{name}.{ending}",
    )


for _kind, (_address, _parameter) in ADDRESSES.items():
    for _ending in (DOCX, PDF):
        bp.add_url_rule(
            f"{_address}.{_ending}", f"{_kind}_{_ending}", _view(_kind, _parameter, _ending)
        )
