"""Whom a report is addressed to, apart from the body it is sent through (qua Phòng …).

The letter names the addressee in free text. Where that names one unit of the day, it is that unit;
where it names several bodies, one outside the tree or none, it is the directive's issuer.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.directive_tables import Directive, Obligation
from engine.obligations import any_of


def addressee() -> ColumnElement[int]:
    """The addressee's unit id, in a query over ``Obligation`` joined with its ``Directive``."""
    return func.coalesce(Obligation.addressee_id, Directive.issuer_id)


def addressees_of(session: Session, obligation_ids: Collection[int]) -> dict[int, int]:
    """The addressee's unit id of each obligation, in one statement."""
    rows = session.execute(
        select(Obligation.id, addressee())
        .join(Directive, Directive.id == Obligation.directive_id)
        .where(Obligation.id == any_of(obligation_ids))
    )
    return {row[0]: row[1] for row in rows}
