"""The duty that a passed-on one was derived from: what its units owe when its passer is no more.

A district passes a province's duty on to its communes. When the district becomes one with the
province (2025-07-01), the communes owe the province's duty itself from their next period on, so
that the province has one roll-up of all of them, and nobody owes one thing to it twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.addressees import addressees_of
from engine.arrays import ints

_SOURCES = text("""
    SELECT o.id, own.issuer_id AS passed_on_by, s.id AS source, d.issuer_id AS issuer,
        s.consolidator_id AS consolidator
    FROM obligation o JOIN directive own ON own.id = o.directive_id
        JOIN obligation s ON s.id = o.source_id JOIN directive d ON d.id = s.directive_id
    WHERE o.id = ANY(CAST(:ids AS bigint[])) AND d.status = 'issued'
""")


@dataclass(frozen=True, slots=True)
class Source:
    """An obligation above, its ``issuer``, and the body that passed it on; ids of units."""

    obligation_id: int
    passed_on_by: int
    issuer: int
    consolidator: int
    addressee: int

    @property
    def bodies(self) -> tuple[int, int, int, int]:
        """All bodies it names."""
        return self.passed_on_by, self.issuer, self.consolidator, self.addressee

    def is_owed(self, heirs: Mapping[int, Sequence[int]]) -> bool:
        """Whether its passer is no more and goes on in its issuer, as that is today.

        ``heirs``: units that are no more → those that answer for them.
        """
        if self.passed_on_by not in heirs:
            return False
        issuer = heirs.get(self.issuer, (self.issuer,))
        return bool(set(heirs[self.passed_on_by]) & set(issuer))


def sources_of(session: Session, obligation_ids: Collection[int]) -> dict[int, Source]:
    """The source of each obligation that has one, in two statements."""
    rows = session.execute(_SOURCES, {"ids": ints(obligation_ids)}).all()
    addressees = addressees_of(session, {row.source for row in rows}) if rows else {}
    found = {}
    for row in rows:
        addressee = addressees[row.source]
        consolidator = row.consolidator or addressee
        found[row.id] = Source(row.source, row.passed_on_by, row.issuer, consolidator, addressee)
    return found
