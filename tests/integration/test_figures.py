"""The board's figures are always those of a full recount, whatever happens to reports."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import board, tallies
from engine.board import Only, median
from engine.board_figures import Figures
from engine.errors import NotFound
from engine.people import Actor
from tests.helpers.story import (
    DUE,
    OPEN,
    REPORT,
    finish,
    issued,
    lap_bao_cao,
    one_report,
    tick,
)

NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
ADMINISTRATOR = Actor(1, 0, frozenset({"quantri"}), "Quản trị")
DAY = timedelta(days=1)

UNITS = sa.text("""
    INSERT INTO unit (code, name, short_name, place, tier, kind, fields, parent_id, requested,
                      national, valid_from, province_code, aliases, keys, search)
    SELECT 'u' || n, 'Đơn vị ' || n, 'Đơn vị ' || n, '', CASE WHEN n % 2 = 0 THEN 'xa' ELSE 'huyen' END,
        'x', '{}', NULL, false, false, '2020-01-01', 'p' || n % 3, '{}', '{}', '' FROM
        generate_series(1, 6) n RETURNING id
""")
DIRECTIVE = sa.text("""
    INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                           model_key, status, content)
    VALUES (:unit, :number, 'X', 2023, 'cong_van', '2023-01-02', 's', '', 'm', 'issued', '{}')
    RETURNING id
""")
OBLIGATION = sa.text("""
    INSERT INTO obligation (directive_id, position, code, title, kind, rule, who, requested, details)
    VALUES (:directive, 1, 'a', 'Báo cáo', 'annual', '{}', '{}', false, '{}') RETURNING id
""")
INSERT = sa.text("""
    INSERT INTO report (directive_id, obligation_id, unit_id, consolidator_id, title, period,
        period_start, period_end, requested, opens_at, first_due_at, due_at, status, submitted_at,
        touched_at)
    VALUES (:directive, :obligation, :unit, :consolidator, 't', :period, :start, :end, :requested,
        :opens, :due, :due, :status, :submitted, :touched) RETURNING id
