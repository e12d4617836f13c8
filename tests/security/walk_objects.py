"""The objects of the walk: what stands for each parameter of an address, and who may see it.

Everything is Hải Dương's: its province is ``own``, the ministry above it ``superior``, Bình Định
``sibling``, a district of Bình Định ``foreign``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import (
    absences,
    api_tokens,
    assignments,
    comment_places,
    comments,
    difficulties,
    drafting,
    extensions,
    inbox_filters,
    incidents,
    inspections,
    long_work,
    long_work_kinds,
    model_drafts,
    named_lists,
    webhooks,
)
from engine.api_tokens import SCOPES
from engine.assignment_drafts import AssignmentDraft
from engine.campaign_tables import Campaign
from engine.deployments import ProcessModel
from engine.directive_tables import Obligation
from engine.faults import Fault
from engine.incidents import IncidentDraft
from engine.instance_rows import Instance, WorkItem
from engine.notices import Notice
from engine.people import Account
from engine.post_tables import Post
from engine.process.data import dump
from engine.received_findings import taken_apart
from engine.received_tables import ReceivedLetter
from engine.report_tables import Report
from engine.urging_tables import NamedList, UrgingLetter
from engine.web_sessions import WebSession
from tests.helpers.inspecting import Inspecting
from tests.helpers.letters import FROM_SO, from_so
from tests.web_world import TODAY, World, actor

OWN, SUPERIOR, SIBLING, FOREIGN = "own", "superior", "sibling", "foreign"
RELATIONS = (OWN, SUPERIOR, SIBLING, FOREIGN)
NOWHERE, HUGE = 10**9, 10**25
ALL = frozenset(RELATIONS)
CHAIN = frozenset({OWN, SUPERIOR})
"""Ours, and seen by the issuers above."""
OURS = frozenset({OWN})


@dataclass(frozen=True)
class Parameter:
    """What stands for a parameter: how an object is had, and which relations may see it.

    ``find`` None: there is no such object, so everybody is told that it was not found.
    ``only``: of those, this one person.
    """

    find: Callable[[Session, World], object] | None = None
    seen_by: frozenset[str] = ALL
    only: str = ""


def _first(model: Any, *where: Any) -> Callable[[Session, World], int]:
    return lambda session, _: session.scalars(
        sa.select(model.id).where(*where).order_by(model.id).limit(1)
    ).one()


def _of(username: str, model: Any) -> Callable[[Session, World], int]:
    mine = sa.select(Account.id).where(Account.username == username).scalar_subquery()
    return _first(model, model.account_id == mine)


def _incident(session: Session, world: World) -> int:
    draft = IncidentDraft("khan", "Lốc xoáy", "Tốc mái 12 nhà.", "Hải Dương", TODAY, world.root)
    return incidents.report(session, world.machine, actor(session, "hd.cv"), draft, TODAY)


def _difficulty(session: Session, world: World) -> int:
    return difficulties.raise_difficulty(
        session, world.machine, actor(session, "hd.cv"), world.root, "Thiếu kinh phí?", TODAY
    )


def _assignment(session: Session, world: World) -> int:
    draft = AssignmentDraft(world.root, "hd.cv", date(2023, 7, 1), "Kế hoạch")
    return assignments.add(session, world.machine, actor(session, "hd.ld"), draft, TODAY)


def _extension(session: Session, world: World) -> int:
    wanted = date(2023, 8, 1)
    return extensions.ask(
        session,
        world.machine,
        actor(session, "hd.cv"),
        _report(session, world),
        wanted,
        "Chờ số liệu",
        TODAY,
    )


def _report(session: Session, world: World) -> int:
    ours = Report.unit_id == world.units["hd.cv"]
    return _first(Report, ours, Report.directive_id == world.root)(session, world)


def _absence(session: Session, _: World) -> int:
    since = TODAY.date() + timedelta(days=30)
    made = absences.add(
        session,
        actor(session, "hd.ld"),
        "hd.vt",
        "hd.cv",
        since=since,
        valid_to=since + timedelta(days=2),
        reason="Nghỉ phép",
        now=TODAY,
    )
    return made.id


def _plan(session: Session, _: World) -> int:
    return inspections.make_plan(
        session,
        actor(session, "hd.cv"),
        year=2023,
        number="9",
        symbol="KH-UBND",
        issued_on=date(2023, 1, 9),
        title="Kế hoạch kiểm tra",
        now=TODAY,
    ).id


def _round(session: Session, world: World) -> int:
    inspecting = Inspecting(session, world.machine, "UBND tỉnh Hải Dương", TODAY)
    inspecting.plan("thuc-hien", "01/07/2023", "31/08/2023")
    inspecting.choose(*inspecting.below(2, "huyen"))
    inspecting.open("15/06/2023")
    return inspecting.round.id


def _inspection(session: Session, world: World) -> int:
    _found = session.scalars(sa.select(inspections.Inspection.id).order_by(sa.desc("id")).limit(1))
    return _found.one()


def _list(session: Session, world: World) -> int:
    late = session.get_one(Report, _report(session, world))
    named_lists.add(session, [("neu-ten", late)], TODAY)
    return session.scalars(sa.select(NamedList.id)).one()


def _draft(session: Session, _: World) -> int:
    content = {
        "type": "ke_hoach",
        "issued_on": "29/05/2023",
        "symbol": "KH-UBND",
        "subject": "Dự thảo",
        "process": "cascade-three-tier",
        "recipients": [{"group": "Các huyện", "select": 'children(unit, "huyen")'}],
        "obligations": [
            {
                "code": "bc-nam",
                "title": "Báo cáo năm",
                "deadline": {"kind": "annual", "boundary": "before", "date": "15/11"},
            }
        ],
    }
    draft_id = drafting.begin(session, actor(session, "hd.cv"), content, TODAY)
    _model_draft(session, draft_id)
    return draft_id


def _model_draft(session: Session, draft_id: int) -> None:
    """A designer's draft under the same number: both are called ``draft_id`` in addresses."""
    source = session.scalars(sa.select(ProcessModel).where(ProcessModel.key == "extension")).first()
    assert source is not None
    made = model_drafts.create(
        session,
        actor(session, "admin"),
        kind="bpmn",
        key="extension",
        title="Gia hạn",
        content=source.xml,
        now=TODAY,
    )
    session.execute(sa.text("DELETE FROM model_draft_step WHERE draft_id = :id"), {"id": made.id})
    made.id = draft_id
    session.flush()


