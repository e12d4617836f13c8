"""A consolidation's result handed up: the draft of the report one tier above, and word of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import report_drafts, report_views
from engine.consolidation_tables import Rollup, RollupVersion
from engine.consolidation_text import Made
from engine.instances import Engine
from engine.notices import OFFICER, Told, tell
from engine.process import data
from engine.report_tables import Report

NAMED = 20
"""Units that a notice names; the document names all."""

_RENEW = text("UPDATE report SET draft = draft || CAST(:answers AS jsonb) WHERE id = :report")


def hand_up(
    session: Session,
    engine: Engine,
    rollup: Rollup,
    made: Made,
    answers: Mapping[str, object],
    now: datetime,
    by: str,
) -> None:
    """The result as a draft of the report above; once that one is sent, word to who received it."""
    if rollup.up_report_id is None:
        return
    about = {"report": rollup.title, "period": rollup.period}
    if report_drafts.prefill(session, {rollup.up_report_id: answers}, now, by):
        above = session.get_one(Report, rollup.up_report_id, populate_existing=True)
        _renew(session, rollup, above, made, answers)
        box, kind = above.unit_id, "da-tong-hop"
    else:
        box = session.get_one(Report, rollup.up_report_id).consolidator_id
        kind = "bao-cao-bo-sung"
        about["added"] = "; ".join(r.unit_name for r in made.added[:NAMED])
    tell(session, engine.outbox, [told_of(rollup, box, kind, f"v{made.n}", about)], now)


def _renew(
    session: Session, rollup: Rollup, above: Report, made: Made, answers: Mapping[str, object]
) -> None:
    """What the draft still has from the version before becomes this one's; a hand's change stays."""
    earlier = session.get(RollupVersion, (rollup.id, made.n - 1))
    if earlier is None:
        return
    old, held = report_views.answers(earlier.answers), report_views.answers(above.draft)
    renewed = {
        name: value
        for name, value in answers.items()
        if name in held and held[name] == old.get(name)
    }
    session.execute(_RENEW, {"report": above.id, "answers": data.dump(renewed)})


def told_of(rollup: Any, box: int, kind: str, once: str, about: dict[str, Any]) -> Told:
    """A notice of the roll-up (or its row) for the officers of ``box``, told once."""
    return Told(
        once=f"rollup{rollup.id}:{once}",
        unit_id=box,
        about_unit_id=rollup.consolidator_id,
        audience=OFFICER,
        directive_id=rollup.directive_id,
        instance_id=None,
        report_id=None,
        kind=kind,
        params=about,
    )
