"""One letter to every commune of 2023: from ``cascade.issue`` to the end of its commit.

``python -m benchmarks.cascade --json`` prints seconds: ``ours``; ``floor``, the time in which
PostgreSQL alone writes the same rows into the same tables (INSERT … SELECT and commit, in another
copy of the same database); ``ratio``. ``with_reports`` is the same for a letter that also opens a
half-year report for each commune. Warm when the clock starts: the server has read the units, a
letter to one district's communes has gone out before (diagrams read, steps learned). ``cold`` is
that first letter's time.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg

from adapters import postgres
from benchmarks import common
from engine import cascade
from engine.deadline_rules import Rule
from engine.directives import Directive, record
from engine.drafts import DirectiveDraft, Group, ObligationDraft
from engine.printed_days import PrintedDay

ISSUER = "Bộ Lao động - Thương binh và Xã hội"
TABLES = (
    "instance",
    "work_item",
    "timer",
    "recipient",
    "report",
    "notice",
    "audit_entry",
    "milestone",
)
WARM_UP = 'descendants(unit, "huyen")'
EVERY_COMMUNE = 'descendants(unit, "xa")'


def draft(select: tuple[str, ...], *, reports: bool, number: str) -> DirectiveDraft:
    """A national directive to the selected units."""
    rule = Rule(kind="half_year", boundary="before", printed=PrintedDay(15, 5, 2023))
    owed = ObligationDraft("bc-6t", "Báo cáo 06 tháng", rule, consolidator="unit")
    return DirectiveDraft(
        issuer=ISSUER,
        type="cong_van",
        issued_on=common.ISSUE.date(),
        subject="Đo tốc độ",
        process="straight-down",
        number=number,
        symbol="DO",
        recipients=tuple(Group(f"Nhóm {n}", select=one) for n, one in enumerate(select)),
        obligations=(owed,) if reports else (),
    )


def issue(place: common.Place, what: DirectiveDraft) -> tuple[int, float]:
    """The directive's id, and seconds from the decision to issue it to the end of the commit."""
    with place.sessions.begin() as session:
        directive = record(session, what, common.ISSUE)
    with place.sessions.begin() as session:
        directive = session.get_one(Directive, directive.id)
        started = time.perf_counter()
        applied = cascade.issue(session, place.machine, directive, common.ISSUE)
        session.commit()
        took = time.perf_counter() - started
    assert not applied.faults, applied.faults[:1]
    return directive.id, took


def measure(select: str, *, reports: bool) -> dict[str, Any]:
    """Ours and the floor, in two copies of one national database."""
    with common.national() as base:
        name = common.database_name(base)
        with common.copy_of(base, name=name) as url, common.copy_of(base, name=name) as bare:
            with common.opened(url) as place:
                _, cold = issue(place, draft((WARM_UP,), reports=reports, number="1"))
                directive, ours = issue(place, draft((select,), reports=reports, number="2"))
            rows, floor = _floor(url, bare, directive)
            return common.compared(
                ours, floor, cold=round(cold, 3), rows=rows, **common.settings(base)
            )


def _floor(url: str, bare: str, directive: int) -> tuple[dict[str, int], float]:
    """Rows of each table, and seconds in which PostgreSQL alone writes them."""
    with (
        psycopg.connect(postgres.libpq(url)) as source,
        psycopg.connect(postgres.libpq(bare)) as target,
    ):
        which = {
            "directive": "id = %(directive)s",
            "timer": "instance_id IN (SELECT id FROM instance WHERE directive_id = %(directive)s)",
        }
        rows = {
            table: bring(
                source,
                target,
                table,
                which.get(table, "directive_id = %(directive)s"),
                {"directive": directive},
            )
            for table in ("directive", "obligation", *TABLES)
        }
        for table in ("directive", "obligation"):
            target.execute(insert(target, table))
        target.commit()
        for table in TABLES:
            target.execute(f"ANALYZE stage_{table}")
        statements = [insert(target, table) for table in TABLES]
        target.commit()
        started = time.perf_counter()
        for statement in statements:
            target.execute(statement)
        target.commit()
        return {t: rows[t] for t in TABLES}, time.perf_counter() - started


def bring(
    source: psycopg.Connection[Any],
    target: psycopg.Connection[Any],
    table: str,
    which: str,
    values: dict[str, Any],
) -> int:
    """Put the rows of ``which`` condition into an unlogged table beside the real one."""
    named = ", ".join(f'"{c}"' for c in _columns(source, table))
    target.execute(
        f"CREATE UNLOGGED TABLE stage_{table} AS SELECT {named} FROM {table} WITH NO DATA"
    )
    with (
        source.cursor().copy(
            f"COPY (SELECT {named} FROM {table} WHERE {which} ORDER BY 1) TO STDOUT (FORMAT binary)",
            values,
        ) as read,
        target.cursor().copy(f"COPY stage_{table} FROM STDIN (FORMAT binary)") as write,
    ):
        for block in read:
            write.write(block)
    found = target.execute(f"SELECT count(*) FROM stage_{table}").fetchone()
    assert found is not None
    return int(found[0])


def insert(target: psycopg.Connection[Any], table: str) -> str:
    """The statement that writes what was brought."""
    named = ", ".join(f'"{c}"' for c in _columns(target, table))
    return (
        f"INSERT INTO {table} ({named}) OVERRIDING SYSTEM VALUE SELECT {named} FROM stage_{table}"
    )


def _columns(connection: psycopg.Connection[Any], table: str) -> list[str]:
    return [
        row[0]
        for row in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
    ]


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    select = 'descendants(unit, "huyen")' if asked.quick else EVERY_COMMUNE
    figures = measure(select, reports=False)
    figures["with_reports"] = measure(select, reports=True)
    common.show(figures, asked)


if __name__ == "__main__":
    main()
