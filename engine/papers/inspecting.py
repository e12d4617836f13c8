"""A round's decision and notice, and one inspection's minutes, as papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, citing, inspection_views
from engine import signature_lines as signing
from engine.directive_tables import Directive
from engine.errors import NotFound
from engine.inspection_rows import InspectionRow, RoundView
from engine.inspection_tables import InspectionRound
from engine.official_words import about, short_day, written_day
from engine.papers import directives, recipients
from engine.papers.form import (
    DRAFTING,
    Fields,
    Issuer,
    Paper,
    addressed,
    common,
    decided,
    file_name,
    issuer_of,
    punctuated,
    sentence,
    titled,
)
from engine.people import Actor
from engine.signature_lines import BLANK
from engine.units import Unit

DECISION, NOTICE, MINUTES = "inspection-decision", "inspection-notice", "inspection-minutes"
SIGNED = "signed"
_WITNESSES = {
    "commune": "Đại diện Ủy ban nhân dân cấp xã nơi kiểm tra",
    "witness": "Người chứng kiến",
}


def decision(session: Session, actor: Actor, round_id: int) -> Paper:
    """The decision that opens the round. Raises ``NotFound``, also before it is signed.

    A unit inspected knows of no other: in its copy a blank stands for them.
    """
    view, row, issuer = _round(session, actor, round_id)
    lines, name = signing.given(row.content.get("signer"), issuer.name)
    units = _places(session, view)
    fields = common(
        issuer,
        number=row.number,
        symbol=row.symbol,
        dated=row.issued_on,
        signer_lines=lines,
        signer_name=name,
        copies=["Như Điều 4", *recipients.named(units), view.superior, DRAFTING],
    )
    bases = [citing.of_basis(b) for b in row.content.get("basis") or ()]
    if view.plan:
        bases.append(view.plan)
    fields |= {
        "type_name": "QUYẾT ĐỊNH",
        "subject": decided(row.subject),
        "decider": signing.decider(issuer.name, lines),
        "bases": punctuated([b if b.startswith("Căn cứ") else f"Căn cứ {b}" for b in bases if b]),
        **_about(view),
    }
    file = file_name(f"Quyết định {row.number}-{row.symbol}", about(row.subject))
    return Paper(DECISION, file, fields, row.issued_on)


def notice(session: Session, actor: Actor, round_id: int) -> Paper:
    """The notice of the round: to all its units, or to the one of a reader who is inspected.

    The register gives it a number, which the system does not know. Raises ``NotFound``, also
    before the decision is signed.
    """
    view, row, issuer = _round(session, actor, round_id)
    fields = common(
        issuer,
        number="",
        symbol=f"TB-{row.symbol.split('-', 1)[1]}" if "-" in row.symbol else "",
        dated=None,
        signer_lines=signing.given(row.content.get("signer"), issuer.name)[0],
        signer_name="",
        copies=["Như trên", "Thành viên Đoàn kiểm tra", DRAFTING],
    )
    due = view.self_report_due_on
    fields |= {
        "type_name": "THÔNG BÁO",
        "subject": _inspecting(row.subject),
        "to": addressed([i.unit for i in view.inspections]),
        "decision": directives.called(session, row.id),
        "self_report_due": short_day(due) if due else BLANK,
        "outline": _lines(view.outline),
        **_about(view),
    }
    name = file_name("Thông báo kiểm tra", about(row.subject))
    return Paper(NOTICE, name, fields, None)


def minutes(session: Session, actor: Actor, inspection_id: int) -> Paper:
    """The minutes of one inspection; what they do not hold yet is blank, to be written by hand.

    Raises ``NotFound``, also before the decision was announced to the unit.
    """
    round_id = inspection_views.round_of(session, actor, inspection_id)
    view, row, issuer = _round(session, actor, round_id)
    one = next((i for i in view.inspections if i.id == inspection_id), None)
    if one is None or one.announced_on is None:
        raise NotFound(what=f"minutes of inspection {inspection_id}")
    fields = common(
        issuer,
        number="",
        symbol="BB-ĐKT",
        dated=one.minutes_on,
        signer_lines=(),
        signer_name="",
        copies=(),
    )
    told = one.minutes or {}
    fields |= {
        "type_name": "BIÊN BẢN",
        "subject": _inspecting(view.row.title),
        "decision": directives.called(session, row.id),
        "opened": written_day(one.minutes_on) if one.minutes_on else BLANK,
        "announced": short_day(one.announced_on),
        "unit": one.unit,
        "findings": _findings(one),
        "opinion": _lines(str(told.get("opinion") or "")) or [BLANK],
        **_about(view),
        **_signed(view, one, told),
    }
    name = file_name("Biên bản kiểm tra", one.unit, view.row.title)
    return Paper(MINUTES, name, fields, one.minutes_on)


def _round(session: Session, actor: Actor, round_id: int) -> tuple[RoundView, Directive, Issuer]:
    """The round, its decision, who inspects. Raises ``NotFound``."""
    found = session.scalars(select(InspectionRound).where(InspectionRound.id == round_id)).first()
    kept = access.require(found, f"inspection round {round_id}")
    # Clock-bound columns of the view are not printed; any moment does.
    view = inspection_views.shown(session, actor, round_id, kept.created_at)
    if view.directive_id is None:
        raise NotFound(what=f"the decision of inspection round {round_id}")
    return view, session.get_one(Directive, view.directive_id), issuer_of(session, kept.unit_id)


def _about(view: RoundView) -> Fields:
    """What decision, notice and minutes say alike."""
    units = [{"number": str(n), "unit": i.unit} for n, i in enumerate(view.inspections, 1)]
    if not view.whole:
        units.append({"number": "", "unit": BLANK})
    return {
        "title": view.row.title,
        "regime": view.row.regime,
        "scope": [sentence(line) for line in _lines(view.scope)],
        "starts_on": short_day(view.row.starts_on),
        "ends_on": short_day(view.row.ends_on),
        "team": [_member(n, one) for n, one in enumerate(view.team, 1)],
        "units": units,
    }


def _member(number: int, told: Mapping[str, object]) -> Fields:
    return {
        "number": str(number),
        "name": str(told["name"]),
        "unit": str(told["unit"]),
        "duty": str(told["duty"]),
    }


def _findings(one: InspectionRow) -> list[str]:
    """What was found: nothing is something, once the minutes are there."""
    if one.findings:
        return [f"{n}. {line}" for n, line in enumerate(one.findings, 1)]
    return [BLANK if one.minutes_on is None else "Không phát hiện vi phạm, thiếu sót."]


def _signed(view: RoundView, one: InspectionRow, told: Mapping[str, Any]) -> Fields:
    """The signatures; a refusal with its reason and who signs in the unit's stead."""
    head = next((str(m["name"]) for m in view.team if m["head"]), "")
    refused = one.signature is not None and one.signature != SIGNED
    kind = _WITNESSES.get(str(told.get("witnessKind") or ""), "")
    witness = ", ".join(filter(None, (one.witness or "", str(told.get("witnessTitle") or ""))))
    return {
        "team_head": head,
        "refusal": str(told.get("refusalReason") or "") if refused else "",
        "witness": f"{kind}: {witness}" if refused and kind else "",
        "unit_signature": "KHÔNG KÝ BIÊN BẢN" if refused else "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA",
        "witness_signature": kind.upper() if refused else "",
        "witness_name": (one.witness or "") if refused else "",
    }


def _inspecting(subject: str) -> str:
    """The trích yếu of a round's notice or minutes, which says that it is an inspection."""
    bare = titled(about(subject))
    return bare if bare.startswith(("Kiểm tra", "Thanh tra")) else f"Kiểm tra: {bare}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _places(session: Session, view: RoundView) -> list[tuple[str, str]]:
    ids = [i.unit_id for i in view.inspections]
    known = dict(session.execute(select(Unit.id, Unit.place).where(Unit.id.in_(ids))).all())
    return [(i.unit, known.get(i.unit_id, "")) for i in view.inspections]
