"""The API put together, its OpenAPI document, and the page that shows it."""

from __future__ import annotations

import http
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import flask_swagger_ui
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    render_template,
    request,
    send_from_directory,
)
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from flask_wtf.csrf import CSRFProtect
from marshmallow import Schema, fields

from webapp import problems
from webapp.api import (
    board,
    directives,
    gate,
    inspections,
    matters,
    me,
    notices,
    process_models,
    reports,
    rollups,
    units,
    work_items,
)
from webapp.api.resource import ROOT, Resource

RESOURCES: Sequence[Resource] = tuple(
    module.blp
    for module in (
        me,
        directives,
        work_items,
        reports,
        rollups,
        inspections,
        matters,
        units,
        board,
        process_models,
        notices,
    )
)
ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
SHOWN = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
ABOUT = """\
The use cases of Đôn Đốc for programs. A program acts as the person whose token it carries
(`Authorization: Bearer dondoc_…`; tokens are made on the page *Tài khoản → Mã truy cập API*), with
their posts of today, reduced by the token's scopes.

Lists answer `{"items": […], "next": …}`: `next` is the `cursor` of the next page, null at the end.
Errors are problem details (RFC 9457). 422: the request does not follow this document; 409: it
does, but cannot be done as things are. Changes accept an `Idempotency-Key`. Answers to GET carry
an `ETag`; with `If-None-Match` an unchanged one is 304. Moments are in UTC.
"""
FieldError = Schema.from_dict(
    {
        "in": fields.String(required=True),
        "field": fields.String(required=True),
        "message": fields.String(required=True),
    },
    name="FieldError",
)
Problem = Schema.from_dict(
    {
        "type": fields.String(required=True),
        "title": fields.String(required=True),
        "status": fields.Integer(required=True),
        "detail": fields.String(required=True),
        "code": fields.String(required=True),
        "instance": fields.String(required=True),
        "errors": fields.List(fields.Nested(FieldError)),
    },
    name="Problem",
)
bp = Blueprint("api_document", __name__, url_prefix="/api")


class Document(Api):  # type: ignore[misc]
    """smorest's, whose errors are problems; the handlers of errors are ours (``problems``)."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """``problems.init`` has done so."""

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            if status >= 400:
                self._problem(status.name, status.phrase)
        self._problem("DEFAULT_ERROR", "Any other problem")

    def _problem(self, name: str, description: str) -> None:
        response = {"description": description, "schema": Problem}
        prepare_response(response, self.spec, problems.MEDIA_TYPE)
        self.spec.components.response(name, response, lazy=True)

    def register_blueprint(self, blp: Resource) -> None:
        """As smorest's, the heading being the resource's tag."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
        self.spec.tag({"name": blp.tag, "description": blp.description})


def init(app: Flask) -> None:
    """Register the API: its gate, its resources, its document."""
    problems.init(app)
    app.before_request(gate.admit)
    app.after_request(_tagged)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config.update(API_TITLE="Đôn Đốc", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    document = Document(
        app, spec_kwargs={"info": {"description": ABOUT}, "servers": [{"url": "/"}]}
    )
    document.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for blp in RESOURCES:
        document.register_blueprint(blp)
    app.extensions["dondoc_openapi"] = document.spec.to_dict()
    app.register_blueprint(bp)


def without_forms(csrf: CSRFProtect) -> None:
    """No form sends to the API and no cookie counts there, so nothing can be forged."""
    for blp in RESOURCES:
        csrf.exempt(blp)


@bp.get("/v1/openapi.json")
def openapi() -> Any:
    """The OpenAPI document."""
    return jsonify(current_app.extensions["dondoc_openapi"])


@bp.get("/docs")
def docs() -> Response:
    """The document to read and to try out. Swagger UI draws with styles of its own."""
    response = Response(render_template("api_docs.html", document=f"{ROOT}/openapi.json"))
    policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    policy += "img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy
    return response


@bp.get("/docs/<name>")
def asset(name: str) -> Response:
    """A file of Swagger UI."""
    if name not in SHOWN:
        problems.refuse(404)
    return send_from_directory(ASSETS, name)


def _tagged(response: Response) -> Response:
    """An ETag for what was read, and 304 where the reader has it already."""
    if problems.wanted() and request.method == "GET" and response.status_code == 200:
        if not response.direct_passthrough:
            response.add_etag()
        response.make_conditional(request)
    return response
