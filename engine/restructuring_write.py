"""A worked-out change of structure, written: a fixed number of statements, whatever its size."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.deliveries import Engine
from engine.instance_rows import copy
from engine.instances import To, apply
from engine.process.events import Cancel, Change
from engine.restructuring_carry import carried
from engine.restructuring_plan import Plan

# Temporary tables of the transaction; a second change in it begins with empty ones.
_STAGES = (
    "moved (old bigint PRIMARY KEY, heir bigint NOT NULL)",
    "moved_instance (id bigint PRIMARY KEY, old_unit bigint, unit_id bigint, subject text, data text)",
    "merged_report (id bigint PRIMARY KEY, into_id bigint)",
    "kept_report (id bigint PRIMARY KEY, unit_id bigint, due_at timestamptz, first timestamptz)",
)


def stage(session: Session, made: Plan) -> None:
    """Put the plan into temporary tables for the statements below."""
    for definition in _STAGES:
        session.execute(text(f"CREATE TEMP TABLE IF NOT EXISTS {definition} ON COMMIT DROP"))
        session.execute(text(f"TRUNCATE {definition.split()[0]}"))
    copy(session, "moved", ("old", "heir"), made.moves.heirs.items())
    copy(
        session,
        "moved_instance",
        ("id", "old_unit", "unit_id", "subject", "data"),
        ((m.id, m.old_unit, m.unit_id, m.subject, m.data) for m in made.moved),
    )
    copy(session, "merged_report", ("id", "into_id"), ((m.id, m.into) for m in made.merged))
    copy(
        session,
        "kept_report",
        ("id", "unit_id", "due_at", "first"),
        ((k.id, k.unit_id, k.due_at, k.first_due_at) for k in made.kept),
    )
    for definition in _STAGES:
        session.execute(text(f"ANALYZE {definition.split()[0]}"))


_MERGE_REPORTS = text("""
    UPDATE report SET status = 'merged', merged_into_id = m.into_id
    FROM merged_report m WHERE report.id = m.id
""")
_KEEP_REPORTS = text("""
    UPDATE report SET unit_id = k.unit_id, due_at = k.due_at, first_due_at = k.first
    FROM kept_report k WHERE report.id = k.id AND (report.unit_id, report.due_at,
        report.first_due_at) IS DISTINCT FROM (k.unit_id, k.due_at, k.first)
""")
_DUE = text("""
    UPDATE work_item w SET due_at = k.due_at FROM kept_report k JOIN report r ON r.id = k.id
    WHERE w.subject = r.subject AND w.status = 'open' AND w.due_at = r.due_at
        AND k.due_at < r.due_at
""")
_INSTANCES = text("""
    UPDATE instance SET unit_id = m.unit_id, subject = m.subject,
        data = coalesce(m.data, instance.data)
    FROM moved_instance m WHERE instance.id = m.id
""")
# Whoever follows their post to the same heir keeps what they took.
_ITEMS = text("""
    UPDATE work_item w SET unit_id = m.unit_id, subject = m.subject, claimed_by = CASE WHEN EXISTS (
        SELECT 1 FROM post p WHERE p.account_id = w.claimed_by AND p.unit_id = m.unit_id
            AND p.role = w.role AND (p.valid_to IS NULL OR p.valid_to > :on)) THEN w.claimed_by END
    FROM moved_instance m
    WHERE w.instance_id = m.id AND w.status = 'open' AND m.unit_id <> m.old_unit
""")
_HISTORY = text("""
    INSERT INTO audit_entry (at, actor, action, directive_id, unit_id, instance_id, detail)
    SELECT :now, :actor, 'unit-replaced', i.directive_id, m.unit_id, m.id,
        CAST(json_build_object('new', m.unit_id, 'old', m.old_unit) AS text)
    FROM moved_instance m JOIN instance i ON i.id = m.id WHERE m.unit_id <> m.old_unit
    UNION ALL
    SELECT :now, :actor, 'report-merged', r.directive_id, r.unit_id, NULL,
        CAST(json_build_object('into', m.into_id, 'new', 'merged', 'old', r.status, 'report', m.id)
             AS text)
    FROM merged_report m JOIN report r ON r.id = m.id
    UNION ALL
    SELECT :now, :actor, 'report-passed', r.directive_id, k.unit_id, NULL,
        CAST(json_build_object('due', json_build_array(r.due_at, k.due_at), 'new', k.unit_id,
                               'old', r.unit_id, 'report', k.id) AS text)
    FROM kept_report k JOIN report r ON r.id = k.id
    WHERE (r.unit_id, r.due_at, r.first_due_at) IS DISTINCT FROM (k.unit_id, k.due_at, k.first)
