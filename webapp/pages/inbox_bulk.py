"""One action on many tasks, with a result for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest

from engine import inbox_bulk, inbox_handing, inbox_marks
from engine.deadlines import local_day
from engine.errors import InputError, NotFound
from engine.inbox_bulk import Act, Chosen, Outcome
from engine.people import Actor
from engine.printed_days import PrintedDay
from webapp import locale
from webapp.pages import inbox_wanted
from webapp.requests import actor, now, session, wiring

bp = Blueprint("inbox_bulk", __name__)
ASKING = ("delegate", "marks")
"""Actions that need something more than the tasks."""


class NobodyChosen(InputError):
    """Tasks are handed to somebody."""

    code = "nobody-chosen"
    vi = "Chưa chọn người nhận. Hãy chọn một đồng nghiệp."
    en = "Nobody was chosen. Choose a colleague."


class NothingToSet(InputError):
    """Neither a day nor a priority was given."""

    code = "nothing-to-set"
    vi = "Chưa ghi ngày hẹn và chưa chọn mức ưu tiên. Hãy điền ít nhất một mục."
    en = "Neither a day nor a priority was given. Fill in one of them."


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.post("/inbox/bulk")
def act() -> Any:
    """Claim, give back or remind at once; what needs more is asked for."""
    wish = request.form.get("do", "")
    if wish in ASKING:
        return _asking(wish, inbox_bulk.chosen(session(), actor(), _items()))
    acts: dict[str, Callable[[], Act]] = {
        "claim": lambda: inbox_bulk.claim(session(), actor(), now()),
        "unclaim": lambda: inbox_bulk.unclaim(session(), actor(), now()),
        "remind": lambda: inbox_handing.remind(session(), wiring().engine.outbox, actor(), now()),
    }
    if wish not in acts:
        raise BadRequest
    return _results(wish, inbox_bulk.each(session(), actor(), _items(), acts[wish]()))


@bp.get("/inbox/<int:item_id>/marks")
def marks_of(item_id: int) -> Any:
    """Follow-up day and priority of one task."""
    found = inbox_bulk.chosen(session(), actor(), [item_id])
    if not found:
        raise NotFound(what=f"work item {item_id}")
    return _asking("marks", found)


@bp.post("/inbox/bulk/delegate")
def delegate() -> Any:
    """Hand the tasks to the colleague chosen."""
    to = request.form.get("to", "")
    if not (to.isascii() and to.isdigit() and len(to) < 19):
        return _again("delegate", to=NobodyChosen())
    why = request.form.get("why", "")[: inbox_handing.MAX_WHY]
    handing = inbox_handing.delegate(
        session(), wiring().engine.outbox, actor(), int(to), now(), why
    )
    return _results("delegate", inbox_bulk.each(session(), actor(), _items(), handing))


@bp.post("/inbox/bulk/marks")
def marks() -> Any:
    """Set or take away the follow-up day, the priority, or both."""
    clear, level = request.form.get("clear") == "on", request.form.get("priority", "")
    try:
        day = None if clear else _day(request.form.get("on", ""))
    except InputError as refused:
        return _again("marks", on=refused)
    if day is None and not clear and not level:
        return _again("marks", on=NothingToSet())
    note = request.form.get("note", "")

    def mark(item: Chosen) -> None:
        if day is not None or clear:
            inbox_marks.set_follow_up(session(), actor(), item.id, day, now(), note)
        if level:
            inbox_marks.set_priority(session(), actor(), item.id, _level(level), now())

    return _results("marks", inbox_bulk.each(session(), actor(), _items(), mark))


def _items() -> list[int]:
    """The ids sent; what is no number is passed over."""
    given = request.form.getlist("item")
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 19]


def _day(text: str) -> date | None:
    """Raises ImpossibleDate, FollowUpInThePast. A day without a year is the next of that name."""
    if not text.strip():
        return None
    today, printed = local_day(now()), PrintedDay.parse(text)
    day = printed.in_year(printed.year or today.year)
    if printed.year is None and day < today:
        day = printed.in_year(today.year + 1)
    if day < today:
        raise inbox_marks.FollowUpInThePast(day=f"{day:%d/%m/%Y}")
    return day


def _level(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise inbox_marks.UnknownPriority(level=text)
    return int(text)


def _again(wish: str, **wrong: InputError) -> Any:
    items = inbox_bulk.chosen(session(), actor(), _items())
    errors = {name: refused.text(locale.current()) for name, refused in wrong.items()}
    return _asking(wish, items, errors), 400


def _asking(wish: str, items: list[Chosen], errors: dict[str, str] | None = None) -> str:
    me: Actor = actor()
    colleagues = []
    if wish == "delegate":
        roles = sorted({item.role for item in items if item.unit_id == me.unit_id})
        holders = inbox_handing.colleagues(session(), me, roles, local_day(now()))
        colleagues = [c for c in holders if c.account_id != me.account_id]
    return render_template(
        f"inbox/{wish}.html",
        items=items,
        colleagues=colleagues,
        errors=errors or {},
        back=_back(),
        prioritises=any(inbox_marks.may_prioritise(me, item.unit_id) for item in items),
        priorities=inbox_wanted.PRIORITIES,
        now=now(),
    )


def _back() -> str:
    """The list the tasks were ticked in."""
    query = inbox_wanted.canonical(request.values.get("back", ""))
    return f"{url_for('inbox.page')}?{query}"


def _results(wish: str, outcomes: list[Outcome]) -> Any:
    done = [o for o in outcomes if o.refused is None]
    if len(done) == len(outcomes) == 1 and done[0].item is not None:
        flash(
            gettext("%(done)s: %(name)s.", done=_did(wish, 1), name=done[0].item.title), "success"
        )
        return redirect(_back())
    return render_template(
        "inbox/results.html", outcomes=outcomes, done=_did(wish, len(done)), back=_back()
    )


def _did(wish: str, count: int) -> str:
    said = {
        "claim": ngettext("Đã nhận %(num)d việc", "Đã nhận %(num)d việc", count),
        "unclaim": ngettext("Đã trả lại %(num)d việc", "Đã trả lại %(num)d việc", count),
        "remind": ngettext("Đã nhắc %(num)d việc", "Đã nhắc %(num)d việc", count),
        "delegate": ngettext("Đã chuyển %(num)d việc", "Đã chuyển %(num)d việc", count),
        "marks": ngettext("Đã ghi cho %(num)d việc", "Đã ghi cho %(num)d việc", count),
    }
    return str(said[wish])
