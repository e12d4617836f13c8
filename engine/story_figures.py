"""What a story came to: figures for each tier, counted in the database, that add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.deadlines import LOCAL
from engine.errors import DondocError
from engine.restructuring import Summary
from engine.story_acts import Acts, contradictions, count_acts


class DoesNotAddUp(DondocError):
    """Figures that contradict each other: something was lost or counted twice."""

    code = "story-does-not-add-up"
    vi = "Số liệu của cấp «{tier}» không khớp: {why}."
    en = "The figures of tier «{tier}» do not add up: {why}."


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports due by the end: ``on_time`` + ``late`` + ``never`` = ``owed``; ``never``: not with
    the consolidator at the end. ``not_due``: due only after the end. ``returned``: at least once.
    ``merged``: became one with another report at a successor, and are counted there.
    """

    owed: int = 0
    on_time: int = 0
    late: int = 0
    never: int = 0
    accepted: int = 0
    returned: int = 0
    not_due: int = 0
    merged: int = 0


@dataclass(frozen=True, slots=True)
class TierFigures:
    """One tier: letters ``sent`` to its units and what became of them; ``own_done``: what issuers
    carried out themselves, without a letter. ``reports`` are ordered, ``asked`` requested ones
    (đề nghị); ``notices`` count by kind and audience."""

    tier: str
    sent: int
    received: int
    passed_on: int
    done: int
    own_done: int
    reports: Reports
    asked: Reports
    notices: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """A told story. ``tiers`` in the order of the cascade; ``faults`` by message; ``unattended``
    tasks by form that nobody did; ``stale`` acts that came too late to apply; ``acts``: what the
    happenings and the ladder's papers came to."""

    title: str
    seed: int
    begins: str
    ends: str
    tiers: tuple[TierFigures, ...]
    faults: dict[str, int]
    unattended: dict[str, int]
    stale: int
    acts: Acts = field(default_factory=Acts)

    def as_json(self) -> dict[str, Any]:
        """Plain data, always in the same order."""
        return asdict(self)


_TIERS = text("""
    WITH RECURSIVE family AS (
        SELECT id, 0 AS depth FROM directive WHERE id = :root
        UNION ALL SELECT d.id, f.depth + 1 FROM directive d JOIN family f ON d.parent_id = f.id)
    SELECT u.tier, count(*) AS sent FROM recipient r JOIN family f ON f.id = r.directive_id
        JOIN unit u ON u.id = r.unit_id
    WHERE r.sent_at IS NOT NULL GROUP BY u.tier ORDER BY min(f.depth), count(*), u.tier
""")
_MILESTONES = text("""
    SELECT u.tier, CASE WHEN m.unit_id = d.issuer_id THEN 'own-' ELSE '' END || m.name AS name,
        count(*) AS n
    FROM milestone m JOIN directive d ON d.id = m.directive_id JOIN unit u ON u.id = m.unit_id
    WHERE d.root_id = :root AND (m.unit_id = d.issuer_id OR EXISTS (
        SELECT 1 FROM recipient r WHERE r.directive_id = d.id AND r.unit_id = m.unit_id))
    GROUP BY 1, 2
""")
_REPORTS = text("""
    SELECT u.tier, r.requested,
        count(*) FILTER (WHERE owed) AS owed,
        count(*) FILTER (WHERE owed AND done AND r.submitted_at < r.first_due_at) AS on_time,
        count(*) FILTER (WHERE owed AND done AND r.submitted_at >= r.first_due_at) AS late,
        count(*) FILTER (WHERE owed AND NOT done) AS never,
        count(*) FILTER (WHERE owed AND r.status = 'accepted') AS accepted,
        count(*) FILTER (WHERE owed AND written > 1) AS returned,
        count(*) FILTER (WHERE NOT owed AND r.status <> 'merged') AS not_due,
        count(*) FILTER (WHERE r.status = 'merged') AS merged
    FROM report r JOIN directive d ON d.id = r.directive_id JOIN unit u ON u.id = r.unit_id
        CROSS JOIN LATERAL (SELECT r.first_due_at <= :ends AND r.status <> 'merged' AS owed,
                                   r.status IN ('submitted', 'accepted') AS done) AS s
        LEFT JOIN (SELECT subject, max(opened) AS written FROM (
            SELECT subject, instance_id, element, count(*) AS opened FROM work_item
            WHERE subject <> '' GROUP BY subject, instance_id, element) AS each
            GROUP BY subject) AS w ON w.subject = r.subject
    WHERE d.root_id = :root GROUP BY u.tier, r.requested
""")
_NOTICES = text("""
    SELECT u.tier, n.kind, n.audience, count(*) AS n
    FROM notice n JOIN directive d ON d.id = n.directive_id JOIN unit u ON u.id = n.about_unit_id
    WHERE d.root_id = :root
    GROUP BY u.tier, n.kind, n.audience
    ORDER BY u.tier, min(n.created_at), n.kind, n.audience
""")
_FAULTS = text("SELECT message, count(*) AS n FROM fault GROUP BY message ORDER BY message")


