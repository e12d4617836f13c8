"""``dondoc policy``: what the administration decides for itself."""

from __future__ import annotations

import click
from sqlalchemy import select

from adapters import clock
from engine import policies, services
from engine.access import require_administrator
from engine.deadlines import local_day
from engine.policies import PolicySetting
from engine.unit_names import find
from engine.units import Unit
from webapp.commands.common import acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

_SUBJECTS = services.SERVICES
"""Imported so that every subject has declared its policies."""


@click.group("policy")
def policy() -> None:
    """Policies: limits and customs that differ from place to place."""


@policy.command("list")
@json_option
@click.pass_context
def policy_list(ctx: click.Context, as_json: bool) -> None:
    """Every policy, its default, and where it is set otherwise."""
    lang = ctx.obj["lang"]
    with open_for(ctx).sessions() as session:
        settings = session.execute(
            select(PolicySetting.key, PolicySetting.value, Unit.short_name)
            .outerjoin(Unit, Unit.id == PolicySetting.unit_id)
            .order_by(PolicySetting.key, Unit.code)
        ).all()
    rows = [
        {
            "key": p.key,
            "default": p.default,
            "allowed": p.allowed,
            "meaning": p.vi if lang == "vi" else p.en,
            "source": p.source,
            "settings": [
                {"unit": s.short_name, "value": s.value} for s in settings if s.key == p.key
            ],
        }
        for p in sorted(policies.KNOWN.values(), key=lambda p: p.key)
    ]
    if as_json:
        show_json(rows)
        return
    head = ("chính sách/policy", "mặc định/default", "được phép/allowed", "ý nghĩa/meaning")
    show_table(head, [(r["key"], r["default"], r["allowed"], r["meaning"]) for r in rows])
    for s in settings:
        click.echo(f"{s.key} = {s.value}  ({s.short_name or '*'})")


@policy.command("set")
@click.argument("key")
@click.argument("value", required=False)
@click.option("--unit", help="For this unit and those below it; without it for everybody.")
@by_option
@click.pass_context
def policy_set(
    ctx: click.Context, key: str, value: str | None, unit: str | None, username: str
) -> None:
    """Set a policy; without VALUE take the setting away."""
    with open_for(ctx).sessions.begin() as session:
        actor = acting(session, username)
        require_administrator(actor)
        now = clock.now(session)
        unit_id = find(session, unit, local_day(now)).id if unit else None
        by = f"account:{actor.account_id}"
        kept = policies.put(session, key, unit_id, value, now, by)
    click.echo(f"{key} = {kept}")


COMMANDS: tuple[click.Command, ...] = (policy,)