""")
MOMENTS = st.integers(-40, 40).map(lambda days: NOW + days * DAY)
STEP = st.tuples(
    st.sampled_from(["insert", "submit", "return", "accept", "touch", "move", "merge", "delete"]),
    st.integers(0, 9),
    st.integers(0, 5),
    MOMENTS,
    st.booleans(),
    st.booleans(),
)


def world(session):
    units = list(session.scalars(UNITS))
    directives = [session.scalar(DIRECTIVE, {"unit": units[0], "number": n}) for n in "12"]
    session.execute(sa.text("UPDATE directive SET root_id = :root"), {"root": directives[0]})
    owing = [session.scalar(OBLIGATION, {"directive": d}) for d in directives]
    return units, list(zip(directives, owing, strict=True))


def act(session, units, directives, reports, step, nth):
    what, which, whose, at, asked, fold = step
    if what == "insert" or not reports:
        directive, obligation = directives[which % 2]
        day = date(2023, 1, 1) + nth * DAY
        values = {
            "directive": directive, "obligation": obligation, "unit": units[whose],
            "consolidator": units[0], "period": f"2023-{which % 3}", "start": day, "end": day,
            "requested": asked, "opens": at - 5 * DAY, "due": at, "status": "open",
            "submitted": None, "touched": at if which % 2 else None,
        }  # fmt: skip
        reports.append(session.scalar(INSERT, values))
    else:
        one = {"id": reports[which % len(reports)], "at": at, "unit": units[whose]}
        session.execute(sa.text(CHANGES[what] + " WHERE id = :id"), one)
        if what == "delete":
            reports.remove(one["id"])
    if fold:
        tallies.fold(session)


CHANGES = {
    "submit": "UPDATE report SET status = 'submitted', submitted_at = :at",
    "return": "UPDATE report SET status = 'returned'",
    "accept": "UPDATE report SET status = 'accepted', submitted_at = coalesce(submitted_at, :at)",
    "touch": "UPDATE report SET touched_at = :at",
    "move": "UPDATE report SET unit_id = :unit",
    "merge": "UPDATE report SET status = 'merged'",
    "delete": "DELETE FROM report",
}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEP, min_size=1, max_size=25))
def test_after_any_history_the_tallies_are_a_full_recount(session, steps):
    with session.begin_nested() as savepoint:
        units, directives = world(session)
        reports: list[int] = []
        for nth, step in enumerate(steps):
            act(session, units, directives, reports, step, nth)
        assert tallies.differences(session) == 0
        _both_ways_agree(session, directives[0][0])
        tallies.fold(session)
        assert tallies.differences(session) == 0
        savepoint.rollback()


def _both_ways_agree(session, root):
    counted = board.nation(session, ADMINISTRATOR, NOW, "province").total
    session.execute(
        sa.text("UPDATE directive SET parent_id = :root WHERE id <> :root"), {"root": root}
    )
    live = board.of_directive(session, ADMINISTRATOR, NOW, root).total
    assert counted == live


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_the_median_of_a_histogram_is_that_of_its_values(values):
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert median([(v, ordered.count(v)) for v in sorted(set(ordered))]) == middle


def test_a_tally_that_was_damaged_is_found_and_counted_anew(session):
    units, directives = world(session)
    reports: list[int] = []
    for nth in range(4):
        act(session, units, directives, reports, ("insert", nth, nth, NOW, False, True), nth)
    session.execute(
        sa.text("UPDATE tally SET n = n + 1 WHERE ctid = (SELECT min(ctid) FROM tally)")
    )
    assert tallies.differences(session) > 0
    tallies.rebuild(session)
    assert tallies.differences(session) == 0


@pytest.fixture
def province(session, machine, units):
    """Bình Định's directive after the half-year's deadline: one on time, one late, the rest not."""
    directive = issued(session, machine)
    tick(session, machine, OPEN)
    early = one_report(session, requested=False, period="2023-6T")
    finish(session, machine, [lap_bao_cao(session, early)], REPORT, OPEN)
    tick(session, machine, DUE + DAY)
    late = one_report(session, requested=False, period="2023-6T", status="open")
    finish(session, machine, [lap_bao_cao(session, late)], REPORT, DUE + 2 * DAY)
    return directive, late


def test_the_province_reads_its_four_figures_and_rates(session, province):
    directive, _ = province
    leader = Actor(2, directive.issuer_id, frozenset({"lanhdao"}), "Chủ tịch")
    now = DUE + 3 * DAY
    found = board.of_directive(session, leader, now, directive.id, "period")
    half = next(line for line in found.lines if line.key == "2023-6T").figures
    assert (half.counts.on_time, half.counts.late, half.counts.overdue) == (1, 1, 26)
    assert half.counts.asked == 6 and half.completion_rate == 2 / 28
    assert half.on_time_rate == 1 / 28 and half.median_days_late == 3
    assert board.nation(session, leader, now, "period").total == found.total
    assert tallies.differences(session) == 0
    only = board.nation(session, leader, now, "tier", Only(period="2023-6T"))
    assert only.total.counts == half.counts


def test_a_unit_sees_the_figures_of_the_units_below_it_and_no_others(session, province):
    directive, late = province
    above = Actor(3, directive.issuer_id, frozenset({"lanhdao"}), "Chủ tịch")
    now = DUE + 3 * DAY
    lines = board.below(session, above, now, directive.issuer_id).lines
    mine = next(line for line in lines if line.key == str(late.unit_id)).figures
    assert mine.counts.late == 1 and mine.completion_rate == 1 / 2
    stranger = Actor(4, late.unit_id, frozenset({"lanhdao"}), "Người ngoài")
    assert board.below(session, stranger, now, late.unit_id).total == mine
    with pytest.raises(NotFound):
        board.below(session, stranger, now, directive.issuer_id)
    assert board.nation(session, stranger, now).total == Figures()
    own = board.of_directive(session, stranger, now, directive.id).total
    assert own == mine


def test_an_unknown_grouping_is_named(session):
    with pytest.raises(board.UnknownGrouping, match="province, tier"):
        board.nation(session, ADMINISTRATOR, NOW, "commune")


def test_a_duty_counts_as_updated_for_a_week_after_its_unit_worked_on_it(session, province):
    directive, _ = province
    leader = Actor(2, directive.issuer_id, frozenset({"lanhdao"}), "Chủ tịch")
    untouched = one_report(session, requested=False, period="2023-6T", status="open")
    session.execute(
        sa.text("UPDATE report SET touched_at = :at WHERE subject = :subject"),
        {"at": DUE, "subject": untouched.subject},
    )
    figures = board.nation(session, leader, DUE + 3 * DAY).total
    assert figures.touched == 1 and figures.opened > 20
    assert board.nation(session, leader, DUE + 30 * DAY).total.touched == 0
