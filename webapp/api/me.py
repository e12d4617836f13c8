"""Who I am, with the posts of today."""

from __future__ import annotations

from marshmallow import fields

from engine.people import Actor
from webapp.api import gate
from webapp.api.resource import Resource
from webapp.api.shapes import shape
from webapp.requests import myself

blp = Resource("Me", "Whom the token stands for, and what it may do.")

Me = shape(
    "Me",
    Actor,
    "account_id",
    "unit_id",
    "roles",
    "name",
    "locale",
    username=fields.String(required=True),
    unit_name=fields.String(required=True),
    scopes=fields.List(fields.String(), required=True),
)


@blp.get("/me")
@blp.reads(None)
@blp.response(200, Me)
def me() -> dict[str, object]:
    """The person of this token, their unit and roles today, and the token's scopes."""
    found = myself()
    actor = found.actor
    return {
        "account_id": actor.account_id,
        "unit_id": actor.unit_id,
        "roles": actor.roles,
        "name": actor.name,
        "locale": actor.locale,
        "username": found.username,
        "unit_name": found.unit_name,
        "scopes": sorted(gate.bearer().scopes),
    }
