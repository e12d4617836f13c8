"""Diễn tập: asking for a rehearsal of a model, how far it is, and what it showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import ngettext

from engine import access, long_work
from engine.errors import NotFound
from engine.long_work import DONE, WorkRow
from engine.rehearsal_jobs import REHEARSAL
from engine.rehearsal_reach import BRANCH
from webapp import typed
from webapp.pages.designer_rehearsal_charts import chart, months, of_month, weeks
from webapp.pages.designer_rehearsal_form import arguments, digest, offered
from webapp.pages.designer_rehearsal_words import (
    BEHAVIOURS,
    FIGURES,
    KEPT,
    decimal,
    difference_words,
    kind_word,
)
from webapp.requests import actor, now, session, wiring

bp = Blueprint("designer_rehearsals", __name__)
WAITS = 25
DIFFERENCES = 60


def init(app: Flask) -> None:
    """Register the pages and the words of their templates."""
    app.jinja_env.filters.update(
        rehearsal_kind=kind_word, rehearsal_difference=difference_words, dec=decimal
    )
    app.register_blueprint(bp)


@bp.before_request
def _gate() -> None:
    access.require_designer(actor())


@bp.get("/designer/rehearsals")
def page() -> str:
    """My rehearsals, the newest first."""
    found = long_work.of_kind(session(), actor(), (REHEARSAL.key,), typed.after())
    return render_template("designer/rehearsals/list.html", found=found, behaviours=BEHAVIOURS)


@bp.get("/designer/rehearsals/new")
def new() -> str:
    """The form; ``draft`` or ``model`` of the address is chosen already."""
    chosen = ""
    if draft := request.args.get("draft", "")[:20]:
        chosen = f"draft:{draft}"
    elif model := request.args.get("model", "")[:80]:
        chosen = f"model:{model}"
    return _form({"first": chosen, "behaviour": "on-time", "source": "sample", "seed": "1"}, {})


@bp.post("/designer/rehearsals/new")
def ask() -> Any:
    """Begin it, or say what is wrong at its field."""
    errors: dict[str, str] = {}
    asked = arguments(errors)
    if errors:
        return _form(request.form.to_dict(), errors), 422
    row = long_work.ask(
        session(), actor(), REHEARSAL, asked, now(), wiring().defer_work, digest=digest(asked)
    )
    return redirect(url_for("designer_rehearsals.one", job_id=row.id))


@bp.get("/designer/rehearsals/<int:job_id>")
def one(job_id: int) -> str:
    """How far it is while it runs; then what it showed."""
    work = _work(job_id)
    if work.row.status != DONE:
        return render_template(
            "designer/rehearsals/running.html", work=work, row=work.row, silent=False, result=None
        )
    result = work.row.result
    sides = [_side(version) for version in result["versions"]]
    return render_template(
        "designer/rehearsals/result.html",
        work=work,
        row=work.row,
        result=result,
        sides=sides,
        differences=result["differences"][:DIFFERENCES],
        more_differences=max(len(result["differences"]) - DIFFERENCES, 0),
        behaviours=BEHAVIOURS,
        waits=WAITS,
    )


@bp.get("/designer/rehearsals/<int:job_id>/<int:n>.bpmn")
def diagram(job_id: int, n: int) -> Response:
    """The diagram as it was rehearsed."""
    return Response(_version(job_id, n)["diagram"], mimetype="application/xml")


@bp.get("/designer/rehearsals/<int:job_id>/<int:n>/overlays.json")
def overlays(job_id: int, n: int) -> Any:
    """How long tokens waited at each element, as heat; and where steps failed."""
    found = _version(job_id, n)
    waits = {w["element"]: w for w in found["waits"] if w["model"] == found["key"]}
    most = max((w["median"] for w in waits.values()), default=0)
    faults: Counter[str] = Counter()
    for fault in found["faults"]:
        if fault["model"] == found["key"] and fault["element"]:
            faults[fault["element"]] += fault["count"]
    places = dict.fromkeys([*waits, *faults])
    return jsonify(elements={e: _badge(waits.get(e), most, faults[e]) for e in places})


def _badge(wait: Mapping[str, Any] | None, most: float, faults: int) -> dict[str, Any]:
    """What stands at an element: tokens that waited there; without any, its faults."""
    told = [_waited(wait)] if wait is not None else []
    if faults:
        told.append(ngettext("%(num)d lỗi", "%(num)d lỗi", faults))
    heat = -(-4 * wait["median"] // most) if wait is not None and most else 0
    return {
        "count": faults if wait is None else wait["count"],
        "state": "overdue" if faults else "open",
        "label": "; ".join(told),
        "heat": int(heat),
    }


def _waited(wait: Mapping[str, Any]) -> str:
    told = ngettext(
        "%(num)d lượt, chờ trung vị %(median)s ngày, p90 %(p90)s ngày",
        "%(num)d lượt, chờ trung vị %(median)s ngày, p90 %(p90)s ngày",
        wait["count"],
        median=decimal(wait["median"]),
        p90=decimal(wait["p90"]),
    )
    return str(told)


def _side(version: Mapping[str, Any]) -> dict[str, Any]:
    """One version with what its page draws."""
    shown = months(version)
    busiest = version["worst"][0][:7] or (shown[0] if shown else "")
    asked = request.args.get("month", "")
    month = asked if asked in shown else busiest
    return {
        "found": version,
        "totals": {f: sum(t[f] for t in version["tiers"]) for f in FIGURES},
        "reports": _kept(version, "reports"),
        "deadlines": _kept(version, "kept"),
        "mails": chart(version, "mail"),
        "tasks": chart(version, "task"),
        "weeks": weeks(version),
        "months": shown,
        "month": month,
        "days": of_month(version, month),
        "missed": [u["element"] for u in version["unreached"]],
        "elements": [u for u in version["unreached"] if u["tag"] != BRANCH],
        "branches": [u for u in version["unreached"] if u["tag"] == BRANCH],
    }


def _kept(version: Mapping[str, Any], of: str) -> dict[str, int]:
    """How the deadlines of all tiers were kept; older results tell it only of reports."""
    return {f: sum(t.get(of, {}).get(f, 0) for t in version["tiers"]) for f in KEPT}


def _work(job_id: int) -> WorkRow:
    """A rehearsal of the actor's. Raises NotFound, also for any other work."""
    work = long_work.read(session(), actor(), job_id)
    if work.row.kind != REHEARSAL.key:
        raise NotFound(what=f"rehearsal {job_id}")
    return work


def _version(job_id: int, nth: int) -> Mapping[str, Any]:
    row = _work(job_id).row
    versions = row.result.get("versions", ())
    if not 1 <= nth <= len(versions):
        abort(404)
    found: Mapping[str, Any] = versions[nth - 1]
    return found


def _form(form: Mapping[str, str], errors: Mapping[str, str]) -> str:
    chosen = set(request.form.getlist("with"))
    return render_template(
        "designer/rehearsals/new.html",
        form=form,
        errors=errors,
        chosen=chosen,
        behaviours=BEHAVIOURS,
        **offered(),
    )
