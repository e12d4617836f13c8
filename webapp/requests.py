"""One database session for each request: kept when a change succeeded, else rolled back."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from engine.people import Actor, SignedIn
from webapp.wiring import Wiring


def wiring() -> Wiring:
    """What ``create_app`` was handed."""
    return cast(Wiring, current_app.extensions["dondoc"])


def session() -> Session:
    """This request's database session, opened when it is first asked for."""
    if "session" not in g:
        g.session = wiring().sessions()
    return cast(Session, g.session)


def now() -> datetime:
    """The moment this request counts as, by the database's clock; asked once."""
    if "now" not in g:
        g.now = wiring().now(session())
    return cast(datetime, g.now)


def person() -> SignedIn | None:
    """Who is signed in, as the account gate found them."""
    return cast("SignedIn | None", g.get("person"))


def actor() -> Actor:
    """Who asks; only for pages behind the account gate."""
    found = person()
    if found is None:
        raise RuntimeError("this page is open to strangers and asked who is signed in")
    return found.actor


def init(app: Flask) -> None:
    """Commit after a change that answered below 400; roll back and close in every other case."""
    app.after_request(_commit)
    app.teardown_request(_close)


def _commit(response: Response) -> Response:
    if "session" in g and request.method == "POST" and response.status_code < 400:
        g.session.commit()
    return response


def _close(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