def _comment(session: Session, world: World) -> int:
    me = actor(session, "hd.cv")
    place = comment_places.of_item(session, me, _item(session, world))
    nobody: Any = lambda session, ids: None  # noqa: E731
    files: Any = None  # nothing is attached
    return comments.write(session, nobody, files, me, place, "Đã gọi cho xã.", TODAY).id


def _filter(session: Session, _: World) -> int:
    me = actor(session, "hd.cv")
    inbox_filters.save(session, me, "Sắp đến hạn", "due=soon", is_default=False, now=TODAY)
    return inbox_filters.preferences(session, me).filters[0].id


def _token(session: Session, _: World) -> int:
    me = actor(session, "hd.cv")
    return api_tokens.make(session, me, name="x", scopes=SCOPES, days=1, now=TODAY)[0]


def _webhook(session: Session, _: World) -> int:
    return webhooks.subscribe(
        session,
        actor(session, "hd.ld"),
        lambda url: None,
        name="x",
        url="https://noi-khac.example/",
        events=["report.overdue"],
        now=TODAY,
    )[0]


def _job(session: Session, _: World) -> int:
    me = actor(session, "admin")
    return long_work.ask(
        session, me, long_work_kinds.EXPORT_REPORTS, {}, TODAY, lambda session, job: None
    ).id


def _fault(session: Session, world: World) -> int:
    item = session.get_one(WorkItem, _item(session, world))
    process = session.get_one(Instance, item.instance_id).process
    event = json.dumps({"kind": "Complete", "token": item.token, "data": dump({})})
    said = {"code": "x", "message": "x", "message_vi": "x", "what": "x", "event": event}
    fault = Fault(
        instance_id=item.instance_id,
        process=process,
        unit_id=world.units["hd.cv"],
        element=item.element,
        attempts=5,
        status="open",
        created_at=TODAY,
        last_at=TODAY,
        **said,
    )
    session.add(fault)
    session.flush()
    return fault.id