def count_figures(
    session: Session,
    root: int,
    title: str,
    seed: int,
    begins: datetime,
    ends: datetime,
    *,
    unattended: Mapping[str, int],
    stale: int,
    changes: Sequence[Summary] = (),
) -> Figures:
    """Count everything below the directive ``root``. Raises ``DoesNotAddUp``."""
    passed: dict[str, Counter[str]] = defaultdict(Counter)
    for tier, name, n in session.execute(_MILESTONES, {"root": root}):
        passed[tier][name] = n
    reports: dict[tuple[str, bool], Reports] = {
        (row[0], row[1]): Reports(*row[2:])
        for row in session.execute(_REPORTS, {"root": root, "ends": ends})
    }
    notices: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for tier, kind, audience, n in session.execute(_NOTICES, {"root": root}):
        notices[tier][kind][audience] = n
    sent = {row.tier: row.sent for row in session.execute(_TIERS, {"root": root})}
    order = dict.fromkeys([*sent, *sorted({tier for tier, _ in reports} | set(passed))])
    tiers = tuple(
        TierFigures(
            tier,
            sent.get(tier, 0),
            passed[tier]["received"],
            passed[tier]["passed-on"],
            passed[tier]["done"],
            passed[tier]["own-done"],
            reports.get((tier, False), Reports()),
            reports.get((tier, True), Reports()),
            {kind: dict(by) for kind, by in notices[tier].items()},
        )
        for tier in order
    )
    acts = count_acts(session, ends, changes)
    check(tiers, acts)
    faults = {row.message: row.n for row in session.execute(_FAULTS)}
    return Figures(
        title,
        seed,
        begins.astimezone(LOCAL).isoformat(),
        ends.astimezone(LOCAL).isoformat(),
        tiers,
        faults,
        dict(sorted(unattended.items())),
        stale,
        acts,
    )


def check(tiers: Iterable[TierFigures], acts: Acts | None = None) -> None:
    """Raise ``DoesNotAddUp`` where figures contradict each other."""
    for why in contradictions(acts) if acts else ():
        raise DoesNotAddUp(tier="*", why=why)
    for t in tiers:
        rules = [
            (t.received <= t.sent, f"received {t.received} > sent {t.sent}"),
            (
                t.passed_on + t.done <= t.received,
                f"passed on {t.passed_on} + done {t.done} > received {t.received}",
            ),
        ]
        for r in (t.reports, t.asked):
            rules += [
                (
                    r.on_time + r.late + r.never == r.owed,
                    f"on time {r.on_time} + late {r.late} + never {r.never} ≠ owed {r.owed}",
                ),
                (
                    r.accepted <= r.on_time + r.late,
                    f"accepted {r.accepted} > submitted {r.on_time + r.late}",
                ),
            ]
        for holds, why in rules:
            if not holds:
                raise DoesNotAddUp(tier=t.tier, why=why)
