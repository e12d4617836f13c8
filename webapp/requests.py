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

from flask import Flask, Response, abort, current_app, g, make_response, request
from flask import session as cookie
from psycopg.errors import DeadlockDetected
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from engine import access
from engine.errors import DondocError
from engine.people import Actor, SignedIn
from engine.ports import LetterOutbox
from engine.web_sessions import Present, Where
from webapp.wiring import Wiring

log = logging.getLogger("dondoc.web")
RETRIES = 3
MAX_ID = 2**63 - 1
"""The largest id the database knows: an address with a larger one is not found."""
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


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


def real_now() -> datetime:
    """The moment by the clock that nobody moves: for sessions and for codes."""
    clock = wiring().real_now
    if clock is None:
        return now()
    if "real_now" not in g:
        g.real_now = clock(session())
    return cast(datetime, g.real_now)


def where() -> Where:
    """From where the request comes."""
    return Where(request.remote_addr or "", request.headers.get("User-Agent", ""))


def present() -> Present | None:
    """The session of the request, also one that still waits for its second factor."""
    return cast("Present | None", g.get("present"))


def person() -> SignedIn | None:
    """Who is signed in, as the account gate found them."""
    return cast("SignedIn | None", g.get("person"))


def myself() -> SignedIn:
    """Who is signed in; only for pages behind the account gate."""
    found = person()
    if found is None:
        raise RuntimeError("this page is open to strangers and asked who is signed in")
    return found


def own_session() -> Present:
    """The session in which they are; only for pages behind the account gate."""
    found = present()
    if found is None:
        raise RuntimeError("this page is open to strangers and asked for their session")
    return found


def actor() -> Actor:
    """Who asks; only for pages behind the account gate."""
    return myself().actor


class Id(IntegerConverter):
    """``<int:…>`` in an address: an id. One too large for any row is the largest, which none has.

    It must not be refused here: another method at the same address would then answer 405, not 404.
    """

    def to_python(self, value: str) -> int:
        """The number, at most ``MAX_ID``."""
        return MAX_ID if len(value) > len(str(MAX_ID)) - 1 else int(super().to_python(value))


def administrators_only() -> None:
    """The gate before all pages of a blueprint (``before_request``). Raises Forbidden."""
    access.require_administrator(actor())


def designers_only() -> None:
    """The gate before all pages of the designers' room. Raises Forbidden."""
    access.require_designer(actor())


def letters() -> LetterOutbox | None:
    """Where letters about accounts leave; None while no mail is sent here."""
    outbox = wiring().account_letters
    return outbox if outbox is not None and wiring().mails(session()) else None


def number_in_url(name: str) -> int | None:
    """The number that ``name`` has in the address; None without one, 400 for anything else."""
    text = request.args.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        abort(400)
    return int(text)


def init(app: Flask) -> None:
    """Close what a request opened; what was not committed is rolled back. Call it before pages."""
    app.url_map.converters["int"] = Id
    app.teardown_request(_close)


def guard(app: Flask) -> None:
    """Commit each change that answers below 400, retried after a deadlock. Call it last: it covers
    the views registered so far. Such a view raises ``Busy`` after ``RETRIES`` retries.
    """
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _guarded(view)


def _guarded(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(**values: Any) -> Any:
        if request.method not in CHANGES:
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
