"""Signing in and out, the gate before every page, password and language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from engine import digests, people, second_factors, signing_in, web_sessions
from engine.errors import InputError
from webapp import locale, problems
from webapp.requests import (
    actor,
    letters,
    now,
    own_session,
    person,
    present,
    real_now,
    session,
    where,
    wiring,
)

bp = Blueprint("account", __name__)

OPEN = frozenset(
    {
        "static",
        "health.check",
        "account.sign_in",
        "account.sign_out",
        "account.language",
        "second_factor.ask",
        "oidc.begin",
        "oidc.back",
        "password_reset.forgotten",
        "password_reset.choose",
    }
)
"""The endpoints a stranger may reach; every other one is behind the gate."""
SETTING_UP = frozenset({"second_factor.page", "second_factor.begin", "second_factor.confirm"})
"""What is left to somebody who must set up a second factor first."""
QUIET = frozenset({"long_work.state", "notices.badge"})
"""What pages ask by themselves: it neither keeps a session alive nor leads away from a page."""
TOKEN = "session"  # noqa: S105  (the name in the cookie)
DEMO_ACCOUNTS = 60
LANGUAGE_AGE = 365 * 24 * 3600


def init(app: Flask) -> None:
    """Put the gate before every page."""
    app.before_request(_gate)
    app.context_processor(lambda: {"person": person()})
    app.register_blueprint(bp)


def _gate() -> AnyResponse | None:
    """Find who is signed in, and lead everybody else to where they can prove who they are."""
    if request.endpoint == "static" or problems.wanted():
        return None  # the API lets in by token (webapp.api.gate)
    _from_cookie()
    if request.endpoint is None or request.endpoint in OPEN:
        return None
    found, running = person(), present()
    if found is not None and running is not None:
        g.held = second_factors.missing(session(), running, found)
        if not g.held or request.endpoint in SETTING_UP:
            return None
        return _lead_to(url_for("second_factor.page"))
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    target = None if wanted == "/" else wanted
    if running is not None and running.waiting:
        return _lead_to(url_for("second_factor.ask", next=target))
    if request.headers.get("HX-Request"):
        target = None
    return _lead_to(url_for("account.sign_in", next=target))


def _lead_to(target: str) -> AnyResponse:
    """To another page; what asks by itself is refused and leaves what is being typed alone."""
    if not request.headers.get("HX-Request"):
        return redirect(target)
    quiet = request.endpoint in QUIET
    return Response(status=401, headers={} if quiet else {"HX-Redirect": target})


def _from_cookie() -> None:
    """The running session of the cookie's token, and who it is; a dead one is forgotten."""
    token = cookie.get(TOKEN)
    if not isinstance(token, str):
        return
    running = web_sessions.find(session(), token, real_now())
    if running is None:
        cookie.clear()
        return
    g.present = running
    if running.waiting:
        return
    if request.endpoint not in QUIET and web_sessions.touch(session(), running, real_now()):
        session().commit()
    g.person = people.signed_in(session(), running.account_id, now())
    if g.person is None:
        g.present = None
        cookie.clear()


@bp.get("/signin")
@bp.post("/signin")
def sign_in() -> Any:
    """The form, and what it sends: a username and a password."""
    if request.method == "GET":
        return redirect(url_for("inbox.page")) if person() else sign_in_page(None)
    username = request.form.get("username", "")
    password = request.form.get("password", "")
    try:
        found = signing_in.authenticate(
            session(), wiring().passwords, username, password, now(), ip=where().ip
        )
    except InputError as refused:
        session().commit()
        return sign_in_page(refused)
    return signed_in(found, web_sessions.PASSWORD, request.args.get("next"))


def signed_in(
    found: people.SignedIn, method: str, wanted: str | None, *, strong: bool = False
) -> AnyResponse:
    """Begin a session and go on: to the second factor if there is one to ask for."""
    me = found.actor
    wanted = inside(wanted)
    if not strong and second_factors.is_set(session(), me.account_id):
        remember(me.account_id, me.unit_id, method, waiting=True)
        return redirect(url_for("second_factor.ask", next=wanted))
    remember(me.account_id, me.unit_id, method, second_factor=strong)
    return redirect(wanted or url_for("inbox.page"))


@bp.post("/signout")
def sign_out() -> AnyResponse:
    """End the session of this browser."""
    _end_present()
    cookie.clear()
    return redirect(url_for("account.sign_in"))


@bp.get("/account")
def page() -> str:
    """Who I am, and the form to change my password."""
    return _page(None)


@bp.post("/account/password")
def password() -> Any:
    """Change my password; all other sessions of mine end, and this one is begun anew."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    me, running = actor(), own_session()
    try:
        if new != request.form.get("again", ""):
            raise MismatchedPasswords
        signing_in.change_password(session(), wiring().passwords, me, old, new, now())
    except InputError as refused:
        session().commit()
        return _page(refused), 429 if isinstance(refused, signing_in.TooManyAttempts) else 400
    remember(me.account_id, me.unit_id, running.method, second_factor=running.second_factor)
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


def sign_in_page(refused: InputError | None) -> Any:
    """The form, with what was refused and its status."""
    demo = people.listed(session(), DEMO_ACCOUNTS) if wiring().demo else []
    provider = wiring().provider
    status = 200
    if refused is not None:
        status = 429 if isinstance(refused, signing_in.TooManyAttempts) else 401
    body = render_template(
        "signin.html",
        refused=refused,
        demo=demo,
        demo_password=wiring().demo_password,
        provider=provider.name if provider else None,
        letters=letters() is not None,
        wanted=inside(request.args.get("next")),
    )
    return body, status


def remember(
    account_id: int,
    unit_id: int,
    method: str,
    *,
    second_factor: bool = False,
    waiting: bool = False,
) -> None:
    """A fresh session, so that nothing set before the sign-in lives on in it."""
    _end_present()
    cookie.clear()
    cookie[TOKEN] = web_sessions.begin(
        session(),
        account_id,
        unit_id,
        where(),
        method,
        real_now(),
        second_factor=second_factor,
        lifetime=web_sessions.WAITING if waiting else web_sessions.LIFETIME,
    )
    cookie.permanent = True


def inside(target: str | None) -> str | None:
    """``target`` when it is a path of this site: a link from elsewhere may not lead away."""
    if not target or not target.startswith("/") or "\\" in target:
        return None
    parts = urlsplit(target)
    plain = not parts.scheme and not parts.netloc and not target.startswith("//")
    return target if plain and target.isprintable() else None


def _end_present() -> None:
    token = cookie.get(TOKEN)
    if isinstance(token, str):
        web_sessions.end_present(session(), token, real_now())


def _page(refused: InputError | None) -> str:
    factor = second_factors.is_set(session(), actor().account_id)
    return render_template("account.html", refused=refused, factor=factor)
