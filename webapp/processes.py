"""The diagram a directive runs by, with what waits at each element."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import gettext, ngettext

from engine import deployments, directive_views, progress
from engine.process import xml
from webapp.requests import actor, now, session

bp = Blueprint("processes", __name__)


@bp.get("/directives/<int:directive_id>/diagram")
def diagram(directive_id: int) -> str:
    """The directive's process, drawn."""
    found = directive_views.read(session(), actor(), directive_id)
    seen = progress.scope(session(), actor(), directive_id)
    models = [(id_, _title(id_, key)) for id_, key in progress.models(session(), seen)]
    return render_template("diagram.html", directive=found, models=models)


@bp.get("/directives/<int:directive_id>/overlays.json")
def overlays(directive_id: int) -> Any:
    """How many tasks wait at each element of ``model``, as far as the reader may see below."""
    model_id = request.args.get("model", type=int)
    if model_id is None:
        abort(400)
    seen = progress.scope(session(), actor(), directive_id)
    found = progress.positions(session(), seen, model_id, now())
    return jsonify(elements={element: _badge(*counts) for element, counts in found.items()})


@bp.get("/models/<int:model_id>.bpmn")
def model(model_id: int) -> Response:
    """A deployed diagram as XML; anyone signed in may read how the work is organised."""
    return Response(deployments.xml(session(), model_id), mimetype="application/xml")


def _title(model_id: int, key: str) -> str:
    """What its designer called the diagram; its key where it has no name."""
    return xml.read(deployments.xml(session(), model_id).encode()).get("name") or key


def _badge(count: int, late: int) -> dict[str, Any]:
    label = ngettext("%(num)d việc đang mở", "%(num)d việc đang mở", count)
    if late:
        label = gettext("%(open)s, trong đó %(late)d quá hạn", open=label, late=late)
    return {"count": count, "state": "overdue" if late else "open", "label": label}
