"""What the designers' pages share when a script asks them: JSON in, JSON out, refusals included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import jsonify, request

from engine.errors import Conflict, DondocError, Finding, Forbidden, InputError, NotFound
from engine.model_checks import UnsafeContent
from webapp import locale
from webapp.requests import session

MAX_ASKED = 10_000
"""Characters of an expression or an id."""


class BadRequest(InputError):
    """What was sent is not what the page's own script sends."""

    code = "bad-request"
    vi = "Yêu cầu không đúng dạng ({why}). Hãy tải lại trang."
    en = "The request is malformed ({why}). Reload the page."


_STATUS: tuple[tuple[type[DondocError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (InputError, 400),
)


def in_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what the engine refuses as ``{"error": sentence, "findings": [...]}`` with its status."""

    @wraps(view)
    def answered(**values: Any) -> Any:
        try:
            return view(**values)
        except InputError as refused:
            session().rollback()
            status = next(code for kind, code in _STATUS if isinstance(refused, kind))
            said = refused.findings if isinstance(refused, UnsafeContent) else []
            return jsonify(error=refused.text(locale.current()), findings=rows(said)), status

    return answered


def body() -> Mapping[str, Any]:
    """The request's JSON object. Raises BadRequest."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise BadRequest(why="JSON")
    return found


def text(of: Mapping[str, Any], name: str, most: int | None = None) -> str:
    """A text of the request's; '' where it is missing. Raises BadRequest."""
    found = of.get(name, "")
    if not isinstance(found, str) or (most is not None and len(found) > most):
        raise BadRequest(why=name)
    return found


def rows(findings: list[Finding]) -> list[dict[str, str | bool]]:
    """Findings in the reader's language."""
    vi = locale.current() == "vi"
    return [
        {
            "code": found.code,
            "element": found.element,
            "name": found.name,
            "text": found.vi if vi else found.en,
            "warning": found.warning,
        }
        for found in findings
    ]
