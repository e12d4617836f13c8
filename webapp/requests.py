"""One database session for each request: kept when a change succeeded, else rolled back.

Where two changes block each other, PostgreSQL ends one of them (a deadlock). The one that was
ended is made anew, from the start of its view; the person who asked does not notice.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from flask import Flask, Response, current_app, g, make_response, request
from flask import session as cookie
from psycopg.errors import DeadlockDetected
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.errors import DondocError
from engine.people import Actor, SignedIn
from webapp.wiring import Wiring

log = logging.getLogger("dondoc.web")
RETRIES = 3


class Busy(DondocError):
    """The change met others again and again; nothing of it was kept."""

    code = "busy"
    vi = (
        "Nhiều người đang xử lý cùng lúc nên việc này chưa được ghi lại. "
        "Hãy quay lại trang trước và gửi lần nữa sau ít giây."
    )
    en = (
        "Many people are working on this at once, so your change was not saved. "
        "Go back to the page before and send it again in a few seconds."
    )


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
    """Close what a request opened; what was not committed is rolled back."""
    app.teardown_request(_close)


def guard(app: Flask) -> None:
    """Commit each POST that answers below 400, retried after a deadlock. Call it last: it covers
    the views registered so far. Such a view raises ``Busy`` after ``RETRIES`` retries.
    """
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _guarded(view)


def _guarded(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(**values: Any) -> Any:
        if request.method != "POST":
            return view(**values)
        before = copy.deepcopy(dict(cookie))
        for attempt in range(RETRIES + 1):
            try:
                return _changed(view, values)
            except OperationalError as error:
                if not isinstance(error.orig, DeadlockDetected):
                    raise
                session().rollback()
                cookie.clear()
                cookie.update(before)
                log.warning("%s: deadlock, attempt %d", request.path, attempt + 1)
        raise Busy

    return guarded


def _changed(view: Callable[..., Any], values: dict[str, Any]) -> Response:
    """The view's answer, with its change committed: a commit, too, may meet a deadlock."""
    response = make_response(view(**values))
    if "session" in g and response.status_code < 400:
        session().commit()
    return response


def _close(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
