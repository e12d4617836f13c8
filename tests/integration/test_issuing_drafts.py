"""Drafts of directives: tried out without a trace, issued once, passed on by the task that waits."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine import (
    cascade,
    drafting,
    drafting_issue,
    drafting_sources,
    drafting_trial,
    inbox,
    policies,
)
from engine.access import WrongRole
from engine.date_warnings import DatesToConfirm
from engine.deriving import DeriveRequest, derive
from engine.directive_tables import Provision
from engine.directives import Directive, Obligation, obligations_of, record
from engine.drafting_content import moved_by, parts
from engine.drafting_preview import PASS_ON_DAYS, preview
from engine.drafting_tables import Drafting
from engine.drafts import DirectiveRefused
from engine.errors import NotFound
from engine.instances import Engine
from engine.people import LEADER, OFFICER, Actor
from engine.report_tables import Report
from tests.conftest import Outbox
from tests.helpers.drafting import FORM, NOW, begun, member, sample

pytestmark = pytest.mark.usefixtures("units")
DISTRICT = "vi-xuyen-2023"
TABLES = ("directive", "recipient", "obligation", "instance", "work_item", "report", "notice")


def rows(session: Session) -> dict[str, int]:
    return {t: session.scalar(sa.text(f"SELECT count(*) FROM {t}")) for t in (*TABLES, "timer")}


def issue(session: Session, machine: Engine, actor: Actor, draft: drafting.Draft) -> int:
    return drafting_issue.issue(session, machine, FORM, actor, draft.id, draft.version, NOW)


def test_a_preview_writes_nothing_and_mails_nobody(
    session: Session, machine: Engine, outbox: Outbox
) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    draft = begun(session, actor, sample(DISTRICT))
    before = rows(session)
    found = preview(session, machine, FORM, actor, draft, NOW)
    assert (found.notices, found.units) == (42, 42)
    assert rows(session) == before
    assert outbox.deferred == []


def test_the_whole_country_is_counted_down_to_the_communes(
    session: Session, machine: Engine
) -> None:
    actor = member(session, "Bộ Lao động - Thương binh và Xã hội")
    draft = begun(session, actor, sample("bo-ldtbxh-2023"))
    found = preview(session, machine, FORM, actor, draft, NOW)
    assert {s.tier: s.units for s in found.sent if s.direct} == {"tinh": 63}
    below = {s.tier: s.units for s in found.sent if not s.direct}
    assert (below["huyen"], below["xa"]) == (696, 10_035)
    communes = {r.period: (r.units, r.due_at.date()) for r in found.reports if r.tier == "xa"}
    assert communes["2023-N"] == (10_035, date(2023, 10, 30))
    days: int = policies.value(session, PASS_ON_DAYS, actor.unit_id)
    assert {s.on for s in found.sent if s.tier == "huyen"} == {
        NOW.date() + timedelta(days=days + 2)
    }


def test_a_draft_is_issued_once_by_the_head_and_told_from_then_on(
    session: Session, machine: Engine
) -> None:
    head = member(session, "huyện Vị Xuyên, tỉnh Hà Giang", LEADER)
    officer = member(session, head.unit_id, OFFICER, username="can.bo")
    draft = begun(session, officer, sample(DISTRICT))
    with pytest.raises(WrongRole):
        issue(session, machine, officer, draft)
    directive_id = issue(session, machine, head, draft)
    assert issue(session, machine, head, draft) == directive_id
    assert session.scalar(sa.select(sa.func.count()).select_from(Directive)) == 1
    with pytest.raises(drafting.DraftIsOver):
        drafting.save(session, officer, draft.id, draft.version, {}, NOW)


def test_two_clicks_at_once_issue_one_directive(
    sessions: sessionmaker[Session], machine: Engine
) -> None:
    with sessions.begin() as session:
        actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
        draft = begun(session, actor, sample(DISTRICT))
    issued: list[int] = []

    def click() -> None:
        with sessions.begin() as session:
            issued.append(issue(session, machine, actor, draft))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(issued) == 2 and len(set(issued)) == 1
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Directive)) == 1


def test_what_owes_something_and_goes_to_nobody_is_not_issued(
    session: Session, machine: Engine
) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    content = sample(DISTRICT)
    everybody = [{**duty, "who": "all"} for duty in content["obligations"]]
    nobody = {**content, "recipients": [], "obligations": everybody}
    draft = begun(session, actor, nobody)
    found = drafting_trial.findings(session, FORM, draft, NOW)
    assert [p.path for p in found.problems] == ["recipients"]
    with pytest.raises(DirectiveRefused, match="no recipient in the system"):
        issue(session, machine, actor, draft)


def test_what_owes_nothing_may_go_to_nobody(session: Session, machine: Engine) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    none: dict[str, list[object]] = {"recipients": [], "obligations": [], "campaigns": []}
    note = begun(session, actor, sample(DISTRICT) | none)
    assert drafting_trial.findings(session, FORM, note, NOW).problems == []
    assert issue(session, machine, actor, note)


def test_what_is_wrong_is_found_together_and_refused(session: Session, machine: Engine) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    first = begun(session, actor, sample(DISTRICT))
    issue(session, machine, actor, first)
    content = sample(DISTRICT)
    content["recipients"] = [*content["recipients"], {"group": "Xã lạ", "units": ["Xã Không Có"]}]
    draft = begun(session, actor, content)
    found = drafting_trial.findings(session, FORM, draft, NOW)
    assert {p.path for p in found.problems} == {"number", "recipients[5].units[0]"}
    with pytest.raises(DirectiveRefused):
        issue(session, machine, actor, draft)
    blank = begun(session, actor, {"type": "ke_hoach"})
    missing = {p.path for p in drafting_trial.findings(session, FORM, blank, NOW).problems}
    assert missing == {"issued_on", "subject", "process"}


def test_a_recipient_whose_tier_has_no_pool_stops_the_issue(
    session: Session, machine: Engine
) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    content = sample(DISTRICT)
    content["recipients"] = [{"group": "Bộ", "units": ["Bộ Nội vụ"]}]
    content["obligations"] = []
    draft = begun(session, actor, content)
    with session.begin_nested() as tried:
        with pytest.raises(drafting_issue.CannotGoOut):
            issue(session, machine, actor, draft)
        tried.rollback()


def test_contradicting_dates_wait_for_a_word_or_for_the_proposal(
    session: Session, machine: Engine
) -> None:
    actor = member(session, "tỉnh Bình Định")
    record(session, FORM.load(sample("bo-ldtbxh-2023")), NOW)
    content = sample("binh-dinh-2023")
    late = {"kind": "half_year", "boundary": "before", "date": "5/6"}
    duties = parts(content, "obligations")
    duties[0]["deadline"] = late
    draft = begun(session, actor, content | {"obligations": duties})
    (warning,) = drafting_trial.findings(session, FORM, draft, NOW).unanswered(frozenset())
    with pytest.raises(DatesToConfirm):
        issue(session, machine, actor, draft)
    rule = FORM.rule(late)
    days = (warning.due - warning.on).days + warning.needed
    duties[0]["deadline"] = moved_by(late, rule, date(2023, 6, 5), days)
    better = begun(session, actor, content | {"obligations": duties})
    assert drafting_trial.findings(session, FORM, better, NOW).unanswered(frozenset()) == []
    marks = frozenset({drafting_trial.mark(warning)})
    drafting.keep(session, actor, draft.id, draft.version, marks, NOW)
    assert issue(session, machine, actor, drafting.read(session, actor, draft.id))


class Received:
    """A district to which the province's letter was sent, up to the step «Ban hành»."""

    def __init__(self, session: Session, machine: Engine) -> None:
        self.session, self.machine = session, machine
        self.parent = record(session, FORM.load(sample("binh-dinh-2023")), NOW)
        cascade.issue(session, machine, self.parent, NOW)
        self.actor = member(session, "huyện Tuy Phước, tỉnh Bình Định")

    def draft(self) -> drafting.Draft:
        id_ = drafting_sources.derive(
            self.session, self.machine, self.actor, self.parent.id, str.title, NOW
        )
        return drafting.read(self.session, self.actor, id_)

    def work(self) -> None:
        """Receive and assign."""
        route = {"route": "issue", "leadOfficer": None, "coordinators": None, "instructions": None}
        registered = {"arrivalNumber": "1", "arrivedOn": NOW.date(), "receiptNote": None}
        for answers in (registered, route):
            item = next(
                r
                for r in inbox.page(self.session, self.actor, now=NOW).rows
                if r.directive_id == self.parent.id and r.report_id is None
            )
            inbox.complete(self.session, self.machine, self.actor, item.id, answers, NOW)


