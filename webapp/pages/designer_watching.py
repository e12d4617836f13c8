"""A deployed model watched: where its instances stand, how long each element takes, which ways are slow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, abort, jsonify, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import deployments, model_paths, model_watching, model_watching_lists
from engine.model_releases import DIAGRAM
from engine.model_watching import ElementFigures, Figures, Watched
from webapp.downloads import excel
from webapp.element_words import element_kind
from webapp.pages import designer_watching_sheets
from webapp.pages.designer import model_title
from webapp.pages.incidents import lasted
from webapp.requests import actor, designers_only, now, session, wiring
from webapp.typed import MAX_ID

bp = Blueprint("designer_watching", __name__, url_prefix="/designer/models")
bp.before_request(designers_only)
SPANS = {
    "30": _("30 ngày gần đây"),
    "90": _("90 ngày gần đây"),
    "365": _("Một năm gần đây"),
    "": _("Từ trước đến nay"),
}
HEATS = {
    "count": _("số đang chờ"),
    "late": _("số quá hạn"),
    "time": _("thời gian xử lý"),
}
LISTS = {
    "standing": _("đang chờ"),
    "late": _("quá hạn"),
    "done": _("đã qua"),
    "cancelled": _("đã đóng, không phải làm"),
}
INSTANCES = {
    "running": _("Tiến trình đang chạy"),
    "ended": _("Tiến trình đã kết thúc"),
    "cancelled": _("Tiến trình đã dừng giữa chừng"),
    "unreadable": _("Tiến trình có trạng thái không đọc được"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a version (None: all), a number of days ('' all), a heat."""

    version: int | None
    days: str
    heat: str

    @property
    def args(self) -> dict[str, Any]:
        """The same as parameters of an address."""
        given = {"version": self.version, "days": self.days, "heat": self.heat}
        usual = {"version": None, "days": "90", "heat": "count"}
        return {name: value for name, value in given.items() if value != usual[name]}


def init(app: Flask) -> None:
    """Register the pages and what their templates show."""
    app.jinja_env.filters["span"] = span
    app.jinja_env.globals["element_kind"] = element_kind
    app.register_blueprint(bp)


@bp.get("/<key>")
def page(key: str) -> str:
    """The figures of a model, on its diagram and as a table."""
    asked = _asked()
    watched = _watched(key, asked)
    found = _figures(watched)
    return render_template(
        "designer/watching/page.html",
        asked=asked,
        watched=watched,
        found=found,
        title=_title(watched),
        names=_process_names(watched),
        spans=SPANS,
        heats=HEATS,
    )


@bp.get("/<key>/overlays.json")
def overlays(key: str) -> Any:
    """The counts and the heat for the diagram."""
    asked = _asked()
    found = [e for e in _figures(_watched(key, asked)).elements if e.on_diagram]
    heats = model_watching.heat({e.id: _measure(e, asked.heat) for e in found})
    return jsonify(
        elements={e.id: _badge(e, heats[e.id]) for e in found if e.standing or heats[e.id]}
    )


@bp.get("/<key>/table.xlsx")
def table(key: str) -> Response:
    """The table of the elements, and the slowest ways, as a workbook."""
    asked = _asked()
    watched = _watched(key, asked)
    ways = model_paths.slowest(session(), wiring().engine.library, watched)
    sheets = designer_watching_sheets.sheets(_figures(watched), ways)
    return excel(f"quy-trinh-{_ascii(key)}", sheets)


@bp.get("/<key>/ways")
def ways(key: str) -> str:
    """The slowest ways from the beginning to the end."""
    asked = _asked()
    watched = _watched(key, asked)
    return render_template(
        "designer/watching/ways.html",
        asked=asked,
        watched=watched,
        found=model_paths.slowest(session(), wiring().engine.library, watched),
        title=_title(watched),
        names=_process_names(watched),
        spans=SPANS,
    )


@bp.get("/<key>/ways/<way>")
def way(key: str, way: str) -> str:
    """The instances that took one of them."""
    asked = _asked()
    watched = _watched(key, asked)
    found = model_watching_lists.of_way(
        session(), actor(), watched, way[:32], request.args.get("after")
    )
    heading = gettext("Tiến trình đã đi đường này")
    return _list(watched, asked, found, heading, "way", {"way": way[:32]}, {})


