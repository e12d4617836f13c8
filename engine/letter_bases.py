"""The documents that a letter rests on: whose they are, and which are on record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from engine import access
from engine.directive_tables import DRAFT, Directive
from engine.intake.found import Basis
from engine.letter_names import UNIT, Named, Names, chosen
from engine.people import Actor
from engine.received_findings import Finding, of_kind
from engine.units import UnitRef

Identity = tuple[int, str, str, date]
"""By which a directive is known: its issuer's id, its number, symbol and date."""


@dataclass(frozen=True, slots=True)
class KnownBasis:
    """A document the letter rests on: its issuer, and the directive on record, if it is."""

    finding: Finding
    issuer: Named
    directive_id: int | None = None


def known_bases(
    names: Names, actor: Actor, findings: Sequence[Finding], near: Sequence[int], on: date
) -> Iterable[KnownBasis]:
    """The bases of a letter of the day ``on``, whose issuer and those above it are ``near``."""
    bases = of_kind(findings, "basis")
    names.prepare(
        (one.value.issuer, one.value.date or on, tuple(near)) for one in bases if one.value.issuer
    )
    issuers = [_basis_issuer(names, one, near, on) for one in bases]
    identities = [
        _identity(one.value, issuer.unit) for one, issuer in zip(bases, issuers, strict=True)
    ]
    known = on_record(names.session, [one for one in identities if one is not None], actor.unit_id)
    seen = _seen(names.session, actor, known.values())
    for one, issuer, identity in zip(bases, issuers, identities, strict=True):
        found = known.get(identity) if identity is not None else None
        yield KnownBasis(one, issuer, found if found in seen else None)


def _basis_issuer(names: Names, one: Finding, near: Sequence[int], on: date) -> Named:
    basis: Basis = one.value
    if code := one.chosen.get(UNIT, ""):
        return chosen(names.session, basis.issuer or "", code, basis.date or on)
    return names.named(basis.issuer, basis.date or on, near) if basis.issuer else Named("")


def split_number(text: str) -> tuple[str, str]:
    """'836/SLĐTBXH-TE&BĐG' as number and symbol; a number may be missing."""
    number, slash, symbol = text.partition("/")
    if slash:
        return number.strip(), symbol.strip()
    return (number.strip(), "") if number[:1].isdigit() else ("", number.strip())


def on_record(
    session: Session, identities: Collection[Identity], unit_id: int
) -> dict[Identity, int]:
    """The directives known by these that are in the system or the unit's book, the earliest."""
    if not identities:
        return {}
    columns = (Directive.issuer_id, Directive.number, Directive.symbol, Directive.issued_on)
    rows = session.execute(
        select(*columns, func.min(Directive.id))
        .where(
            tuple_(*columns).in_(identities),
            Directive.status != DRAFT,
            func.coalesce(Directive.booked_by_id, unit_id) == unit_id,
        )
        .group_by(*columns)
    )
    return {(issuer, number, symbol, day): found for issuer, number, symbol, day, found in rows}


def _seen(session: Session, actor: Actor, directives: Collection[int]) -> set[int]:
    """Those of the directives that the actor may see."""
    if not directives:
        return set()
    may = access.directives(actor, Directive.id)
    return set(session.scalars(select(Directive.id).where(Directive.id.in_(directives), may)))


def _identity(basis: Basis, issuer: UnitRef | None) -> Identity | None:
    number, symbol = split_number(basis.number)
    if not number or basis.date is None or issuer is None:
        return None
    return issuer.id, number, symbol, basis.date
