"""A directive of 2024 lives through 2025-07-01 in one province: districts end, communes merge."""

import sqlalchemy as sa

from engine import absences, inbox, people, restructuring
from engine.people import Actor
from engine.report_tables import Report
from engine.units import Unit, UnitSuccession, by_code, in_force
from tests.helpers.reform import (
    DAY_AFTER,
    EVE,
    REFORM,
    account,
    administrator,
    directive_of_2024,
    open_duties,
)
from tests.helpers.story import REPORT, count, dump, finish, items, same_timers


def test_every_open_duty_has_one_living_heir_with_the_earliest_deadline(session, machine, units):
    directive_of_2024(session, machine)
    before = open_duties(session)
    found = restructuring.apply(session, machine, administrator(session), REFORM, DAY_AFTER)
    assert found.reports_merged > 50
    rows = {r.id: r for r in session.scalars(sa.select(Report))}
    living = set()
    for number, was in before.items():
        report = rows[number]
        while report.merged_into_id is not None:
            assert report.status == "merged"
            report = rows[report.merged_into_id]
        living.add(report.id)
        assert report.status in ("open", "returned")
        assert report.due_at <= was["due_at"]
        assert report.first_due_at <= was["first_due_at"]
        assert session.scalar(sa.select(in_force(REFORM)).where(Unit.id == report.unit_id))
    assert living == set(open_duties(session))
    keys = [(r.unit_id, r.title, r.period, r.obligation_id) for r in map(rows.get, living)]
    assert len(keys) == len(set(keys))
    same_timers(session, machine)
    ended = sa.select(Unit.id).where(Unit.valid_to <= REFORM)
    for table in ("instance", "work_item"):
        status = "running" if table == "instance" else "open"
        stuck = sa.text(f"SELECT count(*) FROM {table} t JOIN unit u ON u.id = t.unit_id"
                        f" WHERE t.status = '{status}' AND u.valid_to <= '2025-07-01'")
        assert session.scalar(stuck) == 0
    again = restructuring.apply(session, machine, administrator2(session), REFORM, DAY_AFTER)
    assert not again.changes_anything


def administrator2(session):
    row = session.execute(sa.text("SELECT id, unit_id FROM account WHERE username = 'admin'")).one()
    return Actor(row.id, row.unit_id, frozenset({"quantri"}), "ADMIN")
