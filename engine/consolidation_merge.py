"""Roll-ups opened with their reports, and accepted reports merged into them: many at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import policies
from engine.arrays import ints, texts
from engine.consolidation_amounts import (
    Amounts,
    from_json,
    of_answers,
    of_consolidated,
    to_json,
)
from engine.consolidation_dates import printed
from engine.consolidation_fields import described, figures_in
from engine.deadline_rules import BACK_OFF
from engine.deliveries import Engine
from engine.figures import Figure
from engine.instance_rows import copy
from engine.policies import Policy
from engine.process import data

DAYS_AFTER = policies.declare(
    Policy(
        key="consolidation.days-after",
        default=BACK_OFF,
        vi="Số ngày sau hạn của các đơn vị đến hạn tổng hợp, khi không có hạn báo cáo lên cấp trên",
        en="Days from the units' deadline to the consolidator's own, where no report goes up",
        source="as the back-off between tiers; no text fixes it",
        high=365,
    )
)

# What a unit owes by a directive in its own book is nobody's here to consolidate. A report above is
# what the directive's issuer owes for the same period under the obligation that this one was derived
# from.
_NEW = text("""
    SELECT DISTINCT ON (r.obligation_id, r.period) r.obligation_id, r.directive_id,
        r.consolidator_id, r.addressee_id, r.title, r.period, r.period_start, r.period_end,
        up.id AS up_report_id, up.due_at AS up_due, above.id AS up_rollup_id,
        o.details->'consolidated' IS NOT NULL AS printed,
        max(r.due_at) OVER (PARTITION BY r.obligation_id, r.period) AS last_due
    FROM report r
    JOIN obligation o ON o.id = r.obligation_id
    JOIN directive d ON d.id = o.directive_id
    LEFT JOIN report up ON up.obligation_id = o.source_id AND up.unit_id = d.issuer_id
        AND up.period = r.period
    LEFT JOIN rollup above ON above.obligation_id = up.obligation_id AND above.period = r.period
    WHERE r.id = ANY(CAST(:reports AS bigint[])) AND d.booked_by_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM rollup x WHERE x.obligation_id = r.obligation_id AND x.period = r.period)
    ORDER BY r.obligation_id, r.period, r.id
""")
_OPEN = text("""
    INSERT INTO rollup (obligation_id, directive_id, consolidator_id, addressee_id, title, period,
                        period_start, period_end, up_report_id, up_rollup_id, due_at, opened_at)
    SELECT o, d, c, a, t, p, CAST(f AS date), CAST(l AS date), ur, uu, CAST(due AS timestamptz), :now
    FROM unnest(CAST(:obligations AS bigint[]), CAST(:directives AS bigint[]),
                CAST(:consolidators AS bigint[]), CAST(:addressees AS bigint[]),
                CAST(:titles AS text[]), CAST(:periods AS text[]), CAST(:firsts AS text[]),
                CAST(:lasts AS text[]), CAST(:up_reports AS bigint[]),
                CAST(:up_rollups AS bigint[]), CAST(:dues AS text[]))
        AS n(o, d, c, a, t, p, f, l, ur, uu, due)
    ON CONFLICT (obligation_id, period) DO NOTHING
""")
_LINK = text("""
    UPDATE rollup SET up_report_id = r.id, up_rollup_id = above.id,
        due_at = CASE WHEN o.details->'consolidated' IS NULL THEN r.due_at ELSE rollup.due_at END
    FROM report r
    JOIN obligation o ON o.source_id = r.obligation_id
    JOIN directive d ON d.id = o.directive_id AND d.issuer_id = r.unit_id
    LEFT JOIN rollup above ON above.obligation_id = r.obligation_id AND above.period = r.period
    WHERE r.id = ANY(CAST(:reports AS bigint[])) AND rollup.obligation_id = o.id
        AND rollup.period = r.period AND rollup.up_report_id IS NULL
""")
_MERGING = text("""
    SELECT r.id, r.unit_id, r.nil, CAST(r.content AS text) AS content, up.id AS rollup_id, v.form
    FROM report r JOIN rollup up ON up.obligation_id = r.obligation_id AND up.period = r.period
    LEFT JOIN report_version v ON v.report_id = r.id AND v.version = r.version
    WHERE r.id = ANY(CAST(:reports AS bigint[]))
        AND NOT EXISTS (SELECT 1 FROM rollup_entry e WHERE e.report_id = r.id)
    ORDER BY r.id
""")
_BELOW = text("""
    SELECT b.up_report_id, b.id, v.n, v.totals
    FROM rollup b LEFT JOIN rollup_version v ON v.rollup_id = b.id
    WHERE b.up_report_id = ANY(CAST(:reports AS bigint[]))
    ORDER BY b.up_report_id, v.at DESC
""")
_LIVE = text("""
    SELECT e.rollup_id, f.key AS figure, sum(CAST(f.value->>0 AS numeric)) AS total,
        sum(CAST(f.value->>1 AS bigint)) AS units
    FROM rollup_entry e CROSS JOIN LATERAL jsonb_each(e.amounts) f
    WHERE e.rollup_id = ANY(CAST(:rollups AS bigint[]))
    GROUP BY e.rollup_id, f.key
""")
_PINNED = text("SELECT id, fields FROM rollup WHERE id = ANY(CAST(:rollups AS bigint[]))")
_PIN = text("""
    UPDATE rollup SET fields = CAST(:fields AS jsonb)
    WHERE id = ANY(CAST(:rollups AS bigint[])) AND fields IS NULL
