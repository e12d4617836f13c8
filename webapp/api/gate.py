"""Who asks: a bearer of a token, and nobody else. And changes that are asked for twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Response, g, make_response, request

from engine import api_tokens, idempotency
from engine.api_tokens import BadToken, Bearer
from engine.people import LOCALES
from webapp import problems
from webapp.requests import actor, now, session, wiring

KEY = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
OPEN = frozenset({"api_document.openapi", "api_document.docs", "api_document.asset"})
"""The endpoints that need no token: what the API is, says its document."""


def admit() -> None:
    """Before a request to the API: find whose token it carries. A cookie counts for nothing.

    Raises ``BadToken`` and ``TooManyRequests``.
    """
    if not problems.wanted():
        return
    g.chosen_locale = request.accept_languages.best_match(LOCALES)
    if request.endpoint is None or request.endpoint in OPEN:
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BadToken
    with wiring().sessions.begin() as own:
        moment = wiring().now(own)
        found = api_tokens.authenticate(own, token.strip(), moment)
    g.now, g.bearer, g.person = moment, found, found.person


def bearer() -> Bearer:
    """Who asks, behind ``admit``."""
    return cast(Bearer, g.bearer)


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """The change ``view``, made once for each Idempotency-Key of an account."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        key = request.headers.get(KEY)
        if key is None:
            return view(*args, **values)
        if not UUID.fullmatch(key):
            problems.refuse(422, headers={KEY: ["Not a valid key."]})
        me, key, asked = actor().account_id, key.lower(), _digest()
        kept = idempotency.begin(session(), me, key, asked, now())
        if kept is not None:
            return _again(kept)
        response = make_response(view(*args, **values))
        if response.status_code < 400:
            location = response.headers.get("Location")
            answer = idempotency.Answer(response.status_code, response.get_data(), location)
            idempotency.keep(session(), me, key, asked, answer, now())
        return response

    return guarded


def _digest() -> str:
    """What makes this request this one."""
    address = f"{request.method} {request.full_path}"
    return idempotency.digest([address.encode(), request.mimetype.encode(), request.get_data()])


def _again(kept: idempotency.Answer) -> Response:
    response = Response(kept.body, status=kept.status, mimetype="application/json")
    if kept.location:
        response.headers["Location"] = kept.location
    response.headers[REPLAYED] = "true"
    return response
