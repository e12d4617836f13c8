"""How many steps below a body each tier stands; what a tier is called means nothing here."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints
from engine.units import Unit

_TIERS = text("""
    WITH RECURSIVE below(id, tier, steps) AS (
        SELECT id, tier, 1 FROM unit
        WHERE parent_id = ANY(CAST(:tops AS bigint[])) AND id <> :issuer
            AND valid_from <= :on AND (valid_to IS NULL OR valid_to > :on)
        UNION
        SELECT unit.id, unit.tier, steps + 1 FROM unit JOIN below ON unit.parent_id = below.id
        WHERE unit.valid_from <= :on AND (unit.valid_to IS NULL OR unit.valid_to > :on)
    )
    SELECT tier, min(steps) AS steps FROM below GROUP BY tier ORDER BY steps, tier
""")


def distances(session: Session, unit: Unit, on: date) -> dict[str, int]:
    """Each tier below the unit on that day and how many steps below, the nearest first.

    A national unit has the units of the root below it, as in ``engine.selectors``.
    """
    tops = {unit.id} | ({unit.parent_id or unit.id} if unit.national else set())
    rows = session.execute(_TIERS, {"tops": ints(tops), "issuer": unit.id, "on": on})
    return {row.tier: row.steps for row in rows}
