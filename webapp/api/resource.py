"""What every resource is made with: its blueprint, its pages of a list, its scopes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import wraps
from typing import Any

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser

from engine.paging import BadCursor
from webapp import problems
from webapp.api import gate
from webapp.api.fields import LARGEST, Text, Whole

ROOT = "/api/v1"
ID = f"<int(min=1, max={LARGEST}):%s>"
MOST, USUAL = 200, 50
_KEY = {
    "name": gate.KEY,
    "in": "header",
    "required": False,
    "description": "A UUID of your own choosing for this change. Sent again with the same key, the "
    "change is not made again and its first answer is returned, for 24 hours.",
    "schema": {"type": "string", "format": "uuid"},
}


class Parser(FlaskParser):
    """Nothing in an address or a body goes unread."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": "raise",
        "json": "raise",
    }


class Resource(Blueprint):  # type: ignore[misc]
    """The routes of one subject under ``ROOT``; ``tag`` is its heading in the document."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, tag: str, description: str) -> None:
        super().__init__(
            f"api_{tag.lower().replace(' ', '_')}",
            __name__,
            url_prefix=ROOT,
            description=description,
        )
        self.tag = tag

    def add_url_rule(self, rule: str, *args: Any, **options: Any) -> None:
        """As smorest's, under our heading."""
        super().add_url_rule(rule, *args, **options | {"tags": [self.tag]})

    def reads(self, scope: str | None) -> Callable[..., Any]:
        """Mark a view as a reading one, for tokens that have ``scope`` (None: for any)."""
        return lambda view: _marked(view, scope, view)

    def changes(self, scope: str, *, body: str | None = "application/json") -> Callable[..., Any]:
        """Mark a view as a change, for tokens that have ``scope``; ``body``: what it is sent."""

        def decorator(view: Callable[..., Any]) -> Callable[..., Any]:
            marked = _marked(view, scope, gate.once(_typed(view, body)))
            marked._apidoc["manual_doc"].setdefault("parameters", []).append(_KEY)  # type: ignore[attr-defined]
            return marked

        return decorator


def _marked(view: Any, scope: str | None, inner: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def admitted(*args: Any, **values: Any) -> Any:
        if scope is not None:
            gate.bearer().require(scope)
        if request.method in ("GET", "HEAD") and not getattr(view, "_queried", False):
            _no_query()
        return inner(*args, **values)

    doc = deepcopy(getattr(view, "_apidoc", {}))
    manual = doc.setdefault("manual_doc", {})
    manual["security"] = [{"token": [scope] if scope else []}]
    queried = any(p["in"] == "query" for p in doc.get("arguments", {}).get("parameters", ()))
    view._queried = queried
    admitted._apidoc = doc  # type: ignore[attr-defined]
    return admitted


def _no_query() -> None:
    if request.args:
        problems.refuse(422, query={name: ["Unknown field."] for name in request.args})


def _typed(view: Callable[..., Any], body: str | None) -> Callable[..., Any]:
    """The view, refusing a body of another type than ``body`` (None: any body at all)."""

    @wraps(view)
    def typed(*args: Any, **values: Any) -> Any:
        sent = request.get_data()
        if body is not None and request.mimetype != body:
            problems.refuse(415)
        if body is None and sent:
            problems.refuse(415)
        if body == "application/json":
            _parse()
        return view(*args, **values)

    return typed


def _parse() -> None:
    """Read the JSON of the body; what nests too deeply for the reader is none."""
    try:
        request.get_json()
    except RecursionError:
        problems.refuse(400, json=["Invalid JSON body."])


class Cursor(fields.String):
    """Where a list goes on: what ``next`` said, as the engine understands it."""

    def __init__(self, of: str, whole: bool) -> None:
        self.whole = whole
        more: dict[str, Any] = {"format": f"{of}-cursor", "maxLength": 500}
        more["description"] = "`next` of the page before."
        super().__init__(load_default=None, metadata=more)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        after = _opened(str(value))
        if not self.whole:
            return after
        if not after.isascii() or not after.isdigit() or int(after) > LARGEST:
            raise BadCursor
        return int(after)


def _opened(cursor: str) -> str:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        after = raw.decode()
    except ValueError as error:
        raise BadCursor from error
    if not after or not after.isprintable():
        raise BadCursor
    return after


def cursor(after: object | None) -> str | None:
    """The engine's ``after`` as a cursor; None at the end."""
    if after is None:
        return None
    return base64.urlsafe_b64encode(str(after).encode()).decode().rstrip("=")


def query(of: str, *, whole: bool = False, **own: fields.Field[Any]) -> type[Schema]:
    """The query of a list: ``cursor``, ``limit``, and its own filters. ``whole``: numbers continue it."""
    paging: dict[str, Any] = {
        "cursor": Cursor(of, whole),
        "limit": Whole(1, MOST, load_default=USUAL),
    }
    return Schema.from_dict({**own, **paging}, name=f"{of.title().replace('-', '')}Query")


def search() -> Text:
    """Words to look for."""
    return Text(100, load_default="")


def page(name: str, item: type[Schema], **own: fields.Field[Any]) -> type[Schema]:
    """The schema of a page of a list."""
    following = fields.String(
        required=True, allow_none=True, metadata={"description": "The next page's `cursor`."}
    )
    items = fields.List(fields.Nested(item), required=True)
    return Schema.from_dict({"items": items, "next": following, **own}, name=name)


def paged(rows: Sequence[object], after: object | None, **own: object) -> dict[str, object]:
    """The content of a page."""
    return {"items": rows, "next": cursor(after), **own}
