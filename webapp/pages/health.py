"""Whether the server and its database answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, jsonify
from sqlalchemy import text

from webapp.requests import session

bp = Blueprint("health", __name__)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/healthz")
def check() -> Any:
    """200 with {"status": "ok"} when a statement ran; 503 from the error page when not."""
    session().execute(text("SELECT 1"))
    return jsonify(status="ok")
