"""The diagram a directive runs by, with what waits at each element."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, abort, jsonify, render_template, request
from flask_babel import gettext, ngettext

from engine import deployments, directive_views, inbox, progress, whereabouts
from engine.instance_rows import Instance
from engine.process import xml
from engine.whereabouts import TASK, Standing
from webapp.labels import ROLES
from webapp.requests import actor, now, session, wiring

bp = Blueprint("processes", __name__)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/directives/<int:directive_id>/diagram")
def diagram(directive_id: int) -> str:
    """The directive's process, drawn."""
    found = directive_views.read(session(), actor(), directive_id)
    seen = progress.scope(session(), actor(), directive_id)
    models = [
        (id_, *_named(id_, key), progress.positions(session(), seen, id_, now()))
        for id_, key in progress.models(session(), seen)
    ]
    return render_template("diagram.html", directive=found, seen=seen, models=models)


@bp.get("/directives/<int:directive_id>/overlays.json")
def overlays(directive_id: int) -> Any:
    """How many tasks wait at each element of ``model``, as far as the reader may see below."""
    seen = progress.scope(session(), actor(), directive_id)
    model_id = request.args.get("model", type=int)
    if model_id is None:
        abort(400)
    found = progress.positions(session(), seen, model_id, now())
    return jsonify(elements={element: _badge(*counts) for element, counts in found.items()})


@bp.get("/models/<int:model_id>.bpmn")
def model(model_id: int) -> Response:
    """A deployed diagram as XML; anyone signed in may read how the work is organised."""
    return Response(deployments.xml(session(), model_id), mimetype="application/xml")


@bp.get("/inbox/<int:item_id>/diagram")
def of_item(item_id: int) -> str:
    """Where a task's business stands on its diagram, and at whose desk, as a list beside it."""
    row = inbox.read(session(), actor(), item_id)
    found = whereabouts.of_item(session(), wiring().engine.library, actor(), item_id)
    ids = list(dict.fromkeys(one.model_id for one in found)) or [_model_of(row.instance_id)]
    models = [
        (id_, _title(id_, ""), [one.element for one in found if one.model_id == id_]) for id_ in ids
    ]
    return render_template(
        "task/diagram.html", item=row, models=models, standing=found, now=now(), back=""
    )


@bp.get("/inbox/<int:item_id>/overlays.json")
def overlays_of_item(item_id: int) -> Any:
    """Who holds the tokens at each element of ``model``."""
    found = whereabouts.of_item(session(), wiring().engine.library, actor(), item_id)
    model_id = request.args.get("model", type=int)
    if model_id is None:
        abort(400)
    at: dict[str, list[Standing]] = {}
    for one in found:
        if one.model_id == model_id:
            at.setdefault(one.element, []).append(one)
    return jsonify(elements={element: _held(ones) for element, ones in at.items()})


def _held(ones: list[Standing]) -> dict[str, Any]:
    late = any(one.kind == TASK and one.due_at and one.due_at <= now() for one in ones)
    label = "; ".join(_desk(one) for one in ones)
    if late:
        label = gettext("%(desk)s (quá hạn)", desk=label)
    return {"count": len(ones), "state": "overdue" if late else "open", "label": label}


def _desk(one: Standing) -> str:
    return ", ".join(filter(None, (one.holder or str(ROLES.get(one.role, "")), one.unit)))


def _model_of(instance_id: int) -> int:
    """The diagram of an instance that has ended."""
    found = session().get(Instance, instance_id)
    if found is None:
        abort(404)
    return found.model_id


def _title(model_id: int, key: str) -> str:
    """What its designer called the diagram; its key where it has no name."""
    return _named(model_id, key)[0]


def _named(model_id: int, key: str) -> tuple[str, dict[str, str]]:
    """The diagram's name, and its elements' names by their ids, in the order of the file."""
    root = xml.read(deployments.xml(session(), model_id).encode())
    names = {
        str(e.get("id")): str(e.get("name")) for e in root.iter() if e.get("id") and e.get("name")
    }
    return root.get("name") or key, names


def _badge(count: int, late: int) -> dict[str, Any]:
    label = ngettext("%(num)d việc đang mở", "%(num)d việc đang mở", count)
    if late:
        label = gettext("%(open)s, trong đó %(late)d quá hạn", open=label, late=late)
    state = "overdue" if late else "open"
    return {"count": count, "state": state, "label": label, "heat": heat(count, late)}


def heat(count: int, late: int) -> int:
    """How much of it is overdue, by quarters: 0 none of it, 1 up to a quarter, 4 nearly all."""
    return -(-4 * late // count) if count else 0
