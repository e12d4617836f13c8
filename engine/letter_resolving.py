"""A confirmed letter held against the system: which units and which directives it speaks of.

Everything is looked up on the letter's day. What is unknown, or may mean several, is told with its
candidates for a person to choose; a person's choice (``Finding.chosen``) comes before any look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.directive_tables import DRAFT, Directive
from engine.intake.found import Basis, Issued, Issuer, Report
from engine.letter_names import AMBIGUOUS, NEAREST, Named, Names, chain, chosen
from engine.letter_recipients import Meant, Recipients
from engine.people import Actor
from engine.received_findings import Finding, of_kind
from engine.units import Unit, UnitRef

UNIT, GROUP, WHO, CONSOLIDATOR = "unit", "group", "who", "consolidator"
"""The parts of a finding about which a person may choose."""


@dataclass(frozen=True, slots=True)
class KnownBasis:
    """A document the letter rests on: its issuer, and the directive on record, if it is."""

    finding: Finding
    issuer: Named
    directive_id: int | None = None


@dataclass(frozen=True, slots=True)
class ResolvedReport:
    """A report with its bodies: who owes it, who consolidates, where the result goes."""

    finding: Finding
    who: tuple[Meant, ...]
    consolidator: Named | None
    goes_up_to: tuple[Named, ...] = ()

    @property
    def report(self) -> Report:
        """What was found."""
        value: Report = self.finding.value
        return value

    @property
    def everybody(self) -> bool:
        """Whether all recipients owe it: the words say so, or name nobody."""
        return not self.who or any(meant.everybody for meant in self.who)

    @property
    def owing(self) -> frozenset[int]:
        """The units that the words name."""
        return frozenset[int]().union(*(meant.members for meant in self.who))


@dataclass(frozen=True, slots=True)
class Resolved:
    """The letter as the system understands it. ``on`` is the day whose units are meant: the
    letter's own (``dated``), or the earliest it may have.
    """

    on: date
    dated: bool
    issuer: Named
    ours: bool
    bases: tuple[KnownBasis, ...] = ()
    recipients: tuple[tuple[Finding, Meant], ...] = ()
    reports: tuple[ResolvedReport, ...] = ()
    known: int | None = None
    looker: Recipients | None = field(default=None, compare=False, repr=False)

    @property
    def parent_id(self) -> int | None:
        """The directive on record that the letter rests on first."""
        return next((b.directive_id for b in self.bases if b.directive_id is not None), None)


def resolve(session: Session, actor: Actor, findings: Sequence[Finding], today: date) -> Resolved:
    """What the findings mean in the system, for a letter that the actor's unit received.

    Directives that the actor may not see are none, but for ``known``: the letter itself. A letter without any date is of ``today``. A few statements for each name; changes nothing.
    """
    on, dated = day_of(findings, today)
    unit_id = actor.unit_id
    names = Names(session)
    issuer = _issuer(names, findings, unit_id, on)
    near = chain(session, issuer.unit.id if issuer.unit else unit_id)
    bases = tuple(_bases(names, actor, findings, near, on))
    if issuer.unit is None:
        return Resolved(on, dated, issuer, ours=False, bases=bases)
    looker = Recipients.of(names, issuer.unit, on)
    recipients = tuple(
        (one, looker.meant(one.value, one.chosen.get(GROUP, "")))
        for one in of_kind(findings, "recipient") or of_kind(findings, "recipient_inferred")
    )
    return Resolved(
        on,
        dated,
        issuer,
        issuer.unit.id == unit_id,
        bases,
        recipients,
        tuple(_report(one, looker) for one in of_kind(findings, "report", "task")),
        _on_record(session, findings, issuer.unit, on) if dated else None,
        looker,
    )


def day_of(findings: Iterable[Finding], today: date) -> tuple[date, bool]:
    """The letter's day, and whether it is printed; else the earliest that it may be of."""
    for one in of_kind(findings, "issued"):
        issued: Issued = one.value
        if issued.date is not None:
            return issued.date, True
        if issued.not_before is not None:
            return issued.not_before, False
        if issued.year is not None:
            return date(issued.year, issued.month or 1, 1), False
    return today, False


def symbol_of(findings: Iterable[Finding]) -> tuple[str, str]:
    """The letter's number and symbol, blank where it has none."""
    said = {one.kind: str(one.value or "") for one in of_kind(findings, "number", "symbol")}
    return said.get("number", ""), said.get("symbol", "")


def split_number(text: str) -> tuple[str, str]:
    """'836/SLĐTBXH-TE&BĐG' as number and symbol; a number may be missing."""
    number, slash, symbol = text.partition("/")
    if slash:
        return number.strip(), symbol.strip()
    return (number.strip(), "") if number[:1].isdigit() else ("", number.strip())


