"""Extensions: asked, granted, refused; what may not be asked leaves everything as it was."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from engine import extension_views, extensions, inbox, policies
from engine.access import WrongRole
from engine.deadlines import LOCAL
from engine.errors import Conflict, NotFound
from engine.extension_errors import (
    AlreadyAsked,
    AlreadyHandedIn,
    NoReason,
    NotLater,
    NotYourReport,
    TooManyExtensions,
)
from engine.notices import Notice
from engine.report_counts import ReportCounts, counted
from engine.report_tables import Report
from tests.helpers.faults import together
from tests.helpers.ladder import DAY, a_report, account, climb_to, owner, rungs, submit
from tests.helpers.story import DUE, ISSUED, dump, finish, issued, items, same_timers

pytestmark = pytest.mark.usefixtures("units")
NOW = DUE - 3 * DAY
WANTED = date(2023, 5, 24)


@pytest.fixture
def report(session, machine):
    issued(session, machine)
    climb_to(session, machine, NOW)
    return a_report(session)


def ask(session, machine, report, wanted=WANTED, now=NOW, role="chuyenvien", **more):
    me = account(session, more.pop("unit", report.unit_id), role)
    reason = more.pop("reason", "Chờ số liệu của cấp xã")
    return extensions.ask(session, machine, me, report.id, wanted, reason, now)


def decide(session, machine, number, now=NOW + DAY, by=None, **answers):
    [view] = extension_views.page(session, _any_administrator(session), extension_id=number)
    unit = session.scalar(sa.text("SELECT owner_id FROM extension WHERE id = :n"), {"n": number})
    head = by or account(session, unit)
    item = extension_views.task(session, head, number)
    given = {"decision": "grant", "newDay": None, "remarks": None} | answers
    inbox.complete(session, machine, head, item, given, now)
    session.expire_all()
    return view


def _any_administrator(session):
    return account(session, 1, "quantri")


def test_an_extension_is_asked_granted_and_told_and_the_ladder_waits(session, machine, report):
    number = ask(session, machine, report)
    [item] = items(session, "giahan-viec")
    assert (item.unit_id, item.role) == (owner(session, report), "lanhdao")
    assert item.name == "Xem xét đề nghị gia hạn"
    decide(session, machine, number)
    assert report.due_at == datetime(2023, 5, 25, tzinfo=LOCAL)
    assert (report.first_due_at, report.round, report.urgings) == (DUE, 1, 0)
    kinds = {n.kind: n.unit_id for n in session.scalars(sa.select(Notice))}
    assert kinds["xin-gia-han"] == owner(session, report)
    assert kinds["gia-han"] == report.unit_id
    climb_to(session, machine, report.due_at - timedelta(seconds=1))
    assert "qua-han" not in rungs(session, report)
    climb_to(session, machine, report.due_at)
    assert rungs(session, report)[-1] == "qua-han"
    same_timers(session, machine)


def test_lateness_still_counts_from_the_first_deadline(session, machine, report):
    decide(session, machine, ask(session, machine, report))
    submit(session, machine, report, DUE + DAY)
    row = session.execute(sa.select(*counted(DUE + DAY)).where(Report.id == report.id)).one()
    assert (ReportCounts.of(row).on_time, ReportCounts.of(row).late) == (0, 1)


def test_the_owner_may_grant_another_day_or_refuse(session, machine, report):
    decide(session, machine, ask(session, machine, report), newDay=date(2023, 5, 18))
    assert report.due_at == datetime(2023, 5, 19, tzinfo=LOCAL)
    other = session.scalars(
        sa.select(Report).where(Report.period == "2023-6T", Report.id > report.id).limit(1)
    ).one()
    decide(session, machine, ask(session, machine, other), decision="refuse", remarks="Đủ rồi")
    assert (other.due_at, other.round) == (DUE, 0)
    said = session.scalars(sa.select(Notice).where(Notice.kind == "khong-gia-han")).one()
    assert (said.unit_id, said.params["remarks"]) == (other.unit_id, "Đủ rồi")


def test_after_a_refusal_it_may_be_asked_again_but_granted_only_once(session, machine, report):
    decide(session, machine, ask(session, machine, report), decision="refuse")
    decide(session, machine, ask(session, machine, report))
    with pytest.raises(TooManyExtensions):
        ask(session, machine, report, wanted=date(2023, 6, 20))
    policies.put(session, "extension.at-most", None, "2", ISSUED, "test")
    ask(session, machine, report, wanted=date(2023, 6, 20))


def test_the_consolidator_decides_where_policy_says_so(session, machine, report):
    policies.put(session, "extension.decided-by", None, "consolidator", ISSUED, "test")
    decide(session, machine, ask(session, machine, report))
    assert report.round == 1
    assert session.scalar(sa.text("SELECT owner_id FROM extension")) == report.consolidator_id


@pytest.mark.parametrize(
    ("error", "given"),
    [
        (NotLater, {"wanted": NOW.date() - DAY}),
        (NotLater, {"wanted": date(2023, 5, 14)}),
        (NotLater, {"wanted": date(2023, 5, 20), "now": DUE + 20 * DAY}),
        (NoReason, {"reason": "  "}),
        (WrongRole, {"role": "vanthu"}),
    ],
)
def test_what_may_not_be_asked_is_refused_and_nothing_changes(
    session, machine, report, error, given
):
    account(session, report.unit_id, given.get("role", "chuyenvien"))
    before = dump(session)
    with pytest.raises(error) as refused:
        ask(session, machine, report, **given)
    assert refused.value.text("vi") != refused.value.text("en")
    assert dump(session) == before


def test_another_unit_s_report_is_not_extended(session, machine, report):
    with pytest.raises(NotYourReport):
        ask(session, machine, report, unit=report.consolidator_id)
    stranger = session.scalars(
        sa.select(Report.unit_id).where(Report.unit_id != report.unit_id).limit(1)
    ).one()
    with pytest.raises(NotFound):
        ask(session, machine, report, unit=stranger)


def test_one_question_at_a_time(session, machine, report):
    ask(session, machine, report)
    with pytest.raises(AlreadyAsked):
        ask(session, machine, report, wanted=date(2023, 6, 2))


@pytest.mark.parametrize("accepted", [False, True])
def test_a_report_handed_in_is_not_extended_any_more(session, machine, report, accepted):
    number = ask(session, machine, report)
    submit(session, machine, report, NOW)
    if accepted:
        item = next(i for i in items(session, "xem-xet") if i.subject == report.subject)
        finish(session, machine, [item], {"decision": "accept", "remarks": None}, NOW)
    session.expire_all()
    other = dump(session)
    for act in (
        lambda: ask(session, machine, report, wanted=date(2023, 6, 2)),
        lambda: decide(session, machine, number),
    ):
        account(session, owner(session, report))
        with pytest.raises(AlreadyHandedIn), session.begin_nested():
            act()
    after = dump(session)
    assert {t for t in other if after[t] != other[t]} <= {"account", "post"}
    decide(session, machine, number, decision="refuse")


def test_an_extension_that_an_urging_letter_has_overtaken_is_not_granted(session, machine, report):
    number = ask(session, machine, report, wanted=date(2023, 5, 16))
    climb_to(session, machine, DUE + 10 * DAY)
    session.refresh(report)
    assert report.urgings == 1
    with pytest.raises(NotLater), session.begin_nested():
        decide(session, machine, number, now=DUE + 10 * DAY)


def test_only_the_owner_s_head_decides(session, machine, report):
    number = ask(session, machine, report)
    with pytest.raises(WrongRole):
        decide(session, machine, number, by=account(session, owner(session, report), "chuyenvien"))
    with pytest.raises(NotFound):
        decide(session, machine, number, by=account(session, report.unit_id))


def test_of_two_deciders_one_is_told_that_the_other_was_faster(sessions, machine):
    with sessions.begin() as session:
        issued(session, machine)
        climb_to(session, machine, NOW)
        report = a_report(session)
        number = ask(session, machine, report)
        head = account(session, owner(session, report))
        item = extension_views.task(session, head, number)

    def act(decision):
        def run():
            with sessions.begin() as session:
                given = {"decision": decision, "newDay": None, "remarks": None}
                inbox.complete(session, machine, head, item, given, NOW)

        return run

    errors = together(act("grant"), act("refuse"))
    assert [type(e) for e in errors] == [Conflict]
    with sessions() as session:
        status, rounds = session.execute(
            sa.text("SELECT x.status, r.round FROM extension x JOIN report r ON r.id = report_id")
        ).one()
        assert (status, rounds) in (("granted", 1), ("refused", 0))
        same_timers(session, machine)


def test_two_who_ask_at_once_ask_once(sessions, machine):
    with sessions.begin() as session:
        issued(session, machine)
        climb_to(session, machine, NOW)
        report = a_report(session)
        account(session, report.unit_id, "chuyenvien")

    def run():
        with sessions.begin() as session:
            ask(session, machine, report)

    errors = together(run, run)
    assert [type(e) for e in errors] == [AlreadyAsked]
    with sessions() as session:
        assert len(items(session, "giahan-viec")) == 1


def test_an_extension_is_seen_by_who_asked_and_who_decides(session, machine, report):
    number = ask(session, machine, report)
    for unit in (report.unit_id, report.consolidator_id, owner(session, report)):
        [view] = extension_views.page(session, account(session, unit), status="asked")
        assert (view.id, view.wanted, view.present) == (number, WANTED, date(2023, 5, 14))
    stranger = session.scalars(
        sa.select(Report.unit_id).where(
            Report.unit_id.not_in([report.unit_id, report.consolidator_id])
        )
    ).first()
    assert extension_views.page(session, account(session, stranger)) == []
