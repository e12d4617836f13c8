"""Rehearsals as long work: what was asked, as plain data, and what came of it, for its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine import access, directive_views, model_drafts, policies
from engine.deployments import current
from engine.directive_tables import Directive
from engine.errors import InputError
from engine.long_work import Kind, Outcome, Table, Work, declare
from engine.model_releases import DIAGRAM, TABLE
from engine.people import Actor
from engine.process import xml
from engine.rehearsal import NothingToRehearse, Plan, Version
from engine.rehearsal_behaviour import MEASURED, Behaviour, Numbers
from engine.rehearsal_compare import LACKING_AFTER, LACKING_BEFORE, differences
from engine.rehearsal_figures import Rehearsed
from engine.rehearsal_measure import measured
from engine.rehearsal_warnings import MAILS, TASKS, warnings

FILE = "dien-tap.xlsx"


class NoStage(InputError):
    """Nothing was wired that rehearses."""

    code = "no-rehearsals"
    vi = "Máy chủ này chưa được nối với nơi diễn tập."
    en = "Nothing is wired here that could rehearse."


class NotWrittenDown(InputError):
    """A directive that no file describes: one derived from a superior's."""

    code = "directive-not-written-down"
    vi = "Văn bản này được lập từ văn bản cấp trên. Hãy diễn tập văn bản gốc của nó."
    en = "This directive was derived from a superior's. Rehearse the one it came from."


class GivenTwice(InputError):
    """Two drafts of one table or form: only one can hold."""

    code = "rehearsal-given-twice"
    vi = "Có hai bản nháp của «{key}» được chọn dùng kèm. Hãy chọn một."
    en = "Two drafts of «{key}» were chosen to go with it. Choose one."


def content_of(session: Session, actor: Actor, directive_id: int) -> Mapping[str, Any]:
    """What a real directive's file says. Raises NotFound, NotWrittenDown."""
    directive_views.read(session, actor, directive_id)
    content = dict(session.get_one(Directive, directive_id).content)
    content.pop("selection", None)
    if "issuer" not in content:
        raise NotWrittenDown
    return content


def version(session: Session, actor: Actor, asked: Mapping[str, Any]) -> Version:
    """A version as asked: ``{"draft": id}`` or ``{"model": key}``, and drafts that go ``with`` it.

    Raises NotFound, Forbidden, NothingToRehearse, GivenTwice.
    """
    key, label, diagram, model_id = str(asked.get("model") or ""), "", None, None
    if asked.get("draft"):
        draft = model_drafts.read(session, actor, int(asked["draft"]))
        key, diagram = draft.key, draft.content.encode()
        label = f"{draft.title} (#{draft.id}.{draft.revision})"
    if diagram is None:
        row = current(session, key)
        if row is None:
            raise NothingToRehearse(key=key)
        diagram, model_id = row.xml.encode(), row.id
        label = f"{xml.read(diagram).get('name') or key} ({key} v{row.version})"
    tables: dict[str, bytes] = {}
    forms: dict[str, str] = {}
    for number in asked.get("with", ()):
        beside = model_drafts.read(session, actor, int(number))
        if beside.key in (tables if beside.kind == TABLE else forms):
            raise GivenTwice(key=beside.key)
        if beside.kind == TABLE:
            tables[beside.key] = beside.content.encode()
        elif beside.kind != DIAGRAM:
            forms[beside.key] = beside.content
    return Version(key, label, diagram, tables, forms, model_id)


def behaviour(work: Work, asked: Mapping[str, Any]) -> Behaviour:
    """How officers behave, as asked. Raises BadBehaviour, NothingMeasured."""
    returns = float(asked.get("returns", 0))
    if asked["kind"] == MEASURED:
        return measured(work.session, work.now, returns)
    own = {
        (row["tier"], row["role"]): Numbers(
            row["on_time"], row["never"], (0.0, float(row["late_days"]))
        ).vetted(row["tier"] or row["role"] or "*")
        for row in asked.get("numbers", ())
    }
    return Behaviour(asked["kind"], {}, own, returns)


def _run(work: Work) -> Outcome:
    if work.rehearse is None:
        raise NoStage
    asked = work.arguments
    versions = tuple(version(work.session, work.actor, one) for one in asked["versions"])
    plan = Plan(
        work.rehearse.directive(asked["directive"]),
        versions,
        behaviour(work, asked["behaviour"]),
        int(asked["seed"]),
        date.fromisoformat(asked["on"]) if asked.get("on") else None,
        date.fromisoformat(asked["until"]) if asked.get("until") else None,
    )
    found = work.rehearse(plan, work.progress)
    return Outcome(told(work.session, plan, found), list(tables(found)), FILE)