@bp.get("/<key>/instances")
def instances(key: str) -> str:
    """The instances behind a figure of the whole model (``what``: see INSTANCES)."""
    asked, what = _asked(), request.args.get("what", "running")
    watched = _watched(key, asked)
    found = model_watching_lists.instances(
        session(), wiring().engine.library, actor(), watched, what, request.args.get("after")
    )
    return _list(watched, asked, found, str(INSTANCES[what]), "instances", {}, {"what": what})


@bp.get("/<key>/letters")
def letters(key: str) -> str:
    """The times that a letter or signal (``name``) came for which several elements wait."""
    asked, name = _asked(), request.args.get("name", "")[:300]
    watched = _watched(key, asked)
    found = model_watching_lists.of_letter(
        session(), actor(), watched, name, request.args.get("after")
    )
    heading = gettext("Những lần «%(name)s» đến", name=name)
    return _list(watched, asked, found, heading, "letters", {}, {"name": name})


@bp.get("/<key>/elements/<element>")
def behind(key: str, element: str) -> str:
    """The tasks or instances behind a figure of an element (``what``: see LISTS)."""
    asked, what = _asked(), request.args.get("what", "standing")
    watched = _watched(key, asked)
    library = wiring().engine.library
    one = model_watching_lists.element_of(session(), library, watched, element)
    found = model_watching_lists.page(
        session(), library, actor(), watched, one, what, now(), request.args.get("after")
    )
    heading = gettext("%(name)s: %(what)s", name=one.name or one.id, what=str(LISTS[what]))
    return _list(watched, asked, found, heading, "behind", {"element": one.id}, {"what": what})


def _list(
    watched: Watched,
    asked: Asked,
    found: Any,
    heading: str,
    here: str,
    path: dict[str, Any],
    hidden: dict[str, Any],
) -> str:
    endpoint = f"designer_watching.{here}"
    return render_template(
        "designer/watching/list.html",
        asked=asked,
        watched=watched,
        found=found,
        heading=heading,
        title=_title(watched),
        here=url_for(endpoint, key=watched.key, **path),
        onward=url_for(
            endpoint,
            key=watched.key,
            after=found.next_after,
            **(path | hidden | asked.args),
        ),
        hidden=hidden,
        spans=SPANS,
        now=now(),
    )


def _asked() -> Asked:
    version, days = request.args.get("version", ""), request.args.get("days", "90")
    heat = request.args.get("heat", "count")
    if version and not (version.isascii() and version.isdigit() and int(version[:20]) < MAX_ID):
        abort(400)
    if days not in SPANS or heat not in HEATS:
        abort(400)
    return Asked(int(version) if version else None, days, heat)


def _watched(key: str, asked: Asked) -> Watched:
    since: datetime | None = now() - timedelta(days=int(asked.days)) if asked.days else None
    return model_watching.read(session(), actor(), key, asked.version, since)


def _figures(watched: Watched) -> Figures:
    return model_watching.figures(session(), wiring().engine.library, watched, now())


def _title(watched: Watched) -> str:
    """What its designer called it; its key where it has no name."""
    return model_title(DIAGRAM, watched.key, deployments.xml(session(), watched.drawn))


def _process_names(watched: Watched) -> dict[str, str]:
    loaded = wiring().engine.library.load(session(), watched.drawn)
    return {p.id: p.name for p in loaded.model.processes.values()}


def span(seconds: float) -> str:
    """45 phút; 3 giờ 20 phút; 2 ngày 4 giờ."""
    return lasted(timedelta(seconds=seconds))


def _measure(one: ElementFigures, heat: str) -> float:
    if heat == "time":
        return one.median or 0
    return one.late if heat == "late" else one.standing


def _badge(one: ElementFigures, heat: int) -> dict[str, Any]:
    if one.is_task:
        label = ngettext("%(num)d việc đang chờ", "%(num)d việc đang chờ", one.standing)
    else:
        label = ngettext("%(num)d tiến trình đang chờ", "%(num)d tiến trình đang chờ", one.standing)
    if one.late:
        label = gettext("%(open)s, trong đó %(late)d quá hạn", open=label, late=one.late)
    if one.median is not None:
        label += "; " + gettext("thường mất %(time)s", time=span(one.median))
    state = "overdue" if one.late else "open"
    return {"count": one.standing, "state": state, "label": label, "heat": heat}


def _ascii(key: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in key)
