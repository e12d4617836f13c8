"""A forgotten password, set anew by mail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from engine import account_letters
from engine.attempts import TooManyAttempts
from engine.errors import InputError
from webapp.pages.account import MismatchedPasswords
from webapp.requests import letters, now, session, where, wiring

bp = Blueprint("password_reset", __name__)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/password/forgotten")
@bp.post("/password/forgotten")
def forgotten() -> Any:
    """Whose password is forgotten; the answer is the same whether or not there is such an account."""
    outbox = letters()
    sent = request.args.get("sent") == "1"
    if request.method == "GET" or outbox is None:
        return render_template(
            "account/forgotten.html", possible=outbox is not None, sent=sent, refused=None
        )
    try:
        named = request.form.get("named", "")
        account_letters.forgotten(session(), outbox, named, now(), where().ip)
    except TooManyAttempts as refused:
        body = render_template("account/forgotten.html", possible=True, sent=False, refused=refused)
        return body, 429
    return redirect(url_for("password_reset.forgotten", sent=1))


@bp.get("/password/new")
@bp.post("/password/new")
def choose() -> Any:
    """A new password, by the link of a letter; only sending the form uses the link up."""
    token = request.values.get("token", "")
    try:
        account = account_letters.account_of(session(), token, now())
    except account_letters.LetterIsOver as over:
        return render_template("account/letter_over.html", over=over), 410
    g.chosen_locale = account.locale
    if request.method == "GET":
        return render_template("account/new_password.html", account=account, token=token)
    new = request.form.get("new", "")
    try:
        if new != request.form.get("again", ""):
            raise MismatchedPasswords
        account_letters.choose_password(session(), wiring().passwords, token, new, now())
    except InputError as refused:
        page = render_template(
            "account/new_password.html", account=account, token=token, refused=refused
        )
        return page, 400
    flash(gettext("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới."), "success")
    return redirect(url_for("account.sign_in"))
