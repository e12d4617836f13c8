"""Wards put their town's paper letter on their books: each for itself, and nobody else has work by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import directive_views
from engine.consolidation_tables import Rollup
from engine.directive_tables import Directive, Recipient
from engine.errors import NotFound
from engine.instance_rows import WorkItem
from engine.instances import Engine
from engine.notices import Notice
from engine.people import Actor
from engine.received import read
from engine.received_filing import file
from engine.report_tables import ACCEPTED, Report
from engine.units import Unit
from engine.urging_tables import NamedList, UrgingLetter
from tests.helpers.drafting import FORM, member
from tests.helpers.reporting import review, submit
from tests.helpers.story import tick
from tests.scenarios.test_intake_seeds import LETTERS, OURS, arrives, at, taken_in

pytestmark = pytest.mark.usefixtures("units")
TOWN = OURS.unit
WARDS = tuple(f"phường {name}, {TOWN}" for name in ("Phú Thứ", "An Lưu"))
NOW = at(date(2023, 4, 7))


def booked(session: Session, machine: Engine, folder: Path, ward: str) -> tuple[Actor, int]:
    """The letter as that ward's clerk files it: who, and the directive on record."""
    actor = member(session, ward, at=NOW, username=f"nguoi.{WARDS.index(ward)}")
    letter_id = taken_in(session, actor, LETTERS / OURS.name, folder, NOW)
    version = read(session, actor, letter_id).version
    return actor, file(session, machine, FORM, actor, letter_id, version, NOW)


def busy(session: Session, column: Any) -> set[int]:
    """The units that stand in the column."""
    return set(session.scalars(sa.select(column).distinct()))


def test_each_ward_has_its_own_record_which_no_other_sees(
    session: Session, machine: Engine, tmp_path: Path
) -> None:
    first, theirs = booked(session, machine, tmp_path, WARDS[0])
    second, ours = booked(session, machine, tmp_path, WARDS[1])
    assert theirs != ours
    for ward, own, foreign in ((first, theirs, ours), (second, ours, theirs)):
        (row,) = directive_views.page(session, ward).rows
        assert (row.id, row.ours) == (own, directive_views.RECEIVED_BY_US)
        with pytest.raises(NotFound):
            directive_views.read(session, ward, foreign)
        to = sa.select(Recipient.unit_id).where(Recipient.directive_id == own)
        assert list(session.scalars(to)) == [ward.unit_id]


def test_its_issuer_knows_nothing_of_it_and_may_issue_it_all_the_same(
    session: Session, machine: Engine, tmp_path: Path
) -> None:
    _, filed = booked(session, machine, tmp_path, WARDS[0])
    town = member(session, TOWN, at=NOW, username="nguoi.thi.xa")
    assert directive_views.page(session, town).rows == []
    with pytest.raises(NotFound):
        directive_views.read(session, town, filed)
    issued = session.get_one(
        Directive, arrives(session, machine, OURS, LETTERS / OURS.name, tmp_path)
    )
    kept = session.get_one(Directive, filed)
    assert (issued.number, issued.symbol) == (kept.number, kept.symbol)


def test_until_the_year_s_end_nobody_else_has_work_by_it_or_writes_in_its_name(
    session: Session, machine: Engine, tmp_path: Path
) -> None:
    ward, directive_id = booked(session, machine, tmp_path, WARDS[0])
    moment = NOW
    while moment < datetime(2024, 1, 5, tzinfo=NOW.tzinfo):
        tick(session, machine, moment)
        moment += timedelta(days=1)
    assert busy(session, WorkItem.unit_id) == {ward.unit_id}
    for paper in (Rollup.consolidator_id, UrgingLetter.issuer_id, NamedList.issuer_id):
        assert busy(session, paper) == set()
    late = session.scalars(sa.select(Report.rung).where(Report.directive_id == directive_id))
    assert all(late)
    superior = session.get_one(Unit, ward.unit_id).parent_id
    assert busy(session, Notice.unit_id) <= {ward.unit_id, superior}


def test_what_the_ward_reports_its_own_officers_review_and_it_is_done(
    session: Session, machine: Engine, tmp_path: Path
) -> None:
    ward, directive_id = booked(session, machine, tmp_path, WARDS[0])
    report = session.scalars(
        sa.select(Report).where(Report.directive_id == directive_id).order_by(Report.due_at)
    ).first()
    assert report is not None
    now = report.due_at - timedelta(days=2)
    tick(session, machine, now)
    submit(session, machine, ward, report, now)
    review(session, machine, ward, report, now)
    assert report.status == ACCEPTED
    tick(session, machine, report.due_at + timedelta(days=30))
    assert report.rung != "late"