def _issuer(names: Names, findings: Sequence[Finding], unit_id: int, on: date) -> Named:
    found = of_kind(findings, "issuer")
    if not found:
        return Named("")
    one = found[-1]
    issuer: Issuer = one.value
    if code := one.chosen.get(UNIT, ""):
        return chosen(names.session, issuer.name, code, on)
    best: Named | None = None
    for text in _issuer_names(issuer):
        name = names.named(text, on)
        if name.unit is not None:
            return Named(issuer.name, name.unit, (), name.why)
        best = best or (name if name.candidates else None)
    return _nearest(names, issuer.name, best, unit_id, on)


def _issuer_names(issuer: Issuer) -> Iterable[str]:
    """The issuer's name with what tells it from others of its name, the fullest first."""
    locality = issuer.locality or ""
    _, _, above = locality.partition(",")
    for more in (locality, above, issuer.parent or ""):
        if more.strip():
            yield f"{issuer.name}, {more.strip()}"
    yield issuer.name
    if locality:
        yield locality


def _nearest(names: Names, text: str, several: Named | None, unit_id: int, on: date) -> Named:
    """Of several that have the name, the one above the reader's unit is proposed, and marked."""
    ours = chain(names.session, unit_id)
    if several is None:
        near = names.named(text, on, ours)
        return Named(text, near.unit, near.candidates, NEAREST if near.unit else near.why)
    here = [unit for unit in several.candidates if unit.id in ours]
    if len(here) == 1:
        return Named(text, here[0], several.candidates, NEAREST)
    return Named(text, None, several.candidates, AMBIGUOUS)


def _bases(
    names: Names, actor: Actor, findings: Sequence[Finding], near: Sequence[int], on: date
) -> Iterable[KnownBasis]:
    for one in of_kind(findings, "basis"):
        basis: Basis = one.value
        issuer = Named(basis.issuer or "")
        if code := one.chosen.get(UNIT, ""):
            issuer = chosen(names.session, basis.issuer or "", code, basis.date or on)
        elif basis.issuer:
            issuer = names.named(basis.issuer, basis.date or on, near)
        yield KnownBasis(one, issuer, _basis_on_record(names.session, actor, basis, issuer))


def _basis_on_record(session: Session, actor: Actor, basis: Basis, issuer: Named) -> int | None:
    number, symbol = split_number(basis.number)
    if not number or basis.date is None or issuer.unit is None:
        return None
    found = _directive(session, issuer.unit, number, symbol, basis.date)
    seen = select(Directive.id).where(Directive.id == found, access.directives(actor, Directive.id))
    return session.scalar(seen) if found is not None else None


def _on_record(
    session: Session, findings: Sequence[Finding], issuer: UnitRef, on: date
) -> int | None:
    number, symbol = symbol_of(findings)
    return _directive(session, issuer, number, symbol, on) if number else None


def _directive(session: Session, issuer: UnitRef, number: str, symbol: str, on: date) -> int | None:
    return session.scalars(
        select(Directive.id)
        .where(
            Directive.issuer_id == issuer.id,
            Directive.number == number,
            Directive.symbol == symbol,
            Directive.issued_on == on,
            Directive.status != DRAFT,
        )
        .order_by(Directive.id)
        .limit(1)
    ).one_or_none()


def _report(one: Finding, looker: Recipients) -> ResolvedReport:
    value = one.value
    choice = one.chosen.get(WHO, "")
    who = tuple(looker.meant(text) for text in value.who)
    if choice:
        who = (looker.meant("; ".join(value.who), choice),)
    if not isinstance(value, Report):
        return ResolvedReport(one, who, None)
    up = tuple(looker.names.named(text, looker.on, looker.near) for text in value.goes_up_to)
    return ResolvedReport(one, who, _consolidator(one, looker), up)


def _consolidator(one: Finding, looker: Recipients) -> Named | None:
    """The body that collects: the one said to, the one reports go through, the one they go to."""
    report: Report = one.value
    texts = [text for text in (report.consolidator, report.via, report.to) if text]
    if code := one.chosen.get(CONSOLIDATOR, ""):
        return chosen(looker.session, texts[0] if texts else "", code, looker.on)
    if not texts:
        return None
    names = [looker.names.named(text, looker.on, looker.near) for text in texts]
    near = (
        n for n in names if n.unit is not None and _collects(looker.session, n.unit, looker.issuer)
    )
    return next(near, names[0])


def _collects(session: Session, unit: UnitRef, issuer: UnitRef) -> bool:
    """Whether it may collect for the issuer: itself, or a body directly below it."""
    return unit.id == issuer.id or session.get_one(Unit, unit.id).parent_id == issuer.id