def numbered(received: Received, draft: drafting.Draft) -> drafting.Draft:
    """The draft with number and symbol, one commune left out."""
    content = dict(draft.content) | {"number": "99", "symbol": "KH-UBND"}
    groups = parts(content, "recipients")
    communes = next(g for g in groups if '"xa"' in g["select"])
    communes["except"] = ["UBND xã Phước Hòa"]
    content["recipients"] = groups
    drafting.save(received.session, received.actor, draft.id, draft.version, content, NOW)
    return drafting.read(received.session, received.actor, draft.id)


def test_a_derived_draft_says_what_its_source_says_and_is_begun_once(
    session: Session, machine: Engine
) -> None:
    received = Received(session, machine)
    draft = received.draft()
    assert received.draft().id == draft.id
    content = draft.content
    assert content["basis"][0]["symbol"] == received.parent.symbol
    assert (content["field"], content["process"]) == (
        received.parent.field,
        received.parent.model_key,
    )
    theirs = [p["text"] for p in sample("binh-dinh-2023")["provisions"]]
    ours = [(p["number"], p["text"]) for p in content["provisions"]]
    assert ours == [(str(n), theirs[i]) for n, i in enumerate((2, 3, 4, 6), 1)]
    assert {g["select"] for g in content["recipients"]} == {
        'children(unit, "xa")',
        'children(unit, "phong")',
    }
    assert drafting_trial.findings(session, FORM, draft, NOW).problems == []
    with drafting_trial.recorded(session, draft, FORM.load(content), NOW) as own:
        mine = [(o.code, o.rule, o.source_id, o.consolidator_id) for o in own_duties(session, own)]
        request = DeriveRequest(
            received.parent.id, received.actor.unit_id, "1", "KH-UBND", NOW.date()
        )
        other = derive(session, [request], NOW)[request.parent_directive_id, request.unit_id]
        theirs = obligations_of(session, [other])[other]
        assert mine == [(o.code, o.rule, o.source_id, o.consolidator_id) for o in theirs]


