"""A directive is one of its kind: (issuer, symbol, number, year), once it has a number.

So it is too in the book of each unit that received it on paper; these never stand in its issuer's
way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.directive_tables import Directive
from engine.errors import Conflict

Identity = tuple[int, str, str, int]
"""(issuer id, symbol, number, year)."""

IDENTITY_INDEX = "uq_directive_identity"


class DuplicateDirective(Conflict):
    """The issuer already has a directive of that number, symbol and year."""

    code = "duplicate-directive"
    vi = "Văn bản số {what} năm {year} của đơn vị này đã có. Hãy kiểm tra số, ký hiệu và ngày."
    en = "This unit already has directive {what} of {year}. Check number, symbol and date."


class SameAgain(Conflict):
    """A directive without a number, alike in everything else to one already issued."""

    code = "same-directive-again"
    vi = (
        "Đơn vị này đã ban hành ngày {on} một văn bản cùng ký hiệu và trích yếu. Nếu là văn bản "
        "khác, hãy ghi số hoặc sửa trích yếu."
    )
    en = (
        "This unit already issued on {on} a directive with the same symbol and subject. If it is "
        "another one, give it a number or change the subject."
    )


def taken(
    session: Session, identities: Collection[Identity], booked_by: int | None = None
) -> set[Identity]:
    """Those of ``identities`` that a directive already has; a blank number is never taken.

    Looked for among those issued in the system, or in the book of the unit ``booked_by``.
    """
    numbered = {identity for identity in identities if identity[2]}
    if not numbered:
        return set()
    columns = (Directive.issuer_id, Directive.symbol, Directive.number, Directive.year)
    book = Directive.booked_by_id.is_not_distinct_from(booked_by)
    rows = session.execute(select(*columns).where(tuple_(*columns).in_(numbered), book))
    return {(issuer, symbol, number, year) for issuer, symbol, number, year in rows}


def duplicate(identity: Identity) -> DuplicateDirective:
    """The error for an identity already taken."""
    _, symbol, number, year = identity
    return DuplicateDirective(what=f"{number}/{symbol}" if symbol else number, year=year)


@contextmanager
def identity_guard(session: Session) -> Iterator[None]:
    """Turn a lost race for a number into DuplicateDirective, the transaction still usable."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        diag = getattr(error.orig, "diag", None)
        if getattr(diag, "constraint_name", None) != IDENTITY_INDEX:
            raise
        raise DuplicateDirective(what=getattr(diag, "message_detail", "?"), year="?") from error
