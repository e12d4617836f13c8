"""What else happened in the demonstration's district by its morning: an inspection announced, a
difficulty asked, an incident reported, work assigned, a later deadline wanted. All of it by the
demonstration's own people, through the same calls as the product's pages.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import assignments, difficulties, extensions, incidents, inspections
from engine.assignment_drafts import AssignmentDraft
from engine.deadlines import local_day
from engine.directive_tables import Directive, Recipient
from engine.incident_rules import URGENT
from engine.incidents import IncidentDraft
from engine.inspection_choice import NAMED, NEVER, RANDOM, Quota
from engine.inspection_tables import FREE
from engine.inspections import Decision, Member
from engine.instances import Engine
from engine.ladder_boxes import last_day
from engine.people import Account, Actor, signed_in
from engine.report_tables import Report

SEED = 2023


def play(session: Session, machine: Engine, now: datetime) -> None:
    """Let it all happen at ``now``; the caller commits."""
    commune, head, district = (
        _actor(session, name, now) for name in ("xa.chuyenvien", "xa.lanhdao", "huyen.lanhdao")
    )
    received = session.scalars(
        sa.select(Directive.id)
        .join(Recipient, Recipient.directive_id == Directive.id)
        .where(Recipient.unit_id == commune.unit_id, Directive.issuer_id == district.unit_id)
    ).one()
    _inspect(session, machine, district, commune.unit_id, now)
    difficulties.raise_difficulty(
        session,
        machine,
        commune,
        received,
        "Xã chưa có kinh phí mở lớp tập huấn bình đẳng giới; đề nghị hướng dẫn nguồn chi.",
        now,
    )
    incidents.report(
        session,
        machine,
        commune,
        IncidentDraft(
            urgency=URGENT,
            title="Một vụ bạo lực gia đình vừa xảy ra",
            text="Công an xã đã can thiệp; nạn nhân được đưa đến trạm y tế.",
            place="Thôn 2",
            happened_at=now - timedelta(hours=2),
            directive_id=received,
        ),
        now,
    )
    assignments.add(
        session,
        machine,
        head,
        AssignmentDraft(
            directive_id=received,
            lead="xa.chuyenvien",
            due_on=local_day(now + timedelta(days=10)),
            expected="Danh sách học viên và kế hoạch tập huấn",
        ),
        now,
    )
    _ask_for_time(session, machine, commune, now)


def _inspect(
    session: Session, machine: Engine, district: Actor, commune: int, now: datetime
) -> None:
    today = local_day(now)
    inspections.make_plan(
        session,
        district,
        year=today.year,
        number="18",
        symbol="KH-UBND",
        issued_on=today - timedelta(days=60),
        title="Kế hoạch kiểm tra công tác bình đẳng giới",
        now=now,
    )
    first, _later = (
        inspections.add_round(
            session,
            district,
            title=title,
            regime=FREE,
            scope="Việc thực hiện chế độ báo cáo và tập huấn năm 2023",
            starts_on=today + timedelta(days=from_),
            ends_on=today + timedelta(days=from_ + 45),
            now=now,
        )
        for title, from_ in (("Kiểm tra 6 tháng đầu năm", 0), ("Kiểm tra cuối năm", 180))
    )
    quotas = [Quota(NAMED, 1, units=(commune,)), Quota(NEVER, 1, years=3), Quota(RANDOM, 1)]
    inspections.choose_by_rules(session, district, first.id, quotas, SEED, now, tier="xa")
    decision = Decision(
        number="215",
        symbol="QĐ-UBND",
        issued_on=today,
        outline="1. Chỉ đạo, điều hành. 2. Kết quả thực hiện. 3. Kiến nghị.",
        self_report_due_on=today + timedelta(days=10),
        team=(
            Member("Võ Thị Én", "Trưởng đoàn", district.unit_id, head=True),
            Member("Phạm Minh Đức", "Thành viên", district.unit_id),
        ),
        basis=("Kế hoạch kiểm tra năm 2023",),
    )
    inspections.open_round(session, machine, district, first.id, decision, now)


def _ask_for_time(session: Session, machine: Engine, officer: Actor, now: datetime) -> None:
    report = session.scalars(
        sa.select(Report)
        .where(Report.unit_id == officer.unit_id, Report.due_at > now)
        .order_by(Report.due_at, Report.id)
    ).first()
    if report is not None:
        wanted = last_day(report.due_at) + timedelta(days=5)
        reason = "Cán bộ phụ trách đi tập huấn đến hết ngày 28/4."
        extensions.ask(session, machine, officer, report.id, wanted, reason, now)


def _actor(session: Session, username: str, now: datetime) -> Actor:
    account = session.scalars(sa.select(Account.id).where(Account.username == username)).one()
    found = signed_in(session, account, now)
    if found is None:
        raise LookupError(username)
    return found.actor
