"""Người và chức vụ: who works where, since when, who stands in, and what becomes of their work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine import absences, access, accounts, people_views, policies, posts, reassigning
from engine import second_factors as factors
from engine.absences import ACROSS
from engine.deadlines import local_day
from engine.errors import Forbidden, InputError, NotFound
from engine.people import LOCALES, ROLES
from engine.people_views import Person
from engine.unit_names import find
from webapp import locale, typed
from webapp.requests import actor, letters, now, real_now, session, wiring

bp = Blueprint("people", __name__)
ONE = timedelta(days=1)
ACCOUNT_FIELDS = ("username", "name", "email", "unit", "title", "locale")


def init(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.globals["all_roles"] = ROLES
    app.register_blueprint(bp)


@bp.get("/people")
def page() -> Any:
    """People, found by name; the filters stand in the address."""
    text = request.args.get("q", "").strip()[:100]
    status = request.args.get("status", "")
    status = status if status in people_views.STATUSES else people_views.ACTIVE
    unit, error, unit_id = request.args.get("unit", "").strip()[:200], "", None
    if unit:
        try:
            unit_id = find(session(), unit, local_day(now())).id
        except InputError as wrong:
            error = wrong.text(locale.current())
    found = people_views.page(
        session(),
        actor(),
        local_day(now()),
        text=text,
        status=status,
        unit_id=unit_id if unit_id is not None else (0 if error else None),
        after=typed.after(),
    )
    return render_template(
        "people/list.html", found=found, text=text, status=status, unit=unit, error=error
    )


@bp.get("/people/me")
def me() -> Response:
    """My own page: where I say when I am away."""
    return redirect(url_for("people.one", account_id=actor().account_id))


@bp.get("/people/<int:account_id>")
def one(account_id: int) -> str:
    """One person: posts over time, absences, tasks they have taken."""
    return _person(account_id)


@bp.get("/people/new")
def new() -> str:
    """The form for somebody new."""
    access.require_administrator(actor())
    return _new({"locale": LOCALES[0]}, {})


@bp.post("/people/new")
def create() -> Any:
    """Make the account with its posts; without a password its person is invited by letter."""
    access.require_administrator(actor())
    form: dict[str, Any] = {name: typed.field(name, 200) for name in ACCOUNT_FIELDS}
    form["roles"] = [role for role in request.form.getlist("roles") if role in ROLES]
    errors: dict[str, str] = {}
    try:
        unit_id = find(session(), form["unit"], local_day(now())).id
    except InputError as wrong:
        errors["unit"] = wrong.text(locale.current())
        return _new(form, errors), 422
    try:
        made = accounts.create(
            session(),
            actor(),
            wiring().passwords,
            letters(),
            username=form["username"],
            name=form["name"],
            unit_id=unit_id,
            roles=form["roles"],
            now=now(),
            email=form["email"] or None,
            title=form["title"],
            locale=form["locale"],
            password=request.form.get("password") or None,
        )
    except InputError as wrong:
        session().rollback()
        errors[_field_of(wrong, form)] = wrong.text(locale.current())
        return _new(form, errors), 422
    flash(gettext("Đã lập tài khoản cho %(name)s.", name=made.name), "success")
    return redirect(url_for("people.one", account_id=made.id))


@bp.post("/people/<int:account_id>/change")
def change(account_id: int) -> Any:
    """Another name, address or language."""
    _seen(account_id)
    form = {name: typed.field(name, 200) for name in ("name", "email", "locale")}
    try:
        accounts.change(
            session(),
            actor(),
            account_id,
            name=form["name"],
            email=form["email"] or None,
            locale=form["locale"],
            now=now(),
        )
    except InputError as wrong:
        return _refused(account_id, wrong, form, "name" if not form["name"] else "email")
    return _done(account_id, gettext("Đã lưu."))


@bp.post("/people/<int:account_id>/posts")
def add_post(account_id: int) -> Any:
    """Give a post from a day on."""
    person = _seen(account_id)
    access.require_administrator(actor())
    form = {n: typed.field(n, 200) for n in ("post_unit", "role", "post_title", "since", "until")}
    where = "post_unit"
    try:
        where = "since"
        since = typed.a_day_or_none(form["since"]) or local_day(now())
        where = "until"
        until = typed.a_day_or_none(form["until"])
        where = "post_unit"
        unit = find(session(), form["post_unit"], since)
        posts.add(
            session(),
            actor(),
            person.account.username,
            unit_id=unit.id,
            role=form["role"],
            title=form["post_title"],
            since=since,
            valid_to=until + ONE if until else None,
            now=now(),
        )
    except InputError as wrong:
        return _refused(account_id, wrong, form, where)
    return _done(account_id, gettext("Đã ghi chức vụ."))


@bp.post("/people/<int:account_id>/posts/<int:post_id>/end")
def end_post(account_id: int, post_id: int) -> Any:
    """End a post: the day given is the first without it."""
    person = _seen(account_id)
    access.require_administrator(actor())
    if post_id not in {post.id for post in person.posts}:
        raise NotFound(what=f"post {post_id}")
    try:
        on = typed.a_day_or_none(typed.field("on", 20)) or local_day(now())
        posts.end(session(), actor(), post_id, on, now())
    except InputError as wrong:
        return _refused(account_id, wrong, {"end_post": str(post_id)}, f"on-{post_id}")
    return _done(account_id, gettext("Đã ghi ngày thôi giữ chức vụ."))


@bp.post("/people/<int:account_id>/absences")
def add_absence(account_id: int) -> Any:
    """Say from when to when somebody is away, and who stands in."""
    person = _seen(account_id)
    names = ("away_since", "away_until", "substitute", "other_substitute", "reason")
    form = {n: typed.field(n, 500) for n in names}
    where = "away_since"
    try:
        since = typed.a_day_or_none(form["away_since"]) or local_day(now())
        where = "away_until"
        until = typed.a_day(form["away_until"])
        where = "other_substitute" if form["other_substitute"] else "substitute"
        absences.add(
            session(),
            actor(),
            person.account.username,
            form["other_substitute"] or form["substitute"],
            since=since,
            valid_to=until + ONE,
            reason=form["reason"],
            now=now(),
        )
    except InputError as wrong:
        return _refused(account_id, wrong, form, where)
    return _done(account_id, gettext("Đã ghi thời gian vắng mặt và người thay mặt."))


@bp.post("/people/<int:account_id>/absences/<int:absence_id>/end")
def end_absence(account_id: int, absence_id: int) -> Any:
    """Back before time: from today."""
    person = _seen(account_id)
    if absence_id not in {a.id for a in person.absences if a.own}:
        raise NotFound(what=f"absence {absence_id}")
    absences.end(session(), actor(), absence_id, local_day(now()), now())
    return _done(account_id, gettext("Đã kết thúc thời gian vắng mặt."))


@bp.get("/people/<int:account_id>/leave")
def leaving(account_id: int) -> Any:
    """What leaving would do with each task, before it is done."""
    return _leaving(account_id, request.args.get("to", "").strip()[:100], "")


@bp.post("/people/<int:account_id>/leave")
def leave(account_id: int) -> Any:
    """End the account and pass on what its person holds."""
    person = _seen(account_id)
    to, reason = typed.field("to", 100), typed.field("reason", 500)
    try:
        left = reassigning.leave(
            session(), actor(), person.account.username, to=to or None, now=now(), reason=reason
        )
    except NotFound as wrong:
        session().rollback()
        return _leaving(account_id, "", wrong.text(locale.current())), 422
    handed = sum(item.result == reassigning.HANDED for item in left.items)
    said = gettext(
        "Đã cho thôi việc: %(handed)s việc bàn giao, %(released)s việc trả lại đơn vị.",
        handed=handed,
        released=len(left.items) - handed,
    )
    return _done(account_id, said)


@bp.post("/people/<int:account_id>/invite")
def invite(account_id: int) -> Any:
    """Send the invitation again."""
    _seen(account_id)
    try:
        accounts.invite(session(), actor(), letters(), account_id, now())
    except InputError as wrong:
        return _refused(account_id, wrong, {}, "email")
    return _done(account_id, gettext("Thư mời sẽ được gửi trong ít phút."))


@bp.post("/people/<int:account_id>/deactivate")
def deactivate(account_id: int) -> Response:
    """Nobody signs in any more; posts and tasks stay."""
    _seen(account_id)
    accounts.deactivate(session(), actor(), account_id, now(), typed.field("reason", 500))
    return _done(account_id, gettext("Đã khóa tài khoản; mọi phiên đăng nhập đã kết thúc."))


@bp.post("/people/<int:account_id>/activate")
def activate(account_id: int) -> Response:
    """Wake the account up."""
    _seen(account_id)
    accounts.activate(session(), actor(), account_id, now())
    return _done(account_id, gettext("Đã mở lại tài khoản."))


@bp.post("/people/<int:account_id>/sessions/end")
def end_sessions(account_id: int) -> Response:
    """Sign the account out everywhere."""
    _seen(account_id)
    ended = accounts.end_sessions(session(), actor(), account_id, now())
    said = ngettext("Đã kết thúc %(num)d phiên.", "Đã kết thúc %(num)d phiên.", ended)
    return _done(account_id, said)


@bp.post("/people/<int:account_id>/second-factor/remove")
def remove_second_factor(account_id: int) -> Response:
    """Take the second factor of somebody who lost it."""
    _seen(account_id)
    accounts.remove_second_factor(session(), actor(), account_id, now())
    return _done(account_id, gettext("Đã bỏ xác thực hai bước; mọi phiên đăng nhập đã kết thúc."))


def _seen(account_id: int) -> Person:
    return people_views.read(session(), actor(), account_id, local_day(now()))


def _person(
    account_id: int, form: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> str:
    person, today = _seen(account_id), local_day(now())
    factor, codes = factors.of(session(), account_id) if person.administers else (None, 0)
    across = person.may_absence and policies.value(session(), ACROSS, person.account.unit_id)
    return render_template(
        "people/one.html",
        person_shown=person,
        account=person.account,
        form=form or {},
        errors=errors or {},
        today=today,
        now=now(),
        colleagues=people_views.colleagues(session(), account_id, today),
        across=across,
        factor=factor if factor is not None and factor.secret is not None else None,
        codes=codes,
        signed_in=accounts.sessions(session(), actor(), account_id, real_now())
        if person.administers
        else [],
        mails=letters() is not None,
        me=actor(),
    )


def _new(form: dict[str, Any], errors: dict[str, str]) -> str:
    mails = letters() is not None
    return render_template("people/new.html", form=form, errors=errors, mails=mails)


def _leaving(account_id: int, to: str, error: str) -> str:
    person, today = _seen(account_id), local_day(now())
    try:
        items = reassigning.foreseen(session(), actor(), person.account.username, to or None, now())
    except NotFound as wrong:
        error, to = wrong.text(locale.current()), ""
        items = reassigning.foreseen(session(), actor(), person.account.username, None, now())
    return render_template(
        "people/leave.html",
        account=person.account,
        items=items,
        to=to,
        error=error,
        colleagues=people_views.colleagues(session(), account_id, today),
    )


def _refused(account_id: int, wrong: InputError, form: dict[str, str], where: str) -> Any:
    if isinstance(wrong, Forbidden):
        raise wrong
    session().rollback()
    return _person(account_id, form, {where: wrong.text(locale.current())}), 422


def _done(account_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("people.one", account_id=account_id))


def _field_of(wrong: InputError, form: dict[str, Any]) -> str:
    """At which field of the form the refusal is said."""
    known = {
        "username-taken": "username",
        "weak-password": "password",
        "no-address": "email",
        "needs-mail": "password",
    }
    if wrong.code == "bad-account":
        empty = next((name for name in ("name", "roles") if not form[name]), None)
        return empty or ("email" if form["email"] and "@" not in form["email"] else "username")
    return known.get(wrong.code, "username")
