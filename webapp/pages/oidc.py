"""Signing in by an identity provider."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Blueprint, Flask, abort, redirect, request, url_for
from flask import session as cookie

from engine import provider_links, web_sessions
from engine.errors import InputError
from engine.provider_links import Asked, Provider, ProviderFailed
from webapp.pages.account import inside, sign_in_page, signed_in
from webapp.requests import now, session, wiring

bp = Blueprint("oidc", __name__)
ASKED = "provider"


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/signin/provider")
def begin() -> Any:
    """Go to the provider; what must come back unchanged waits in this browser's cookie."""
    try:
        asked = _provider().begin(_back())
    except ProviderFailed as refused:
        return sign_in_page(refused)
    cookie[ASKED] = {
        "state": asked.state,
        "nonce": asked.nonce,
        "verifier": asked.verifier,
        "next": inside(request.args.get("next")),
    }
    return redirect(asked.url)


@bp.get("/signin/provider/back")
def back() -> Any:
    """Back from the provider. What was begun is good once, whatever comes of it."""
    provider, begun = _provider(), cookie.pop(ASKED, None)
    try:
        who = provider.finish(_back(), request.args.get("code", ""), _asked(begun))
        found = provider_links.sign_in(session(), who, now())
    except InputError as refused:
        return sign_in_page(refused)
    answer = signed_in(found, web_sessions.PROVIDER, begun["next"], strong=who.strong)
    session().commit()  # a GET, because providers come back by one
    return answer


def _asked(begun: Any) -> Asked:
    """What this browser began, if this is its answer. Raises ProviderFailed."""
    if not isinstance(begun, dict) or "code" not in request.args:
        raise ProviderFailed
    state = request.args.get("state", "")
    if not hmac.compare_digest(state.encode(), begun["state"].encode()):
        raise ProviderFailed
    return Asked("", begun["state"], begun["nonce"], begun["verifier"])


def _provider() -> Provider:
    found = wiring().provider
    if found is None:
        abort(404)
    return found


def _back() -> str:
    base = wiring().public_url or request.url_root.rstrip("/")
    return base + url_for("oidc.back")