def test_a_derived_draft_takes_over_what_its_own_recipients_are_to_do_numbered_anew(
    session: Session, machine: Engine
) -> None:
    received = Received(session, machine)
    whose = {
        "II.1": "Sở Y tế",
        "II.2": "UBND các huyện, thị xã, thành phố",
        "III": "UBND các xã, phường, thị trấn",
        "IV": "",
        "V": "Sở Nội vụ",
    }
    session.execute(sa.delete(Provision).where(Provision.directive_id == received.parent.id))
    for place, (number, lead) in enumerate(whose.items()):
        session.add(
            Provision(
                directive_id=received.parent.id,
                position=place,
                number=number,
                text=f"việc {number}",
                lead=lead,
                coordinators=["UBND các huyện, thị xã, thành phố"] if number == "V" else [],
            )
        )
    session.flush()
    content = received.draft().content
    assert [(p["number"], p["text"], p["lead"]) for p in content["provisions"]] == [
        ("1", "việc II.2", ""),
        ("2", "việc III", "UBND các xã, phường, thị trấn"),
        ("3", "việc IV", ""),
        ("4", "việc V", "Sở Nội vụ"),
    ]
    assert [g["group"] for g in content["recipients"]] == [
        "UBND các xã, thị trấn",
        "Các phòng, ban, ngành thuộc huyện",
    ]


def own_duties(session: Session, directive: Directive) -> list[Obligation]:
    return obligations_of(session, [directive.id])[directive.id]


def test_issuing_what_was_derived_finishes_the_task_that_waits_for_it(
    session: Session, machine: Engine
) -> None:
    received = Received(session, machine)
    draft = numbered(received, received.draft())
    with session.begin_nested() as tried:
        with pytest.raises(drafting_issue.NotWaited):
            issue(session, machine, received.actor, draft)
        tried.rollback()
    received.work()
    found = preview(session, machine, FORM, received.actor, draft, NOW)
    directive_id = issue(session, machine, received.actor, draft)
    own = session.get_one(Directive, directive_id)
    assert (own.parent_id, own.number, own.status) == (received.parent.id, "99", "issued")
    derived = sa.select(sa.func.count()).where(Directive.parent_id == received.parent.id)
    assert session.scalar(derived) == 1
    open_ = [r for r in inbox.page(session, received.actor, now=NOW).rows if r.report_id is None]
    assert not open_
    sent = {s.tier: s.units for s in found.sent}
    told = session.execute(
        sa.text("""SELECT u.tier, count(*) FROM recipient r JOIN unit u ON u.id = r.unit_id
                   WHERE r.directive_id = :id AND r.sent_at IS NOT NULL GROUP BY 1"""),
        {"id": directive_id},
    )
    assert sent == {row.tier: row.count for row in told}
    assert sent["xa"] == 12
    counted = Counter(
        session.scalars(sa.select(Report.period).where(Report.directive_id == directive_id))
    )
    shown = Counter[str]()
    for r in found.reports:
        shown[r.period] += r.units
    assert counted == shown
    with pytest.raises(drafting.DraftIsOver):
        drafting.discard(session, received.actor, draft.id, draft.version, NOW)


def test_a_draft_is_its_units_and_a_stale_page_overwrites_nothing(session: Session) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    draft = begun(session, actor, {"subject": "Một"})
    other = member(session, "huyện Tuy Phước, tỉnh Bình Định", username="nguoi.khac")
    with pytest.raises(NotFound):
        drafting.read(session, other, draft.id)
    assert drafting.page(session, other).rows == []
    drafting.save(session, actor, draft.id, draft.version, {"subject": "Hai"}, NOW)
    with pytest.raises(drafting.DraftOverwritten):
        drafting.save(session, actor, draft.id, draft.version, {"subject": "Ba"}, NOW)
    assert session.get_one(Drafting, draft.id).content["subject"] == "Hai"
