"""Errors of the API: problem details (RFC 9457) for every one of them, whoever refused.

422: the request does not follow the OpenAPI document. 409: it does, but what it asks for cannot be
done as things are. See docs/adr/0057.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Flask, Response, g, json, request
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, default_exceptions

from adapters.forms import AnswersRefused
from engine.api_tokens import BadToken, TooManyRequests
from engine.drafts import DirectiveRefused
from engine.errors import Conflict, DondocError, Forbidden, InputError, ModelRefused, NotFound
from engine.idempotency import KeyReused
from engine.inbox import StepFailed
from webapp import errors as pages
from webapp import locale
from webapp.requests import Busy

log = logging.getLogger("dondoc.web")

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
ABOUT = "/api/docs#problems/"
"""Where a problem's ``type`` leads, its code behind it."""

_SAID: Mapping[str, Any] = {
    "Missing data for required field.": _("Thiếu mục này."),
    "Field may not be null.": _("Không được để trống."),
    "Unknown field.": _("Không có mục này."),
    "Invalid input type.": _("Sai kiểu dữ liệu."),
    "Invalid JSON body.": _("Nội dung gửi lên không phải JSON."),
    "Not a valid string.": _("Phải là một chuỗi chữ."),
    "Not a valid integer.": _("Phải là một số nguyên trong khoảng cho phép."),
    "Not a valid boolean.": _("Phải là true hoặc false."),
    "Not a valid date.": _("Phải là một ngày có thật, dạng 2023-05-14."),
    "Not a valid list.": _("Phải là một danh sách."),
    "Not a valid mapping type.": _("Phải là một đối tượng «tên: giá trị»."),
    "Not one of the allowed values.": _("Không thuộc các giá trị cho phép."),
    "Its length is not allowed.": _("Độ dài không được phép."),
    "It holds a character that is not allowed.": _("Có ký tự không được phép."),
    "Not a valid answer.": _("Câu trả lời phải là chữ, số, true, false hoặc null."),
    "Not a valid key.": _("Idempotency-Key phải là một UUID."),
}
"""What the schemas say → the same in the reader's language."""

BAD_CURSOR = "bad-cursor"
_STATUS: tuple[tuple[type[DondocError], int], ...] = (
    (BadToken, 401),
    (TooManyRequests, 429),
    (KeyReused, 422),
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (InputError, 409),
    (Busy, 503),
    (StepFailed, 500),
)
_CODES = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many-requests",
    500: "internal-error",
    503: "unavailable",
}
_KEPT_HEADERS = ("Allow", "Retry-After")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong part of a request: ``where`` is body, query, path or header."""

    where: str
    field: str
    message: str


def init(app: Flask) -> None:
    """Answer errors of the API with problems, and all others as ``errors`` does; after it."""
    app.register_error_handler(DondocError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(DataError, _data)
    app.register_error_handler(Exception, _unforeseen)


def wanted() -> bool:
    """Whether this request is to the API, so that its errors are problems and not pages."""
    return request.path.startswith(PREFIX)


def _ours(error: DondocError) -> Any:
    if not wanted():
        return pages.ours(error)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 0)
    if error.code == BAD_CURSOR:  # each list has its own
        status = 400
    if not status:
        return _unforeseen(error)
    # What is not found is not named: the sentence must not differ from that of a foreign id.
    told = (_CODES[404], None) if status == 404 else (error.code, error.text(locale.current()))
    response = _answer(status, *told, errors=_by_field(error))
    if isinstance(error, BadToken):
        response.headers["WWW-Authenticate"] = 'Bearer realm="dondoc"'
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.values["seconds"])
    return response


def _http(error: HTTPException) -> Any:
    if not wanted() or error.code is None or error.code < 400:
        return pages.http(error)
    messages = (getattr(error, "data", None) or {}).get("messages", {})
    response = _answer(
        error.code, _CODES.get(error.code, "bad-request"), errors=_of_schema(messages)
    )
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    return response


def _database(error: OperationalError) -> Any:
    return _failed(error, 503) if wanted() else pages.database(error)


def _data(error: DataError) -> Any:
    return _failed(error, 400) if wanted() else pages.data(error)


def _unforeseen(error: Exception) -> Any:
    return _failed(error, 500) if wanted() else pages.unforeseen(error)


def _failed(error: Exception, status: int) -> Response:
    g.reference = pages.new_reference()
    what = f"{request.method} {request.path}"
    log.error("%s failed, reference %s", what, g.reference, exc_info=error)
    return _answer(status, _CODES[status])


def _answer(
    status: int, code: str, detail: str | None = None, *, errors: Sequence[FieldError] = ()
) -> Response:
    """The problem as an answer; its reference finds it in the log."""
    title, advice = pages.words(status)
    reference = g.get("reference") or pages.new_reference()
    if status < 500:
        log.info("%s %s: %s, reference %s", request.method, request.path, code, reference)
    body: dict[str, Any] = {
        "type": ABOUT + code,
        "title": title,
        "status": status,
        "detail": detail or advice,
        "code": code,
        "instance": f"urn:dondoc:{reference}",
    }
    if errors:
        body["errors"] = [{"in": e.where, "field": e.field, "message": e.message} for e in errors]
    return Response(json.dumps(body), status=status, mimetype=MEDIA_TYPE)


def _by_field(error: DondocError) -> list[FieldError]:
    """Of errors that know which answer, part or element they are about."""
    lang = locale.current()
    if isinstance(error, AnswersRefused):
        return [FieldError("body", f"answers.{name}", said) for name, said in error.errors.items()]
    if isinstance(error, DirectiveRefused):
        told = ((p.path, p.vi if lang == "vi" else p.en) for p in error.problems)
        return [FieldError("body", path, said) for path, said in told]
    if isinstance(error, ModelRefused):
        return [FieldError("body", f.element, f.text(lang)) for f in error.findings]
    return []


def _of_schema(messages: Mapping[str, Any]) -> list[FieldError]:
    """What the schemas refused: {location: tree of messages}."""
    where = {"json": "body", "headers": "header"}
    return [
        FieldError(where.get(location, location), field, _text(message))
        for location, tree in messages.items()
        for field, message in _flat(tree)
    ]


def _flat(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """marshmallow's tree of messages as (path, message)."""
    if isinstance(tree, Mapping):
        for key, below in tree.items():
            here = f"[{key}]" if isinstance(key, int) else "" if key == "_schema" else f".{key}"
            yield from _flat(below, f"{path}{here}".removeprefix("."))
    elif isinstance(tree, list | tuple):
        for message in tree:
            yield from _flat(message, path)
    else:
        yield path, str(tree)


def _text(message: str) -> str:
    return str(_SAID.get(message, message))


def refuse(status: int, **messages: object) -> NoReturn:
    """End the request with this status; ``messages`` are {location: {field: [said]}}."""
    refused = default_exceptions[status]()
    refused.data = {"messages": messages}  # type: ignore[attr-defined]
    raise refused
