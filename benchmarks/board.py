"""The board's national page over 1,000,000 duties: the time the database needs for it.

``python -m benchmarks.board --json`` prints milliseconds, medians: ``ours`` is the page's
statements (lines by province, the total, medians of lateness) while fresh changes lie unfolded
beside the tallies; ``floor`` one full recount of the same counts from the reports, by PostgreSQL
alone and warm. Also measured: what the triggers add to a change of 1,000 reports; and the pages as
the application answers them, for an administrator, a ministry's, the largest province's, a
district's and a commune's head (``pages_ms``), with their weight compressed (``pages_kb``).
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.files import Folder
from adapters.identity import Argon2Passwords
from benchmarks import common
from benchmarks.inbox import PASSWORD, sign_in
from engine import board, tallies
from engine.people import Actor, create_account
from webapp.app import create_app
from webapp.wiring import Wiring

NOW = common.ISSUE
ADMINISTRATOR = Actor(1, 0, frozenset({"quantri"}), "Quản trị")

# Forty cascades in each of which every district passes on a directive of its own, and communes owe
# a report for each of several periods: a fifth late, a tenth never.
_DIRECTIVES = sa.text("""
    WITH roots AS (
        INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                               model_key, status, content, issued_at)
        SELECT (SELECT id FROM unit WHERE parent_id IS NOT NULL ORDER BY id LIMIT 1), CAST(n AS text),
            'BM', 2023, 'cong_van', '2023-01-02', 'Văn bản ' || n, '', 'm', 'issued', '{}', :now
        FROM generate_series(1, :roots) n RETURNING id
    ), set_root AS (
        INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                               parent_id, root_id, model_key, status, content, issued_at)
        SELECT u.id, CAST(r.id AS text), 'KH', 2023, 'ke_hoach', '2023-01-03', 'Kế hoạch', '', r.id,
            r.id, 'm', 'issued', '{}', :now
        FROM roots r, unit u WHERE u.tier = 'huyen' RETURNING id
    )
    INSERT INTO obligation (directive_id, position, code, title, kind, rule, who, requested, details)
    SELECT id, 1, 'a', 'Báo cáo', 'annual', '{}', '{}', false, '{}' FROM set_root
""")
_REPORTS = sa.text("""
    INSERT INTO report (directive_id, obligation_id, unit_id, consolidator_id, title, period,
        period_start, period_end, requested, opens_at, first_due_at, due_at, status, submitted_at,
        touched_at)
    SELECT d.id, o.id, u.id, d.issuer_id, 'Báo cáo', '2023-T0' || p, make_date(2023, p, 1),
        make_date(2023, p, 28), u.id % 20 = 0, due - interval '30 days', due, due,
        CASE WHEN x < 0.6 THEN 'accepted' WHEN x < 0.8 THEN 'submitted' ELSE 'open' END,
        CASE WHEN x < 0.6 THEN due - interval '1 day'
             WHEN x < 0.8 THEN due + (x - 0.6) * interval '100 days' END,
        CASE WHEN x > 0.9 THEN CAST(:now AS timestamptz) - (x - 0.9) * interval '100 days' END
    FROM directive d JOIN obligation o ON o.directive_id = d.id
    JOIN unit u ON u.parent_id = d.issuer_id AND u.tier = 'xa'
    CROSS JOIN generate_series(1, :periods) p
    CROSS JOIN LATERAL (
        SELECT CAST(:now AS timestamptz) + (p - 2) * interval '30 days' AS due,
            mod(abs(hashtext(u.id || '-' || d.id || '-' || p)), 1000) / 1000.0 AS x) r
    LIMIT :count
""")
_CHANGE = sa.text("""
    UPDATE report SET status = 'submitted', submitted_at = :now WHERE id IN (
        SELECT id FROM report WHERE status = 'open' ORDER BY id LIMIT 1000)
""")
_RECOUNT = sa.text("""
    SELECT u.province_code, count(*) FILTER (WHERE submitted_at < first_due_at),
        count(*) FILTER (WHERE submitted_at >= first_due_at),
        count(*) FILTER (WHERE submitted_at IS NULL AND first_due_at <= :now),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY submitted_at - first_due_at)
    FROM report JOIN unit u ON u.id = report.unit_id GROUP BY 1
