"""A commune that does not report: reminded, urged by a numbered letter, named, criticised; late.

Bình Định, 2023: the half-year report to the district is due on the last day of its term. One
commune lets it pass, and everything else by which its superiors may know of it.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import named_lists, urging_views
from engine.deadlines import local_day, midnight
from engine.ladder_boxes import last_day
from engine.official_words import short_day
from engine.report_counts import ReportCounts, counted
from engine.report_tables import Report
from engine.units import Unit
from tests.helpers.ladder import DAY, above, account, climb_to, rungs, submit
from tests.helpers.story import ISSUED, finish, issued, items, same_timers, tick

pytestmark = pytest.mark.usefixtures("units")


def the_district_passes_it_on(session, machine):
    """One district registers the letter, assigns it and issues its own plan to its communes."""
    issued(session, machine)
    now = ISSUED + timedelta(hours=2)
    first = items(session, "huyen-tiep-nhan")[0].unit_id
    for element, answers in (
        ("huyen-tiep-nhan", {"arrivalNumber": "1", "arrivedOn": now.date()}),
        ("huyen-phan-cong", {"route": "issue", "leadOfficer": None, "coordinators": None}),
        (
            "huyen-ban-hanh-trien-khai",
            {"number": "12", "symbol": "KH-UBND", "issuedOn": local_day(now)},
        ),
    ):
        mine = [i for i in items(session, element) if i.unit_id == first]
        assert finish(session, machine, mine, answers, now).faults == []
    tick(session, machine, now)
    return first


def the_communes_report(session):
    communes = sa.select(Unit.id).where(Unit.tier == "xa")
    return session.scalars(
        sa.select(Report).where(Report.unit_id.in_(communes), Report.period == "2023-6T")
    ).all()


def test_a_commune_climbs_to_criticism_gets_a_letter_and_is_counted_late(session, machine):
    district = the_district_passes_it_on(session, machine)
    late, *others = the_communes_report(session)
    assert len(others) > 5
    due = late.due_at

    # All others report in time; the late commune is reminded like everybody.
    climb_to(session, machine, due - timedelta(hours=1))
    for report in others:
        submit(session, machine, report, due - timedelta(hours=1))
    assert rungs(session, late) == ["nhac-1", "nhac-2"]

    # The term passes: its officer, its head and the district are told, then it is urged.
    climb_to(session, machine, due + 10 * DAY)
    assert rungs(session, late)[2:] == ["qua-han", "lanh-dao", "cap-tren", "don-doc"]
    head = account(session, late.unit_id)
    [letter] = urging_views.page(session, head)
    commune = session.get_one(Unit, late.unit_id)
    assert f"Kính gửi: {commune.short_name}" in letter.text
    assert letter.number.startswith("1/") and letter.dated == local_day(due + 10 * DAY)
    assert f"chậm nhất ngày {short_day(last_day(due))}" in letter.text
    assert f"chậm nhất ngày {short_day(letter.new_day)}" in letter.text
    superior = account(session, above(session, late))
    assert superior.unit_id == district
    assert letter in urging_views.page(session, superior)

    # The new term passes too: it is named, then criticised before its superior.
    session.refresh(late)
    again = late.due_at
    assert again == midnight(letter.new_day + DAY)
    climb_to(session, machine, again + 5 * DAY)
    assert rungs(session, late)[-2:] == ["neu-ten", "phe-binh"]
    lists = named_lists.read(session, account(session, late.consolidator_id))
    named = {made.rung for made in lists if late.unit_id in [u.unit_id for u in made.units]}
    assert named == {"neu-ten", "phe-binh"}
    assert not {u.unit_id for made in lists for u in made.units} & {r.unit_id for r in others}

    # It reports at last. Nobody urges it any more; it is late, counted from the first term.
    submit(session, machine, late, again + 6 * DAY)
    silent = len(rungs(session, late))
    climb_to(session, machine, again + 200 * DAY)
    assert len(rungs(session, late)) == silent
    rows = session.execute(
        sa.select(*counted(again + 7 * DAY)).where(Report.directive_id == late.directive_id)
    ).one()
    counts = ReportCounts.of(rows)
    assert (counts.late, counts.on_time) == (1, len(others))
    assert late.submitted_at > late.due_at > late.first_due_at == due
    same_timers(session, machine)
