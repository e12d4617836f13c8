"""A draft becomes a directive: units are looked up, deadlines tried, then all rows written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.campaign_windows import windows
from engine.directive_tables import DRAFT, Directive, Obligation, Provision, Recipient
from engine.drafts import DirectiveDraft, DirectiveRefused, Problems
from engine.errors import InputError
from engine.identities import identity_guard
from engine.obligations import any_of
from engine.resolving import NobodySelected, RepeatedCode, Resolved, Resolver, UnknownGroup
from engine.unit_names import find
from engine.units import Unit

__all__ = ["NobodySelected", "RepeatedCode", "UnknownGroup", "UnknownSource", "record"]


class UnknownSource(InputError):
    """An obligation passes on one that the superior's directive does not have."""

    code = "unknown-source"
    vi = "Văn bản cấp trên không có chế độ báo cáo «{source}». Hãy kiểm tra căn cứ và mã."
    en = "The superior's directive has no obligation «{source}». Check the basis and the code."


def record(
    session: Session,
    draft: DirectiveDraft,
    now: datetime,
    parent_id: int | None = None,
    booked_by: int | None = None,
) -> Directive:
    """Write the draft as a directive not issued yet, with its parts and recipients.

    Units are those of ``issued_on``. A dated obligation without a consolidator goes to the issuer.
    This one becomes the child of ``parent_id``, else of the first basis that is a directive already
    known. ``booked_by``: the unit in whose book it is put, not issued in the system. Raises
    DirectiveRefused with every fault, before anything is written.
    """
    problems = Problems(draft.source)
    resolver = Resolver(session, draft, now, problems, booked_by)
    resolved = resolver.resolve()
    draft = resolver.draft
    parent = session.get_one(Directive, parent_id) if parent_id else None
    if parent is None and resolved is not None:
        parent = _parent(session, draft, booked_by or resolved.issuer.id)
    sources = _sources(session, draft, parent, problems)
    if resolved is None or problems.found:
        raise DirectiveRefused(problems.found)
    directive = _directive(draft, resolved, parent)
    directive.booked_by_id = booked_by
    with problems.at("number"), identity_guard(session):
        session.add(directive)
        session.flush()
        directive.root_id = parent.root_id or parent.id if parent else directive.id
        session.add_all(_parts(session, draft, resolved, sources, directive.id))
        session.add_all(windows(session, draft, directive.id, resolved.issuer.id))
    problems.refuse()
    return directive


def _parent(session: Session, draft: DirectiveDraft, unit_id: int) -> Directive | None:
    """The first basis that is a directive on record, of an issuer of the name printed.

    It was issued in the system, or stands in the unit's own book.
    """
    book = func.coalesce(Directive.booked_by_id, unit_id) == unit_id
    for basis in draft.basis:
        if not basis.number or basis.date is None:
            continue
        known = select(Directive).where(
            Directive.number == basis.number,
            Directive.symbol == basis.symbol,
            Directive.issued_on == basis.date,
            book,
        )
        for directive in session.scalars(known):
            try:
                issuer = find(session, basis.issuer, basis.date)
            except InputError:
                continue  # a basis may be of a body the tree does not hold
            if issuer.id == directive.issuer_id:
                return directive
    return None


def _sources(
    session: Session, draft: DirectiveDraft, parent: Directive | None, problems: Problems
) -> list[int | None]:
    """The superior's obligation that each of the draft's passes on."""
    known: dict[str, int] = {}
    if parent is not None:
        theirs = select(Obligation.code, Obligation.id).where(Obligation.directive_id == parent.id)
        known = {row.code: row.id for row in session.execute(theirs)}
    for obligation in draft.obligations:
        if obligation.source and obligation.source not in known:
            with problems.at(f"{obligation.path}.source"):
                raise UnknownSource(source=obligation.source)
    return [known.get(obligation.source) for obligation in draft.obligations]


def _directive(draft: DirectiveDraft, resolved: Resolved, parent: Directive | None) -> Directive:
    return Directive(
        issuer_id=resolved.issuer.id,
        number=draft.number,
        symbol=draft.symbol,
        year=draft.issued_on.year,
        type=draft.type,
        issued_on=draft.issued_on,
        subject=draft.subject,
        field=draft.field,
        parent_id=parent.id if parent else None,
        model_key=draft.process,
        status=DRAFT,
        content={**draft.content, "selection": list(resolved.recipients)},
    )


def _parts(
    session: Session,
    draft: DirectiveDraft,
    resolved: Resolved,
    sources: list[int | None],
    directive: int,
) -> Iterator[Provision | Obligation | Recipient]:
    for position, provision in enumerate(draft.provisions):
        yield Provision(
            directive_id=directive,
            position=position,
            number=provision.number,
            text=provision.text,
            lead=provision.lead,
            coordinators=list(provision.coordinators),
        )
    whose = zip(
        draft.obligations,
        resolved.who,
        resolved.consolidators,
        resolved.addressees,
        sources,
        strict=True,
    )
    for position, (obligation, who, consolidator, addressee, source) in enumerate(whose):
        yield Obligation(
            directive_id=directive,
            position=position,
            code=obligation.code,
            title=obligation.title,
            kind=obligation.rule.kind,
            rule=obligation.rule.to_json(),
            who=who.to_json(),
            consolidator_id=consolidator,
            addressee_id=addressee,
            source_id=source,
            requested=obligation.requested,
            form=obligation.form,
            details=dict(obligation.details),
        )
    requested = _requested(session, resolved.recipients)
    for unit, groups in resolved.recipients.items():
        asked = all(draft.recipients[group].requested for group in groups)
        yield Recipient(
            directive_id=directive,
            unit_id=unit,
            requested=asked or unit in requested,
            groups=groups,
        )


def _requested(session: Session, units: Mapping[int, Any]) -> set[int]:
    """Those of ``units`` that are asked, not ordered, whoever writes to them."""
    return set(session.scalars(select(Unit.id).where(Unit.id == any_of(units), Unit.requested)))
