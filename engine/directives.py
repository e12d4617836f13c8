"""Directives: recorded, derived, read. The door to this subject; the rules stand beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.deriving import (
    DerivedTwice,
    DeriveRequest,
    IssuedTooEarly,
    UnknownDirective,
    derive,
)
from engine.directive_tables import (
    CLOSED,
    DRAFT,
    ISSUED,
    Directive,
    Milestone,
    Obligation,
    Provision,
    Recipient,
)
from engine.drafts import DirectiveDraft, DirectiveRefused
from engine.errors import Conflict
from engine.identities import DuplicateDirective
from engine.obligations import OwedReport, Who, any_of, owed
from engine.recording import NobodySelected, RepeatedCode, UnknownGroup, record

TYPES = {
    "cong_van": "Công văn",
    "ke_hoach": "Kế hoạch",
    "chi_thi": "Chỉ thị",
    "quyet_dinh": "Quyết định",
    "thong_bao": "Thông báo",
    "huong_dan": "Hướng dẫn",
    "chuong_trinh": "Chương trình",
    "cong_dien": "Công điện",
    "nghi_quyet": "Nghị quyết",
    "ket_luan": "Kết luận",
}


class Named(Protocol):
    """What a label needs; ``Directive`` has it, and so may a row."""

    @property
    def type(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def symbol(self) -> str: ...
    @property
    def issued_on(self) -> date: ...


def label(directive: Named) -> str:
    """How people call it: "Công văn số 912/LĐTBXH-BĐG"; by its date while it has no number."""
    kind = TYPES.get(directive.type, "Văn bản")
    if directive.number:
        return f"{kind} số {'/'.join(filter(None, (directive.number, directive.symbol)))}"
    symbol = f" số …/{directive.symbol}" if directive.symbol else ""
    return f"{kind}{symbol} ngày {directive.issued_on:%d/%m/%Y}"


def selection(directive: Directive) -> list[int]:
    """The ids of the units a recorded directive goes to, in the order of the file.

    Empty for a derived one, whose model says to whom it goes.
    """
    return list(directive.content.get("selection", []))


def issue(session: Session, directive: Directive, now: datetime) -> None:
    """From draft to issued; raises Conflict when it is not a draft (any more)."""
    session.flush()
    session.refresh(directive, with_for_update=True)
    if directive.status != DRAFT:
        raise Conflict(what=label(directive))
    directive.status = ISSUED
    directive.issued_at = now


def obligations_of(session: Session, directive_ids: Collection[int]) -> dict[int, list[Obligation]]:
    """The obligations of each directive in their order, undated ones among them."""
    found: dict[int, list[Obligation]] = {id_: [] for id_ in directive_ids}
    wanted = select(Obligation).where(Obligation.directive_id == any_of(found))
    for obligation in session.scalars(wanted.order_by(Obligation.position)):
        found[obligation.directive_id].append(obligation)
    return found


def provisions_of(session: Session, directive_ids: Collection[int]) -> dict[int, list[Provision]]:
    """The provisions of each directive: its own, or those of the one it passes on."""
    holder = func.coalesce(Directive.provisions_of_id, Directive.id)
    wanted = (
        select(Directive.id, Provision)
        .join(Provision, Provision.directive_id == holder)
        .where(Directive.id == any_of(directive_ids))
        .order_by(Provision.position)
    )
    found: dict[int, list[Provision]] = defaultdict(list)
    for id_, provision in session.execute(wanted):
        found[id_].append(provision)
    return {id_: found[id_] for id_ in directive_ids}


__all__ = [
    "CLOSED",
    "DRAFT",
    "ISSUED",
    "TYPES",
    "DeriveRequest",
    "DerivedTwice",
    "Directive",
    "DirectiveDraft",
    "DirectiveRefused",
    "DuplicateDirective",
    "IssuedTooEarly",
    "Milestone",
    "NobodySelected",
    "Obligation",
    "OwedReport",
    "Provision",
    "Recipient",
    "RepeatedCode",
    "UnknownDirective",
    "UnknownGroup",
    "Who",
    "derive",
    "issue",
    "label",
    "obligations_of",
    "owed",
    "provisions_of",
    "record",
    "selection",
]
