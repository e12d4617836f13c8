"""Running instances brought to another version: seen before it is done, then done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from engine import audit, migration_timers, migrations, model_versions
from engine.errors import InputError, NotFound
from engine.migrations import Outcome
from engine.model_releases import DIAGRAM
from engine.model_versions import VersionRow
from engine.process.migration import MAPPABLE
from webapp import locale, typed
from webapp.requests import actor, designers_only, now, session, wiring

bp = Blueprint("designer_migration", __name__, url_prefix="/designer/migrate")
bp.before_request(designers_only)


TIMERS = {
    migration_timers.ANEW: (_("đặt lại"), "soon"),
    migration_timers.BEGUN: (_("bắt đầu chờ"), "soon"),
    migration_timers.DROPPED: (_("thôi chờ"), "late"),
    migration_timers.KEPT: (_("giữ nguyên"), "none"),
}


class BadPair(InputError):
    """A line of the mapping that is not written as old=new."""

    code = "bad-pair"
    vi = "Dòng «{pair}» không đúng dạng cũ=mới, hoặc một phần tử cũ có hai dòng."
    en = "The line «{pair}» is not of the form old=new, or an old element has two."


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/<key>")
def page(key: str) -> Any:
    """Which versions have running instances; with ``old`` and ``new`` what would become of them."""
    form = {name: request.args.get(name, "")[:5000] for name in ("old", "new", "pairs")}
    return _page(key, form, {})


@bp.post("/<key>")
def migrate(key: str) -> Any:
    """Move everything that can move; what cannot stays and is told."""
    form = {name: typed.field(name, 5000) for name in ("old", "new", "pairs", "why")}
    if not form["why"]:
        return _page(key, form, {"why": gettext("Hãy ghi lý do; nó vào lịch sử từng tiến trình.")})
    rows = _versions(key)
    old, new = _chosen(rows, form["old"]), _chosen(rows, form["new"])
    if old is None or new is None or old.id == new.id:
        return _page(key, form, {"new": gettext("Hãy chọn hai phiên bản khác nhau.")})
    try:
        outcome = migrations.migrate(
            wiring().sessions,
            wiring().engine.library,
            old.id,
            new.id,
            _mapping(form["pairs"]),
            actor=f"account:{actor().account_id}",
            why=form["why"],
            clock=wiring().now,
        )
    except InputError as wrong:
        return _page(key, form, {"pairs": wrong.text(locale.current())})
    _record(key, old, new, outcome, form["why"])
    moved = ngettext("%(num)d tiến trình đã chuyển", "%(num)d tiến trình đã chuyển", outcome.moved)
    held = ngettext("%(num)d ở lại", "%(num)d ở lại", outcome.held)
    said = f"{moved}; {held}.{_timers_set(outcome)}"
    flash(said, "warning" if outcome.held else "success")
    where = "designer_migration.page"
    if not outcome.held:
        return redirect(url_for(where, key=key))
    pairs = form["pairs"] or None
    return redirect(url_for(where, key=key, old=form["old"], new=form["new"], pairs=pairs))


def _timers_set(outcome: Outcome) -> str:
    """How many timers now wait for which moments; '' where none was set."""
    new = [t for t in outcome.timers.rows if t.first is not None and t.last is not None]
    if not new:
        return ""
    many = sum(fate.many for fate in new)
    first = locale.moment(min(fate.first for fate in new if fate.first))
    last = locale.moment(max(fate.last for fate in new if fate.last))
    if first == last:
        said = gettext("Hẹn giờ đã đặt: %(num)d, đến lúc %(moment)s", num=many, moment=first)
    else:
        said = gettext(
            "Hẹn giờ đã đặt: %(num)d, đến từ %(first)s đến %(last)s",
            num=many,
            first=first,
            last=last,
        )
    return f" {said}."


def _record(key: str, old: VersionRow, new: VersionRow, outcome: Outcome, why: str) -> None:
    """One entry for the whole, beside that of each instance."""
    detail: dict[str, object] = {
        "model": key,
        "from": old.version,
        "to": new.version,
        "moved": outcome.moved,
        "held": outcome.held,
        "why": why,
    }
    entry = audit.Entry(f"account:{actor().account_id}", "model-migrate", detail=detail)
    audit.record(session(), [entry], now())


def _page(key: str, form: dict[str, str], errors: dict[str, str]) -> Any:
    rows = _versions(key)
    old, new = _chosen(rows, form["old"]), _chosen(rows, form["new"])
    outcome = None
    if old and new and old.id != new.id and not errors.get("pairs"):
        try:
            outcome = migrations.preview(
                session(),
                wiring().engine.library,
                old.id,
                new.id,
                _mapping(form["pairs"]),
                now(),
            )
        except InputError as wrong:
            errors = {**errors, "pairs": wrong.text(locale.current())}
    page = render_template(
        "designer/migrate.html",
        key=key,
        rows=rows,
        old=old,
        new=new,
        outcome=outcome,
        timer_words=TIMERS,
        mappable=MAPPABLE,
        form=form,
        errors=errors,
    )
    return (page, 422) if errors else page


def _versions(key: str) -> list[VersionRow]:
    """Raises NotFound for a key of which nothing was deployed."""
    rows, _next = model_versions.versions(session(), actor(), DIAGRAM, key)
    if not rows:
        raise NotFound(what=f"«{key}»")
    return rows


def _chosen(rows: list[VersionRow], version: str) -> VersionRow | None:
    return next((row for row in rows if str(row.version) == version), None)


def _mapping(text: str) -> dict[str, str]:
    """Lines old=new. Raises BadPair."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        before, equals, after = (part.strip() for part in line.partition("="))
        if not (before and equals and after) or before in found:
            raise BadPair(pair=line)
        found[before] = after
    return found