def _item(session: Session, world: World) -> int:
    ours = WorkItem.unit_id == world.units["hd.cv"]
    return _first(WorkItem, ours, WorkItem.status == "open")(session, world)


def _received(session: Session, world: World) -> int:
    me = actor(session, "hd.vt")
    letter = ReceivedLetter(
        unit_id=me.unit_id,
        name="thu.txt",
        title="Tuyên truyền",
        sha256="0" * 64,
        text=FROM_SO,
        findings=[one.to_json() for one in taken_apart(from_so())],
        status="open",
        received_by=me.account_id,
        received_at=TODAY,
        changed_by=me.account_id,
        changed_at=TODAY,
    )
    session.add(letter)
    session.flush()
    return letter.id


PARAMETERS: dict[str, Parameter] = {
    "item_id": Parameter(_item, OURS),
    "directive_id": Parameter(lambda _, w: w.derived, CHAIN),
    "report_id": Parameter(_report, CHAIN),
    "rollup_id": Parameter(
        lambda s, w: s.scalar(
            sa.text("SELECT min(id) FROM rollup WHERE directive_id = :d"), {"d": w.derived}
        ),
        CHAIN,
    ),
    "notice_id": Parameter(
        lambda s, w: _first(Notice, Notice.unit_id == w.units["hd.cv"])(s, w), OURS
    ),
    "incident_id": Parameter(_incident, CHAIN),
    "difficulty_id": Parameter(_difficulty, CHAIN),
    "campaign_id": Parameter(_first(Campaign), frozenset({OWN, SUPERIOR, SIBLING})),
    "assignment_id": Parameter(_assignment, OURS),
    "extension_id": Parameter(_extension, CHAIN),
    "plan_id": Parameter(_plan, OURS),
    "round_id": Parameter(_round, OURS),
    "inspection_id": Parameter(_inspection, OURS),
    "letter_id": Parameter(
        lambda s, w: _first(UrgingLetter, UrgingLetter.directive_id == w.derived)(s, w), CHAIN
    ),
    "list_id": Parameter(_list, CHAIN),
    "obligation_id": Parameter(
        lambda s, w: _first(Obligation, Obligation.directive_id == w.derived)(s, w), CHAIN
    ),
    "account_id": Parameter(_first(Account, Account.username == "hd.cv"), OURS),
    "post_id": Parameter(_of("hd.cv", Post), OURS),
    "absence_id": Parameter(_absence, OURS),
    "session_id": Parameter(_of("hd.cv", WebSession), OURS, only="hd.cv"),
    # Everybody knows which units there are, and how a shipped process runs.
    "unit_id": Parameter(lambda _, w: w.units["hd.cv"]),
    "model_id": Parameter(_first(ProcessModel)),
    "figure": Parameter(lambda *_: "trainingCourses"),
    "n": Parameter(lambda *_: 1),
    "comment_id": Parameter(_comment, OURS),
    "draft_id": Parameter(_draft, OURS),
    "received_id": Parameter(_received, OURS),
    "finding_id": Parameter(lambda *_: 1, OURS),
    "filter_id": Parameter(_filter, OURS, only="hd.cv"),
    "token_id": Parameter(_token, OURS, only="hd.cv"),
    "webhook_id": Parameter(_webhook, OURS, only="hd.ld"),
    # Of administrators only.
    "job_id": Parameter(_job, frozenset()),
    "fault_id": Parameter(_fault, frozenset()),
    "place": Parameter(lambda *_: 0),
    "attachment_id": Parameter(),
    "delivery_id": Parameter(),
    "name": Parameter(lambda *_: "swagger-ui.css"),
    "kind": Parameter(lambda *_: "bpmn"),
    "key": Parameter(lambda *_: "extension"),
    "element": Parameter(lambda *_: "giahan-viec"),
    "paper": Parameter(lambda *_: "urging-letter"),
    "way": Parameter(lambda *_: "0" * 32),
}
"""By the name of a parameter in an address; made in this order."""
