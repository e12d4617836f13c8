"""People follow their posts: an ended unit's officers serve its heir from that day."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints
from engine.restructuring_moves import Moves

# A post that begins later than the unit ends is moved as it is: it never counted at the old unit.
_POSTS = text("""
    WITH ending AS (
        SELECT p.id, p.account_id, m.heir, p.role, p.title, p.valid_from, p.valid_to,
            greatest(p.valid_from, u.valid_to) AS since
        FROM post p JOIN moved m ON m.old = p.unit_id JOIN unit u ON u.id = p.unit_id
        WHERE p.valid_to IS NULL OR p.valid_to > u.valid_to
    ), ended AS (
        UPDATE post SET valid_to = ending.since FROM ending WHERE post.id = ending.id
    ), begun AS (
        INSERT INTO post (account_id, unit_id, role, title, valid_from, valid_to)
        SELECT DISTINCT ON (account_id, heir, role) account_id, heir, role, title, since, valid_to
        FROM ending e
        WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p.account_id = e.account_id
            AND p.unit_id = e.heir AND p.role = e.role AND p.valid_from <= e.since
            AND (p.valid_to IS NULL OR p.valid_to > e.since))
        ORDER BY account_id, heir, role, since, id
        RETURNING account_id
    )
    SELECT count(*) FROM ending
""")
_ACCOUNTS = text("""
    UPDATE account a SET unit_id = m.heir, roles = coalesce((
        SELECT array_agg(DISTINCT p.role ORDER BY p.role) FROM post p
        WHERE p.account_id = a.id AND p.unit_id = m.heir
            AND (p.valid_to IS NULL OR p.valid_to > :on)), a.roles)
    FROM moved m WHERE a.unit_id = m.old RETURNING a.id
""")
_AT = text("""
    SELECT DISTINCT p.unit_id, a.username, a.name
    FROM post p JOIN account a ON a.id = p.account_id JOIN unit u ON u.id = p.unit_id
    WHERE p.unit_id = ANY(CAST(:units AS bigint[])) AND a.active
        AND (p.valid_to IS NULL OR p.valid_to > u.valid_to)
    ORDER BY a.username
""")


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody whose unit has several successors: sent to the first, the others are for a person."""

    username: str
    name: str
    unit: str
    went_to: str
    others: tuple[str, ...]


def leaving(session: Session, moves: Moves) -> tuple[int, list[Choice]]:
    """How many people follow their posts, and those about whom an administrator decides."""
    rows = session.execute(_AT, {"units": ints(moves.heirs)}).all()
    units = moves.units
    choices = [
        Choice(
            row.username,
            row.name,
            units[row.unit_id].name,
            units[moves.heirs[row.unit_id]].name,
            tuple(units[other].name for other in moves.split[row.unit_id][1:]),
        )
        for row in rows
        if row.unit_id in moves.split
    ]
    return len({row.username for row in rows}), choices


def follow(session: Session, moves: Moves) -> int:
    """End posts at ended units and begin them at the heirs; how many accounts changed their unit."""
    session.execute(_POSTS)
    return len(session.execute(_ACCOUNTS, {"on": moves.on}).all())
