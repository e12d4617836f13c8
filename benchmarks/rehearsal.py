"""A rehearsal of national size: a ministry's directive down to every commune, two reports from each.

``python -m benchmarks.rehearsal --json`` prints seconds: ``ours``, from the empty scratch
database to the result (filled, played, counted), for a whole year of 63 provinces, their
districts and communes, each of which owes a half-year and an annual report that is written,
reminded of, submitted, reviewed and accepted; ``floor``, the time in which PostgreSQL alone writes
the rows that were there at the end into the same tables once, in a copy of the real database;
``ratio``; ``own_cpu``, the seconds of processor time of this process
alone, which other work on the machine does not change. Officers: four fifths on time, one in twenty-five never. Nothing is warm.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import psycopg

from adapters import directive_files, postgres, rehearsal_filling, rehearsal_place
from adapters.rehearsals import uncollected
from benchmarks import common
from benchmarks.cascade import TABLES, bring, insert
from engine.deployments import deploy
from engine.rehearsal import Plan, Version, play
from engine.rehearsal_behaviour import OWN, Behaviour, Numbers
from engine.rehearsal_figures import Rehearsed
from webapp.setup import BPMN

SAMPLE = "bo-ldtbxh-2023"
TARGET = 60.0
ALL = ("directive", "obligation", *TABLES, "rollup", "report_version")


def straight() -> bytes:
    """The shipped cascade without the departments beside it: provinces, districts, communes."""
    text = (BPMN / "cascade-three-tier.bpmn").read_text(encoding="utf-8")
    for below, beside in (("huyen", "so"), ("xa", "phong")):
        both = f"[children(unit, &quot;{below}&quot;), children(unit, &quot;{beside}&quot;)]"
        assert both in text, both
        text = text.replace(both, f"children(unit, &quot;{below}&quot;)")
    return text.encode()


def plan(until: date | None) -> Plan:
    """What is rehearsed."""
    path = next(p for p in directive_files.samples() if p.stem == SAMPLE)
    most = Behaviour(OWN, {}, {("", ""): Numbers(0.8, 0.04, (0.0, 10.0))})
    version = Version("cascade-three-tier", "national", straight())
    return Plan(directive_files.read(path), (version,), most, until=until)


def measure(*, quick: bool) -> dict[str, Any]:
    """Ours and the floor on one server."""
    asked = plan(date(2023, 4, 15) if quick else None)
    with common.national() as base:
        with common.opened(base) as place:
            machine = place.machine
            with place.sessions.begin() as session:
                deploy(session, machine.library, asked.versions[0].key, straight(), common.DAWN)
        bare = common.copy_of(base, name=common.database_name(base))
        with bare as empty, rehearsal_place.scratch(base) as url:
            started, busy = time.perf_counter(), time.process_time()
            rehearsal_filling.fill(base, url, asked.day)
            with common.opened(url) as place, uncollected():
                found = play(place.sessions, machine, asked, asked.versions[0], lambda _form: ())
            ours = time.perf_counter() - started
            busy = time.process_time() - busy
            rows, floor = _floor(empty, url)
        more = common.settings(base)
    return common.compared(
        ours, floor, target=TARGET, own_cpu=round(busy, 1), **_size(found), rows=rows, **more
    )


def _floor(bare: str, url: str) -> tuple[dict[str, int], float]:
    """Rows of each table, and seconds in which PostgreSQL alone writes them once."""
    with (
        psycopg.connect(postgres.libpq(url)) as source,
        psycopg.connect(postgres.libpq(bare)) as target,
    ):
        rows = {table: bring(source, target, table, "true", {}) for table in ALL}
        target.commit()
        for table in ALL:
            target.execute(f"ANALYZE stage_{table}")
        statements = [insert(target, table) for table in ALL]
        target.commit()
        started = time.perf_counter()
        for statement in statements:
            target.execute(statement)
        target.commit()
        return rows, time.perf_counter() - started


def _size(found: Rehearsed) -> dict[str, Any]:
    tiers = {t.tier: t.units for t in found.tiers}
    return {
        "units": tiers,
        "tasks": sum(t.tasks for t in found.tiers),
        "mails": found.mails,
        "reports": sum(t.reports.owed for t in found.tiers),
    }


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(quick=asked.quick), asked)


if __name__ == "__main__":
    main()
