"""Language, dates and times as a Vietnamese office writes them.

The sources of all texts are Vietnamese; English is a catalogue. Moments arrive in UTC and are
shown in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, gettext, ngettext

from engine.people import LOCALES
from webapp.requests import person

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
COOKIE = "dondoc_lang"
SOON = 3
"""Days before a due day from which its badge warns."""


class Badge(NamedTuple):
    """A short text and what it means: ``tone`` is late, soon, fine or none."""

    text: str
    tone: str


def current() -> str:
    """ "vi" or "en": the link's ``lang``, the person's own, the browser's cookie, Vietnamese."""
    if not has_request_context():
        return LOCALES[0]
    signed_in = person()
    wishes = (
        request.args.get("lang"),
        g.get("chosen_locale"),
        signed_in.actor.locale if signed_in else None,
        request.cookies.get(COOKIE),
    )
    return next((wish for wish in wishes if wish in LOCALES), LOCALES[0])


def init(app: Flask) -> None:
    """Register the translations and the template filters of this module."""
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=current)
    app.jinja_env.filters.update(day=day, moment=moment, due=due, last_day=last_day)
    app.jinja_env.globals.update(locale=current, due_badge=due_badge)


def local(at: datetime) -> datetime:
    """The same instant on the wall clock of Vietnam."""
    return at.astimezone(HERE)


def day(on: date | datetime | None) -> str:
    """14/05/2023, of a date or of an instant here; '' for None."""
    if on is None:
        return ""
    return f"{local(on) if isinstance(on, datetime) else on:%d/%m/%Y}"


def moment(at: datetime | None) -> str:
    """17:00 14/05/2023; '' for None."""
    return "" if at is None else f"{local(at):%H:%M %d/%m/%Y}"


def last_day(due_at: datetime) -> date:
    """The last day on which something due at the first late instant ``due_at`` is in time."""
    return (local(due_at) - timedelta(microseconds=1)).date()


def due(due_at: datetime | None) -> str:
    """'hết ngày 14/05/2023', or 'trước 17:00 14/05/2023' when a time of day was printed."""
    if due_at is None:
        return str(gettext("không có hạn"))
    if local(due_at).time() == time():
        return str(gettext("hết ngày %(day)s", day=day(last_day(due_at))))
    return str(gettext("trước %(moment)s", moment=moment(due_at)))


def due_badge(due_at: datetime | None, now: datetime) -> Badge:
    """Days left or overdue at ``now``, in words and a tone; never colour alone."""
    if due_at is None:
        return Badge(gettext("không có hạn"), "none")
    days = (last_day(due_at) - local(now).date()).days
    if now >= due_at:
        return Badge(_overdue(-days), "late")
    if days <= 0:
        return Badge(gettext("hạn chót hôm nay"), "soon")
    text = ngettext("còn %(num)d ngày", "còn %(num)d ngày", days)
    return Badge(text, "soon" if days <= SOON else "fine")


def _overdue(days: int) -> str:
    if days <= 0:
        return str(gettext("quá hạn hôm nay"))
    return str(ngettext("quá hạn %(num)d ngày", "quá hạn %(num)d ngày", days))
