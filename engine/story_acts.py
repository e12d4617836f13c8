"""What became of a story's happenings and of the ladder's papers: counts that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.restructuring import Summary


@dataclass(frozen=True, slots=True)
class Extensions:
    """Extensions: ``asked`` = ``granted`` + ``refused`` + ``undecided``."""

    asked: int = 0
    granted: int = 0
    refused: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Letters:
    """Urging letters: ``issued`` to ``units`` late units in all, ``dropped``, ``unsigned``; named
    ``lists``."""

    issued: int = 0
    units: int = 0
    dropped: int = 0
    unsigned: int = 0
    lists: int = 0


@dataclass(frozen=True, slots=True)
class Inspections:
    """``rounds`` opened, ``reported`` up; units ``inspected`` with minutes, ``unsigned`` of them,
    ``concluded``. ``remedies`` due by the end = ``on_time`` + ``late`` + ``never``."""

    rounds: int = 0
    reported: int = 0
    inspected: int = 0
    unsigned: int = 0
    concluded: int = 0
    remedies: int = 0
    on_time: int = 0
    late: int = 0
    never: int = 0


@dataclass(frozen=True, slots=True)
class Difficulties:
    """``raised`` = ``answered`` + ``open``, as ``questions``; ``tiers_up``: the most bodies that
    one question reached."""

    raised: int = 0
    questions: int = 0
    answered: int = 0
    open: int = 0
    tiers_up: int = 0


@dataclass(frozen=True, slots=True)
class Incidents:
    """``reported`` = ``closed`` + ``open``; ``forwarded``: those that went on to a second body."""

    reported: int = 0
    closed: int = 0
    open: int = 0
    forwarded: int = 0


@dataclass(frozen=True, slots=True)
class Rollups:
    """Roll-ups ``opened``, ``closed`` of them, ``without_some`` although units were missing;
    ``merged`` reports in all of them; ``supplements``."""

    opened: int = 0
    closed: int = 0
    without_some: int = 0
    merged: int = 0
    supplements: int = 0


@dataclass(frozen=True, slots=True)
class Structure:
    """Changes of structure: ``units`` ended that day; running processes that passed to an heir or
    ended; reports that passed, and that became one with another."""

    changes: int = 0
    units: int = 0
    instances: int = 0
    ended: int = 0
    reports_passed: int = 0
    reports_merged: int = 0


@dataclass(frozen=True, slots=True)
class Acts:
    """All of them."""

    extensions: Extensions = field(default_factory=Extensions)
    letters: Letters = field(default_factory=Letters)
    inspections: Inspections = field(default_factory=Inspections)
    difficulties: Difficulties = field(default_factory=Difficulties)
    incidents: Incidents = field(default_factory=Incidents)
    rollups: Rollups = field(default_factory=Rollups)
    structure: Structure = field(default_factory=Structure)


_EXTENSIONS = text("""
    SELECT count(*), count(*) FILTER (WHERE status = 'granted'),
        count(*) FILTER (WHERE status = 'refused'), count(*) FILTER (WHERE status = 'asked')
    FROM extension
""")
_LETTERS = text("""
    SELECT count(*) FILTER (WHERE status = 'issued'),
        (SELECT count(*) FROM urging_addressee a JOIN urging_letter l ON l.id = a.letter_id
         WHERE l.status = 'issued' AND a.spared_at IS NULL),
        count(*) FILTER (WHERE status = 'dropped'), count(*) FILTER (WHERE status = 'draft'),
        (SELECT count(*) FROM named_list)
    FROM urging_letter
""")
_INSPECTIONS = text("""
    SELECT (SELECT count(*) FROM inspection_round WHERE opened_at IS NOT NULL),
        (SELECT count(*) FROM inspection_round WHERE reported_at IS NOT NULL),
        (SELECT count(*) FROM inspection WHERE minutes_on IS NOT NULL),
        (SELECT count(*) FROM inspection WHERE signature = 'refused'),
        (SELECT count(*) FROM inspection WHERE concluded_on IS NOT NULL),
        count(*), count(*) FILTER (WHERE done AND r.submitted_at < r.first_due_at),
        count(*) FILTER (WHERE done AND r.submitted_at >= r.first_due_at),
        count(*) FILTER (WHERE NOT done)
    FROM inspection i JOIN report r ON r.directive_id = i.directive_id
        CROSS JOIN LATERAL (SELECT r.status IN ('submitted', 'accepted') AS done) AS s
    WHERE r.first_due_at <= :ends AND r.status <> 'merged'
""")
_DIFFICULTIES = text("""
    SELECT count(*), count(DISTINCT lead_id), count(*) FILTER (WHERE status = 'answered'),
        count(*) FILTER (WHERE status = 'open'),
        coalesce((SELECT max(n) FROM (SELECT count(*) AS n FROM difficulty_step
                                      GROUP BY difficulty_id) AS steps), 0)
    FROM difficulty
""")
_INCIDENTS = text("""
    SELECT count(*), count(*) FILTER (WHERE status = 'closed'),
        count(*) FILTER (WHERE status <> 'closed'),
        (SELECT count(*) FROM (SELECT incident_id FROM incident_step GROUP BY incident_id
                               HAVING count(*) > 1) AS steps)
    FROM incident
""")
_ROLLUPS = text("""
    SELECT count(*), count(*) FILTER (WHERE versions > 0),
        (SELECT count(*) FROM rollup_version WHERE n = 1 AND jsonb_array_length(absent) > 0),
        (SELECT count(*) FROM rollup_entry), (SELECT count(*) FROM rollup_version WHERE n > 1)
    FROM rollup
""")


def count_acts(session: Session, ends: datetime, changes: Iterable[Summary]) -> Acts:
    """Count everything in the story's database."""

    def row(query: object, **values: object) -> tuple[int, ...]:
        return tuple(session.execute(query, values).one())  # type: ignore[call-overload]

    return Acts(
        Extensions(*row(_EXTENSIONS)),
        Letters(*row(_LETTERS)),
        Inspections(*row(_INSPECTIONS, ends=ends)),
        Difficulties(*row(_DIFFICULTIES)),
        Incidents(*row(_INCIDENTS)),
        Rollups(*row(_ROLLUPS)),
        _structure(list(changes)),
    )


def _structure(changes: list[Summary]) -> Structure:
    return Structure(
        len(changes),
        sum(sum(c.units.values()) for c in changes),
        sum(c.instances for c in changes),
        sum(c.ended for c in changes),
        sum(c.reports_passed for c in changes),
        sum(c.reports_merged for c in changes),
    )


def contradictions(acts: Acts) -> Iterator[str]:
    """What does not add up, in words."""
    x, i, d, v, r = (
        acts.extensions,
        acts.inspections,
        acts.difficulties,
        acts.incidents,
        acts.rollups,
    )
    for holds, why in (
        (x.granted + x.refused + x.undecided == x.asked, f"extensions {x}"),
        (i.unsigned <= i.inspected and i.concluded <= i.inspected, f"inspections {i}"),
        (i.on_time + i.late + i.never == i.remedies, f"remedies {i}"),
        (d.answered + d.open == d.raised and d.questions <= d.raised, f"difficulties {d}"),
        (v.closed + v.open == v.reported and v.forwarded <= v.reported, f"incidents {v}"),
        (r.without_some <= r.closed <= r.opened, f"roll-ups {r}"),
    ):
        if not holds:
            yield why
