"""Process models: the deployed diagrams, as XML; administrators deploy new versions."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from engine import access, api_lists, audit, deployments, model_checks
from engine.api_lists import ModelRow
from engine.model_releases import By
from webapp.api.fields import Strict, Text
from webapp.api.resource import ID, Resource, page, paged, query
from webapp.api.shapes import shape
from webapp.requests import actor, now, session, wiring

blp = Resource("Process models", "Quy trình: the diagrams directives run by.")
ONE = f"/process-models/{ID % 'model_id'}"
READ, WRITE = "models:read", "models:write"
KEY = r"^[a-z0-9][a-z0-9-]{0,39}$"
LARGEST_MODEL = 5_000_000

Model = shape("ProcessModel", ModelRow, "id", "key", "version", "sha256", "deployed_at")
Listed = query("process-models", whole=True, key=Text(40, load_default=None))


class Deploying(Strict):
    """A diagram (BPMN 2.0 XML) and the key it is deployed under."""

    key = Text(40, 1, required=True)
    xml = Text(LARGEST_MODEL, 1, lines=True, required=True, metadata={"format": "bpmn"})


@blp.get("/process-models")
@blp.reads(READ)
@blp.arguments(Listed, location="query")
@blp.response(200, page("ProcessModelPage", Model))
def listed(args: dict[str, Any]) -> dict[str, object]:
    """Every version of every diagram (`key`: of one), the newest first."""
    found = api_lists.models(session(), key=args["key"], after=args["cursor"], limit=args["limit"])
    return paged(found.rows, found.next_after)


@blp.post("/process-models")
@blp.changes(WRITE)
@blp.arguments(Deploying)
@blp.response(201, Model)
def deploy(given: dict[str, Any]) -> Any:
    """Vet and deploy a diagram; content that was deployed under this key before keeps its version.

    For administrators. A diagram that cannot run answers 409 `model-refused` with every reason at
    its element.
    """
    access.require_administrator(actor())
    library = wiring().engine.library
    source = given["xml"].encode()
    row = model_checks.deploy(session(), library, given["key"], source, now(), By())
    detail: dict[str, object] = {"model": row.key, "version": row.version}
    by = f"account:{actor().account_id}"
    audit.record(session(), [audit.Entry(by, "model-deploy", detail=detail)], now())
    made = api_lists.model(session(), row.id)
    return made, 201, {"Location": url_for("api_process_models.one", model_id=row.id)}


@blp.get(ONE)
@blp.reads(READ)
@blp.response(200, Model)
def one(model_id: int) -> ModelRow:
    """One version."""
    return api_lists.model(session(), model_id)


@blp.get(f"{ONE}/xml")
@blp.reads(READ)
@blp.response(200, {"type": "string"}, content_type="application/xml")
def xml(model_id: int) -> Response:
    """The diagram as it was deployed."""
    return Response(deployments.xml(session(), model_id), mimetype="application/xml")