""")
# Of sibling directives (the districts of a province each issued one) the heir stays with the first,
# so that one duty does not arise twice; what a unit would send to itself ends.
_RECIPIENTS = text("""
    WITH gone AS (
        DELETE FROM recipient r USING moved m, directive d
        WHERE r.unit_id = m.old AND d.id = r.directive_id AND d.status = 'issued'
        RETURNING r.directive_id, r.unit_id, r.requested, r.groups, r.sent_at, m.heir,
            coalesce(d.parent_id, -d.id) AS family,
            m.heir = coalesce((SELECT heir FROM moved WHERE old = d.issuer_id), d.issuer_id) AS own
    ), history AS (
        INSERT INTO audit_entry (at, actor, action, directive_id, unit_id, detail)
        SELECT :now, :actor, 'recipient-passed', directive_id, heir,
            CAST(json_build_object('new', heir, 'old', unit_id, 'sent', sent_at) AS text) FROM gone
    ), one AS (
        SELECT DISTINCT ON (family, heir) family, heir, directive_id FROM (
            SELECT family, heir, directive_id, 1 AS late FROM gone WHERE NOT own
            UNION ALL
            SELECT coalesce(d.parent_id, -d.id), r.unit_id, d.id, 0
            FROM recipient r JOIN directive d ON d.id = r.directive_id
            WHERE d.status = 'issued' AND r.unit_id IN (SELECT heir FROM gone)) x
        ORDER BY family, heir, late, directive_id
    ), reached AS (
        INSERT INTO milestone (directive_id, unit_id, name, at)
        SELECT g.directive_id, g.heir, x.name, max(x.at)
        FROM gone g JOIN one ON one.directive_id = g.directive_id AND one.heir = g.heir
        JOIN milestone x ON x.directive_id = g.directive_id AND x.unit_id = g.unit_id
        WHERE NOT EXISTS (SELECT 1 FROM recipient r
                          WHERE r.directive_id = g.directive_id AND r.unit_id = g.heir)
        GROUP BY g.directive_id, g.heir, x.name
        HAVING count(*) = (SELECT count(*) FROM gone o
                           WHERE o.directive_id = g.directive_id AND o.heir = g.heir)
        ON CONFLICT DO NOTHING
    )
    INSERT INTO recipient (directive_id, unit_id, requested, groups, sent_at)
    SELECT g.directive_id, g.heir, bool_and(g.requested),
        coalesce(array_agg(DISTINCT n) FILTER (WHERE n IS NOT NULL), '{}'), min(g.sent_at)
    FROM gone g JOIN one USING (family, heir, directive_id)
        LEFT JOIN LATERAL unnest(g.groups) AS n ON true
    GROUP BY g.directive_id, g.heir
    ON CONFLICT (directive_id, unit_id) DO NOTHING
""")
# A setting passes on where the heir has none and its predecessors agree.
_POLICIES = text("""
    INSERT INTO policy (key, unit_id, value, set_at)
    SELECT p.key, m.heir, min(CAST(p.value AS text))::jsonb, :now
    FROM policy p JOIN moved m ON m.old = p.unit_id GROUP BY p.key, m.heir
    HAVING count(DISTINCT p.value) = 1
    ON CONFLICT DO NOTHING
""")
_NAMED = text("""
    UPDATE obligation o SET who = jsonb_set(o.who, '{units}', (
        SELECT jsonb_agg(DISTINCT coalesce(m.heir, CAST(n AS bigint)))
        FROM jsonb_array_elements_text(o.who -> 'units') n LEFT JOIN moved m ON m.old = CAST(n AS bigint)))
    WHERE o.who ? 'units' AND EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(o.who -> 'units') n
        JOIN moved m ON m.old = CAST(n AS bigint))
""")


def processes(session: Session, engine: Engine, made: Plan, now: datetime, actor: str) -> None:
    """Running instances, their tasks and reports: some end, the others change their unit."""
    session.execute(_HISTORY, {"now": now, "actor": actor})
    session.execute(_MERGE_REPORTS)
    cancels = [To(i, Cancel(reason)) for i, reason in made.ended.items()]
    apply(session, engine, cancels, now, actor=actor)
    session.execute(_INSTANCES)
    session.execute(_ITEMS, {"on": made.moves.on})
    session.execute(_DUE)
    session.execute(_KEEP_REPORTS)
    due = {f"r{k.id}": k.due_at for k in made.kept if k.due_moved}
    if due:
        # Timers that wait on the deadline are computed again, as when a deadline is moved.
        waiting = session.execute(
            text("""SELECT id, subject FROM instance WHERE status = 'running'
                    AND subject = ANY(:subjects) ORDER BY id"""),
            {"subjects": list(due)},
        )
        changes = [To(row.id, Change({"dueAt": due[row.subject]})) for row in waiting]
        apply(session, engine, changes, now, actor=actor)


def standing(session: Session, now: datetime, actor: str) -> dict[str, int]:
    """Everything else that names a unit: recipients, consolidators, boxes, settings."""
    session.execute(_RECIPIENTS, {"now": now, "actor": actor})
    session.execute(_POLICIES, {"now": now})
    session.execute(_NAMED)
    return carried(session)


def lock(session: Session) -> None:
    """One change at a time, and no step meanwhile: instances first, as everybody locks."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('dondoc.structure'))"))
    session.execute(text("LOCK TABLE instance IN EXCLUSIVE MODE"))
