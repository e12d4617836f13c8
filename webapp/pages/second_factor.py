"""The second factor: set up, asked for at sign-in, recovery codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine import people, second_factors, signing_in, web_sessions
from engine.attempts import TooManyAttempts
from engine.errors import InputError
from engine.people import Account
from webapp.pages.account import inside, remember
from webapp.requests import (
    actor,
    myself,
    now,
    own_session,
    person,
    present,
    real_now,
    session,
    wiring,
)

bp = Blueprint("second_factor", __name__)
FRESH = timedelta(minutes=10)
"""So long after signing in by a provider, who has no password here need not prove it again."""


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/signin/code")
@bp.post("/signin/code")
def ask() -> Any:
    """The code of the application, or a recovery code, of who has just given a password."""
    running = present()
    if running is None or not running.waiting:
        return redirect(url_for("inbox.page") if person() else url_for("account.sign_in"))
    if request.method == "GET":
        return render_template("account/code.html", refused=None)
    found = people.signed_in(session(), running.account_id, now())
    if found is None:
        return redirect(url_for("account.sign_in"))
    account = session().get_one(Account, running.account_id)
    try:
        second_factors.check(
            session(), wiring().codes, account, request.form.get("code", ""), real_now()
        )
    except InputError as refused:
        session().commit()
        return render_template("account/code.html", refused=refused), _status(refused, 401)
    me = found.actor
    remember(me.account_id, me.unit_id, running.method, second_factor=True)
    return redirect(inside(request.args.get("next")) or url_for("inbox.page"))


@bp.get("/account/second-factor")
def page() -> str:
    """Whether I have one, and what can be done about it."""
    return _page()


@bp.post("/account/second-factor/begin")
def begin() -> Any:
    """A new secret for my application; the present one counts until its first code."""
    try:
        _prove()
    except InputError as refused:
        session().commit()
        return _page(refused=refused, at="begin"), _status(refused, 400)
    second_factors.begin(session(), wiring().codes, actor().account_id)
    return _page(setting_up=True)


@bp.post("/account/second-factor/confirm")
def confirm() -> Any:
    """The first code of the new secret; the recovery codes are shown now and never again."""
    running = own_session()
    try:
        codes = second_factors.confirm(
            session(),
            wiring().codes,
            actor(),
            request.form.get("code", ""),
            real_now(),
            running.id,
        )
    except second_factors.NothingToConfirm:
        raise
    except InputError as refused:
        session().commit()
        return _page(setting_up=True, refused=refused, at="confirm"), _status(refused, 400)
    return render_template("account/recovery.html", codes=codes, first=True)


@bp.post("/account/second-factor/recovery")
def recovery() -> Any:
    """Ten new recovery codes."""
    try:
        _prove()
        codes = second_factors.recovery(session(), actor(), now())
    except second_factors.NothingToConfirm:
        raise
    except InputError as refused:
        session().commit()
        return _page(refused=refused, at="recovery"), _status(refused, 400)
    return render_template("account/recovery.html", codes=codes, first=False)


@bp.post("/account/second-factor/remove")
def remove() -> Any:
    """Do without from now on, where no rule forbids it."""
    running = own_session()
    try:
        _prove()
        second_factors.remove(session(), actor(), now(), running.id)
    except InputError as refused:
        session().commit()
        return _page(refused=refused, at="remove"), _status(refused, 400)
    flash(gettext("Đã bỏ xác thực hai bước."), "success")
    return redirect(url_for("second_factor.page"))


def _prove() -> None:
    """Ask for the password again; who came by a provider and has none came just now."""
    running = own_session()
    if running.method == web_sessions.PROVIDER:
        account = session().get_one(Account, actor().account_id)
        if not account.password_hash and real_now() - running.created_at < FRESH:
            return
    signing_in.confirm(
        session(), wiring().passwords, actor(), request.form.get("password", ""), now()
    )


def _page(*, setting_up: bool = False, refused: InputError | None = None, at: str = "") -> str:
    found = myself()
    me = found.actor
    row, left = second_factors.of(session(), me.account_id)
    sealed = row.coming if row is not None and setting_up else None
    return render_template(
        "account/second_factor.html",
        row=row if row is not None and row.secret is not None else None,
        left=left,
        picture=wiring().codes.picture(sealed, found.username) if sealed else None,
        required=second_factors.required(session(), me.unit_id, me.roles),
        refused=refused,
        at=at,
    )


def _status(refused: InputError, usual: int) -> int:
    return 429 if isinstance(refused, TooManyAttempts) else usual