""")

_COLUMNS = (
    "report_id",
    "rollup_id",
    "unit_id",
    "merged_at",
    "amounts",
    "stands_on",
    "adjusted",
)


def opened(session: Session, report_ids: Iterable[int], now: datetime) -> None:
    """Open the roll-ups of reports that were just opened, unless they are there; four statements,
    and a few where the directive prints when the consolidated report is due.

    A report above may open after those below: roll-ups that were waiting for it find it then.
    """
    ids = list(report_ids)
    _open(session, ids, now)
    session.execute(_LINK, {"reports": ints(ids)})


def _open(session: Session, report_ids: Sequence[int], now: datetime) -> None:
    rows = session.execute(_NEW, {"reports": ints(report_ids)}).all()
    if not rows:
        return
    days = policies.values(session, DAYS_AFTER, {r.consolidator_id for r in rows})
    told = [row for row in rows if row.printed]
    own = _printed(session, told) if told else {}
    session.execute(
        _OPEN,
        {
            "obligations": ints(r.obligation_id for r in rows),
            "directives": ints(r.directive_id for r in rows),
            "consolidators": ints(r.consolidator_id for r in rows),
            "addressees": ints(r.addressee_id for r in rows),
            "titles": texts(r.title for r in rows),
            "periods": texts(r.period for r in rows),
            "firsts": texts(r.period_start.isoformat() for r in rows),
            "lasts": texts(r.period_end.isoformat() for r in rows),
            "up_reports": ints(r.up_report_id for r in rows),
            "up_rollups": ints(r.up_rollup_id for r in rows),
            "dues": texts(
                (
                    own.get((r.obligation_id, r.period)) or _own_due(r, days[r.consolidator_id])
                ).isoformat()
                for r in rows
            ),
            "now": now,
        },
    )


def _printed(session: Session, rows: Sequence[Any]) -> dict[tuple[int, str], datetime]:
    asked = [(row.obligation_id, row.period, row.period_end) for row in rows]
    return printed(session, {row.directive_id for row in rows}, asked)


def _own_due(row: Any, days: int) -> datetime:
    due: datetime = row.up_due or row.last_due + timedelta(days=days)
    return due


def accepted(session: Session, engine: Engine, report_ids: Sequence[int], now: datetime) -> None:
    """Merge reports that were just accepted; what is merged already stays as it is.

    Each becomes a row of its own, so that nobody who accepts waits for, or undoes, another. The
    same few statements for one report and for ten thousand, whatever is merged already.
    """
    if not report_ids:
        return
    _open(session, report_ids, now)
    rows = session.execute(_MERGING, {"reports": ints(report_ids)}).all()
    if not rows:
        return
    below = _below(session, [row.id for row in rows])
    fields = _fields(session, engine, rows)
    merged = []
    for row in rows:
        figures = fields[row.rollup_id]
        answers = data.load(row.content) if row.content else {}
        stands_on, adjusted = None, False
        if row.id in below:
            amounts, stands_on, adjusted = of_consolidated(figures, answers, below[row.id])
        else:
            amounts = of_answers(figures, answers, nil=row.nil)
        stored = json.dumps(to_json(amounts))
        merged.append((row.id, row.rollup_id, row.unit_id, now, stored, stands_on, adjusted))
    copy(session, "rollup_entry", _COLUMNS, merged)


def _below(session: Session, reports: Sequence[int]) -> dict[int, list[tuple[int, Amounts]]]:
    """For each report made from a roll-up its versions, the newest first, then 0: as of now."""
    versions: dict[int, list[tuple[int, Amounts]]] = defaultdict(list)
    below: dict[int, int] = {}
    for row in session.execute(_BELOW, {"reports": ints(reports)}):
        below[row.id] = row.up_report_id
        if row.totals is not None:
            versions[row.up_report_id].append((row.n, from_json(row.totals)))
    for rollup, amounts in live_amounts(session, list(below)).items():
        versions[below[rollup]].append((0, amounts))
    return dict(versions)


def live_amounts(session: Session, rollups: Sequence[int]) -> dict[int, Amounts]:
    """What everything merged so far comes to, for each roll-up."""
    if not rollups:
        return {}
    found: dict[int, Amounts] = {rollup: {} for rollup in rollups}
    for row in session.execute(_LIVE, {"rollups": ints(rollups)}):
        found[row.rollup_id][row.figure] = (row.total, int(row.units))
    return found


def _fields(session: Session, engine: Engine, rows: Sequence[Any]) -> dict[int, Sequence[Figure]]:
    """Each roll-up's figures; those of its first report's form are pinned on it."""
    mine = sorted({row.rollup_id for row in rows})
    pinned = {row.id: row.fields for row in session.execute(_PINNED, {"rollups": ints(mine)})}
    new: dict[str, list[int]] = defaultdict(list)
    known = {form: engine.rules(session, form) for form in {row.form for row in rows}}
    for row in rows:
        rules = known[row.form]
        if pinned[row.rollup_id] is None and rules is not None:
            pinned[row.rollup_id] = described(rules)
            new[row.form].append(row.rollup_id)
    for _, rollups in sorted(new.items()):
        fields = json.dumps(pinned[rollups[0]])
        session.execute(_PIN, {"rollups": ints(sorted(rollups)), "fields": fields})
    return {rollup: figures_in(fields) for rollup, fields in pinned.items()}