def told(session: Session, plan: Plan, found: Sequence[Rehearsed]) -> dict[str, Any]:
    """A rehearsal as plain data: its plan, and for each version what was seen, with its diagram."""
    limits = (policies.value(session, MAILS, None), policies.value(session, TASKS, None))
    return {
        "directive": plan.directive.subject,
        "issuer": plan.directive.issuer,
        "behaviour": plan.behaviour.kind,
        "measured_units": len(plan.behaviour.of_units),
        "seed": plan.seed,
        "on": plan.day.isoformat(),
        "versions": [
            {
                **one.as_json(),
                "worst": one.worst_morning,
                "warnings": [w.as_json() for w in warnings(one, *limits)],
                "diagram": (asked.diagram or b"").decode(),
            }
            for one, asked in zip(found, plan.versions, strict=True)
        ],
        "differences": [d.as_json() for d in differences(*found)] if len(found) == 2 else [],
    }


def tables(found: Sequence[Rehearsed]) -> Iterator[Table]:
    """The sheets of a rehearsal's file."""
    for nth, one in enumerate(found, 1):
        mark = f"-{nth}" if len(found) > 1 else ""
        yield Table(f"cap{mark}", _TIER, _tiers(one))
        yield Table(f"ngay{mark}", _DAY, ((s.on, s.tier, s.kind, s.n) for s in one.sent))
        yield Table(f"cho{mark}", _WAIT, _waits(one))
        yield Table(
            f"loi{mark}", _FAULT, ((f.model, f.element, f.count, f.unit, f.vi) for f in one.faults)
        )
        rows = ((u.pool, u.element, u.name) for u in one.unreached)
        yield Table(f"chua-qua{mark}", _MISSED, rows)
    if len(found) == 2:
        rows_of = (
            (d.what, d.where, d.name, *(d.shown(side) for side in (LACKING_BEFORE, LACKING_AFTER)))
            for d in differences(*found)
        )
        yield Table("khac-nhau", _OTHER, rows_of)


def _tiers(one: Rehearsed) -> Iterator[Sequence[Any]]:
    for t in one.tiers:
        figures = (t.tier, t.units, t.letters, t.tasks, t.notices, t.mails, t.a_day)
        busiest = (t.busiest.n, t.busiest.unit, t.busiest.on) if t.busiest else (0, "", "")
        kept = (f for k in (t.kept, t.reports) for f in (k.owed, k.on_time, k.late, k.never))
        yield (*figures, *busiest, *kept)


def _waits(one: Rehearsed) -> Iterator[Sequence[Any]]:
    for w in one.waits:
        name = one.names[f"{w['model']}/{w['element']}"]
        yield (w["model"], w["element"], name, w["count"], w["still"], w["median"], w["p90"])


_TIER = (
    ("Cấp", 12), ("Đơn vị", 10), ("Văn bản đến", 12), ("Việc", 10), ("Thông báo", 12), ("Thư", 10),
    ("Việc mới mỗi ngày", 16), ("Nhiều nhất một ngày", 18), ("Ở đơn vị", 36), ("Ngày", 12),
    ("Việc có hạn", 12), ("Việc đúng hạn", 14), ("Việc trễ", 10), ("Việc không làm", 14),
    ("Báo cáo phải nộp", 16), ("Báo cáo đúng hạn", 16), ("Báo cáo trễ", 12),
    ("Báo cáo không nộp", 18),
)  # fmt: skip
_DAY = (("Ngày", 12), ("Cấp", 12), ("Loại", 24), ("Số lượng", 12))
_WAIT = (
    ("Quy trình", 24), ("Phần tử", 28), ("Tên", 40), ("Lượt", 10), ("Còn chờ", 10),
    ("Trung vị (ngày)", 16), ("p90 (ngày)", 12),
)  # fmt: skip
_FAULT = (("Quy trình", 24), ("Phần tử", 28), ("Số lần", 10), ("Ví dụ", 36), ("Lý do", 80))
_MISSED = (("Nhóm", 40), ("Phần tử", 28), ("Tên", 40))
_OTHER = (
    ("Chỉ số", 16), ("Nơi", 36), ("Tên", 40), ("Phiên bản 1", 14), ("Phiên bản 2", 14),
)  # fmt: skip

REHEARSAL = declare(
    Kind("rehearsal", "Diễn tập quy trình", "Rehearsal of a model", _run, access.require_designer)
)
