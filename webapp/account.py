"""Signing in and out, the gate before every page, password and language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from engine import digests, people, signing_in
from engine.errors import InputError
from webapp import locale
from webapp.requests import actor, now, person, session, wiring

bp = Blueprint("account", __name__)

OPEN = frozenset({"static", "health.check", "account.sign_in", "account.language"})
"""The endpoints a stranger may reach; every other one is behind the gate."""
DEMO_ACCOUNTS = 60
LANGUAGE_AGE = 365 * 24 * 3600


def init(app: Flask) -> None:
    """Put the gate before every page."""
    app.before_request(_gate)
    app.context_processor(lambda: {"person": person()})
    app.register_blueprint(bp)


def _gate() -> AnyResponse | None:
    """Find who is signed in; a session of before the last password change is nobody's."""
    if request.endpoint == "static":
        return None
    g.person = _from_cookie()
    if g.person is not None or request.endpoint is None or request.endpoint in OPEN:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    target = url_for("account.sign_in", next=wanted if wanted != "/" else None)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("account.sign_in")})
    return redirect(target)


def _from_cookie() -> people.SignedIn | None:
    account_id, version = cookie.get("account"), cookie.get("version")
    if not isinstance(account_id, int):
        return None
    found = people.signed_in(session(), account_id, now())
    if found is None or found.session_version != version:
        cookie.clear()
        return None
    return found


@bp.get("/signin")
@bp.post("/signin")
def sign_in() -> Any:
    """The form, and what it sends: a username and a password."""
    if request.method == "GET":
        return redirect(url_for("inbox.page")) if person() else _sign_in_page(None)
    username = request.form.get("username", "")
    password = request.form.get("password", "")
    try:
        found = signing_in.authenticate(session(), wiring().passwords, username, password, now())
    except InputError as refused:
        session().commit()
        return _sign_in_page(refused)
    _remember(found.actor.account_id, found.session_version)
    return redirect(inside(request.args.get("next")) or url_for("inbox.page"))


@bp.post("/signout")
def sign_out() -> AnyResponse:
    """Forget the session in this browser."""
    cookie.clear()
    return redirect(url_for("account.sign_in"))


@bp.get("/account")
def page() -> str:
    """Who I am, and the form to change my password."""
    return render_template("account.html", refused=None)


@bp.post("/account/password")
def password() -> Any:
    """Change my password; all other sessions of mine end."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    try:
        if new != request.form.get("again", ""):
            raise MismatchedPasswords
        version = people.change_password(session(), wiring().passwords, actor(), old, new)
    except InputError as refused:
        return render_template("account.html", refused=refused), 400
    _remember(actor().account_id, version)
    flash(gettext("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "success")
    return redirect(url_for("account.page"))


@bp.post("/account/digest")
def digest() -> Any:
    """One mail a working morning instead of one for each notice, or no longer."""
    me = actor().account_id
    wanted = request.form.get("digest") == "on"
    digests.choose(session(), me, wanted, now(), f"account:{me}")
    flash(gettext("Đã lưu."), "success")
    return redirect(url_for("account.page"))


@bp.post("/language")
def language() -> AnyResponse:
    """Read the pages in ``lang`` from now on, in this browser and in the account."""
    wish = request.form.get("lang", "")
    response = redirect(inside(request.form.get("next")) or url_for("inbox.page"))
    if wish not in people.LOCALES:
        return response
    if person() is not None:
        people.set_locale(session(), actor(), wish)
    response.set_cookie(
        locale.COOKIE,
        wish,
        max_age=LANGUAGE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


class MismatchedPasswords(InputError):
    """The new password was typed differently the second time."""

    code = "mismatched-passwords"
    vi = "Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại."
    en = "The new password was not typed the same twice. Type it again."


def _sign_in_page(refused: InputError | None) -> Any:
    demo = people.listed(session(), DEMO_ACCOUNTS) if wiring().demo else []
    status = 200
    if refused is not None:
        status = 429 if isinstance(refused, signing_in.TooManyAttempts) else 401
    body = render_template(
        "signin.html", refused=refused, demo=demo, demo_password=wiring().demo_password
    )
    return body, status


def _remember(account_id: int, version: int) -> None:
    """A fresh session, so that nothing set before the sign-in lives on in it."""
    cookie.clear()
    cookie.update(account=account_id, version=version)
    cookie.permanent = True


def inside(target: str | None) -> str | None:
    """``target`` when it is a path of this site: a link from elsewhere may not lead away."""
    if not target or not target.startswith("/") or "\\" in target:
        return None
    parts = urlsplit(target)
    plain = not parts.scheme and not parts.netloc and not target.startswith("//")
    return target if plain and target.isprintable() else None