""")


_LARGEST = """(SELECT parent_id FROM unit WHERE tier = 'huyen' GROUP BY 1
    ORDER BY count(*) DESC, 1 LIMIT 1)"""
_DISTRICT = f"(SELECT min(id) FROM unit WHERE tier = 'huyen' AND parent_id = {_LARGEST})"
_VIEWERS = {
    "administrator": ("quantri", f"SELECT {_LARGEST}", "/board"),
    "districts": ("quantri", f"SELECT {_LARGEST}", "/board?level=area&measure=overdue"),
    "ministry": (
        "lanhdao",
        "SELECT issuer_id FROM directive WHERE parent_id IS NULL LIMIT 1",
        "/board",
    ),
    "province": ("lanhdao", f"SELECT {_LARGEST}", "/board"),
    "district": ("lanhdao", f"SELECT {_DISTRICT}", "/board"),
    "commune": ("lanhdao", f"SELECT min(id) FROM unit WHERE parent_id = {_DISTRICT}", "/board"),
    "overdue_list": ("quantri", f"SELECT {_LARGEST}", "/board/duties?state=overdue"),
}
"""Who looks, from which unit, at which address."""


def fill(place: common.Place, count: int) -> float:
    """Write the duties; seconds it took."""
    with place.sessions.begin() as session:
        session.execute(sa.text("SET LOCAL synchronous_commit = off"))
        session.execute(_DIRECTIVES, {"roots": 20, "now": NOW})
        session.execute(sa.text("UPDATE directive SET root_id = id WHERE root_id IS NULL"))
        started = time.perf_counter()
        session.execute(_REPORTS, {"periods": 5, "now": NOW, "count": count})
        took = time.perf_counter() - started
    with place.sessions.begin() as session:
        tallies.fold(session)
    with place.connections.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    return took


def change_ms(place: common.Place, *, counted: bool) -> float:
    """Milliseconds in which 1,000 reports are submitted, with the triggers or without."""
    with place.sessions() as session:
        if not counted:
            session.execute(sa.text("ALTER TABLE report DISABLE TRIGGER USER"))
        started = time.perf_counter()
        session.execute(_CHANGE, {"now": NOW})
        took = (time.perf_counter() - started) * 1000
        session.rollback()
    return took


def measure(count: int, rounds: int) -> dict[str, Any]:
    """Ours and the floor on one database."""
    with common.national() as url, common.opened(url) as place:
        filled = fill(place, count)
        with place.sessions.begin() as session:
            session.execute(_CHANGE, {"now": NOW})
        with place.sessions() as session:
            assert tallies.differences(session) == 0
            _page(session)  # the cache is warm
            ours = common.median_ms(lambda: _page(session), rounds)
            floor = common.median_ms(lambda: session.execute(_RECOUNT, {"now": NOW}).all(), 3)
            cells = session.scalar(sa.text("SELECT count(*) FROM tally"))
        pages = _pages(place, min(rounds, 7))
        changed = [change_ms(place, counted=True) for _ in range(5)]
        bare = [change_ms(place, counted=False) for _ in range(5)]
        return common.compared(
            ours,
            floor,
            duties=count,
            unit="ms",
            cells=cells,
            fill_s=round(filled, 1),
            **pages,
            change_1000_ms=round(statistics.median(changed), 1),
            change_1000_without_ms=round(statistics.median(bare), 1),
            **common.settings(url),
        )


def _page(session: Session) -> None:
    found = board.nation(session, ADMINISTRATOR, NOW)
    assert len(found.lines) > 60


def _pages(place: common.Place, rounds: int) -> dict[str, dict[str, float]]:
    """Every viewer's board: milliseconds of the whole answer, and kB after gzip."""
    app = create_app(
        Wiring(
            sessions=place.sessions,
            engine=place.machine,
            now=lambda session: NOW,
            demo=False,
            secret_key="benchmark",  # noqa: S106
            files=Folder(Path(tempfile.gettempdir()) / "dondoc-benchmark-files"),
            plain_http=True,
        )
    )
    took: dict[str, float] = {}
    weigh: dict[str, float] = {}
    for name, (role, unit, address) in _VIEWERS.items():
        with place.sessions.begin() as session:
            unit_id = session.scalar(sa.text(unit))
            assert unit_id is not None
            create_account(
                session,
                Argon2Passwords(time_cost=1, memory_kib=1024),
                username=name,
                name=name,
                unit_id=unit_id,
                roles=[role],
                password=PASSWORD,
                now=NOW,
            )
        browser = app.test_client()

        def fetch(
            method: str, path: str, form: dict[str, str] | None, browser: Any = browser
        ) -> tuple[int, str]:
            answer = browser.open(path, method=method, data=form)
            return answer.status_code, answer.get_data(as_text=True)

        sign_in(fetch, name)
        status, page = fetch("GET", address, None)
        assert status == 200, page[:500]
        took[name] = round(common.median_ms(lambda a=address: fetch("GET", a, None), rounds), 1)  # type: ignore[misc]
        weigh[name] = round(len(gzip.compress(page.encode())) / 1000, 1)
    return {"pages_ms": took, "pages_kb": weigh}


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(100_000 if asked.quick else 1_000_000, 5 if asked.quick else 20), asked)


if __name__ == "__main__":
    main()
