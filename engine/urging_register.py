"""Numbers of outgoing letters: one sequence for each unit and year, none given twice.

Numbers begin at 1 on each 1 January. They are taken inside the transaction that writes the letter:
one that is rolled back gives its number back, so a register has no gaps either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints

# In the order of the units, so that two workers do not wait for each other in a circle.
_TAKE = text("""
    INSERT INTO letter_register (issuer_id, year, last)
    SELECT issuer_id, :year, wanted
    FROM unnest(CAST(:issuers AS bigint[]), CAST(:wanted AS int[])) AS r(issuer_id, wanted)
    ORDER BY issuer_id
    ON CONFLICT (issuer_id, year) DO UPDATE SET last = letter_register.last + excluded.last
    RETURNING issuer_id, last
""")


def take_numbers(session: Session, issuers: Sequence[int], year: int) -> list[int]:
    """The next number of each issuer's register, in order; an issuer may stand there often."""
    wanted = Counter(issuers)
    if not wanted:
        return []
    rows = session.execute(
        _TAKE,
        {"issuers": ints(wanted), "wanted": ints(wanted.values()), "year": year},
    )
    following = {row.issuer_id: row.last - wanted[row.issuer_id] + 1 for row in rows}
    numbers = []
    for issuer in issuers:
        numbers.append(following[issuer])
        following[issuer] += 1
    return numbers
