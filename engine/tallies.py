"""The counts behind the board, kept while reports change and folded when nobody waits.

Triggers on ``report`` append to ``tally_delta`` and ``lateness_delta`` how each count moved, in the
transaction that moved it: whoever reads ``tally`` and its deltas together reads what a recount
would give. Appending makes no writer wait for another; ``fold`` adds the deltas up from time to
time, so that reading stays quick.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Date, TextClause, column, table, text
from sqlalchemy.orm import Session

from engine.store import Moment

_SAME = "root_id, province, tier, period, requested, due_at, opens_on, state, touched_on"
_DUTIES = "directive_id, top_id, area_id, consolidator_id, addressee_id, kind, due_at, rung"
_TABLES = {
    "tally": (_SAME, ("n",)),
    "lateness": ("root_id, province, days", ("n",)),
    "duty_tally": (_DUTIES, ("on_time", "late", "open", "asked", "asked_done")),
}
"""For each table the columns that make rows alike, and those that count."""

TALLY = table(
    "tally_now",
    column("root_id"),
    column("province"),
    column("tier"),
    column("period"),
    column("requested"),
    column("due_at", Moment()),
    column("opens_on", Date()),
    column("state"),
    column("touched_on", Date()),
    column("n"),
)
"""How many reports are alike: of a root directive, province, tier, period; what is their state
(open, on_time, late); for open ones the day on which their unit last worked on them."""
LATENESS = table("lateness_now", column("root_id"), column("province"), column("days"), column("n"))
"""How many ordered reports came ``days`` days after their first deadline."""
DUTIES = table(
    "duty_tally_now",
    column("directive_id", BigInteger),
    column("top_id", BigInteger),
    column("area_id", BigInteger),
    column("consolidator_id", BigInteger),
    column("addressee_id", BigInteger),
    column("kind"),
    column("due_at", Moment()),
    column("rung"),
    *(column(name, BigInteger) for name in _TABLES["duty_tally"][1]),
)
"""How many reports under a directive, owed in an area of the tree through and to the same bodies
for the same moment, are done, open, asked for; of open ones the ladder's rung ('' before any)."""
PLACES = table(
    "unit_place",
    column("unit_id", BigInteger),
    column("top_id", BigInteger),
    column("area_id", BigInteger),
)
"""For each unit the one it hangs from directly under the root (``top_id``) and the one below that
(``area_id``), itself where it is no deeper. Kept by triggers on ``unit``."""


def fold(session: Session) -> int:
    """Add the deltas to the tallies; returns how many there were. One folder at a time."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('dondoc.tally.fold'))"))
    return sum(_fold(session, name, *columns) for name, columns in _TABLES.items())


def _fold(session: Session, name: str, same: str, counters: tuple[str, ...]) -> int:
    waiting = session.scalar(text(f"SELECT count(*) FROM {name}_delta")) or 0
    if waiting:
        counted, plain = ", ".join(counters), _summed(counters)
        # Only rows that the deltas touch are written anew; others stay where they lie.
        session.execute(
            text(f"""
                WITH moved AS (DELETE FROM {name}_delta RETURNING *),
                keys AS (SELECT {same}, {plain} FROM moved GROUP BY {same}),
                old AS (DELETE FROM {name} t USING keys k WHERE {_alike(same)} RETURNING t.*)
                INSERT INTO {name} ({same}, {counted})
                SELECT {same}, {plain} FROM (SELECT {same}, {counted} FROM keys
                                             UNION ALL SELECT {same}, {counted} FROM old) both_
                GROUP BY {same} HAVING {_something(counters)}
            """)
        )
    return int(waiting)


def _summed(counters: tuple[str, ...]) -> str:
    return ", ".join(f"sum({c}) AS {c}" for c in counters)


def _something(counters: tuple[str, ...]) -> str:
    return " OR ".join(f"sum({c}) <> 0" for c in counters)


def _alike(same: str) -> str:
    return " AND ".join(
        f"t.{c} IS NOT DISTINCT FROM k.{c}" if c == "touched_on" else f"t.{c} = k.{c}"
        for c in same.split(", ")
    )


def differences(session: Session) -> int:
    """How many counts differ from a full recount of the reports: 0, or something is broken."""
    return sum(session.scalar(_differing(name, *both)) or 0 for name, both in _TABLES.items())


def _differing(name: str, same: str, counters: tuple[str, ...]) -> TextClause:
    kept = (
        f"SELECT {same}, {_summed(counters)} FROM {name}_now "
        f"GROUP BY {same} HAVING {_something(counters)}"
    )
    true = f"SELECT {same}, {', '.join(counters)} FROM {name}_recounted"
    return text(
        f"SELECT count(*) FROM (({kept} EXCEPT {true}) UNION ALL ({true} EXCEPT {kept})) AS d"
    )


def rebuild(session: Session) -> None:
    """Count everything anew: after units moved to another tier or province under their reports.

    Changes of reports wait until the caller's transaction ends.
    """
    session.execute(text("LOCK TABLE report IN SHARE MODE"))
    for name in _TABLES:
        session.execute(text(f"DELETE FROM {name}_delta"))
        session.execute(text(f"DELETE FROM {name}"))
        session.execute(text(f"INSERT INTO {name} SELECT * FROM {name}_recounted"))
