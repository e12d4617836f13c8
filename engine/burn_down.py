"""How many of the reports due on one day are in, day by day (burn-down to a due date).

A report counts from the day of the version that stands: what was returned is not in, as in every
other figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, and_, cast, func, literal_column, not_, select
from sqlalchemy.orm import Session

from engine import access
from engine.access import Reach
from engine.deadlines import local_day
from engine.directive_tables import Obligation
from engine.duty_facts import Wish, chosen
from engine.people import Actor
from engine.report_tables import ACCEPTED, SUBMITTED, Report

DAY = timedelta(days=1)
MOST_DAYS = 400
"""Days shown at most: a report years late does not stretch the picture."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The reports whose last day in time is ``last_day``: how many are expected, how many in."""

    last_day: date
    expected: int
    done: int


@dataclass(frozen=True, slots=True)
class Day:
    """At the end of ``on``: how many had come that day, and altogether."""

    on: date
    came: int
    done: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """``goals`` of the directive and all derived from it, by day; ``goal`` is the one shown.

    ``days`` run from the day before the first report came (or a week before the deadline) to the later of
    today and the deadline, today at most; ``left`` of them are expected still.
    """

    directive_id: int
    goals: list[Goal]
    goal: Goal | None
    days: list[Day]
    today: date

    @property
    def end(self) -> date:
        """The last day of the picture: the deadline, or the last day known if that is later."""
        return max([day.on for day in self.days] + ([self.goal.last_day] if self.goal else []))


def read(session: Session, actor: Actor, now: datetime, directive_id: int, due: str) -> BurnDown:
    """The picture for the deadline of that day ("2023-05-14"), else for the one nearest to today.

    Only ordered reports that the actor may know of. Raises NotFound.
    """
    access.require_directive(session, actor, directive_id)
    reach = access.reach(session, actor)
    wish = Wish(directive_id=directive_id)
    goals = _goals(session, reach, wish)
    today = local_day(now)
    goal = _goal(goals, due, today)
    days = _days(session, reach, wish, goal, today) if goal else []
    return BurnDown(directive_id, goals, goal, days, today)


def _last_day() -> Any:
    return func.local_day(Report.first_due_at.op("-")(literal_column("interval '1 microsecond'")))


def _goals(session: Session, reach: Reach, wish: Wish) -> list[Goal]:
    last_day = cast(_last_day(), Date).label("last_day")
    done = Report.status.in_((SUBMITTED, ACCEPTED))
    rows = session.execute(
        select(last_day, func.count(), func.count().filter(done))
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(chosen(reach, wish), not_(Report.requested))
        .group_by(last_day)
        .order_by(last_day)
    )
    return [Goal(*row) for row in rows]


def _goal(goals: list[Goal], due: str, today: date) -> Goal | None:
    asked = next((g for g in goals if g.last_day.isoformat() == due), None)
    return asked or min(goals, key=lambda g: abs(g.last_day - today), default=None)


def _days(session: Session, reach: Reach, wish: Wish, goal: Goal, today: date) -> list[Day]:
    day = cast(func.local_day(Report.submitted_at), Date).label("on")
    came = {
        row.on: row.n
        for row in session.execute(
            select(day, func.count().label("n"))
            .join(Obligation, Obligation.id == Report.obligation_id)
            .where(
                chosen(reach, wish),
                not_(Report.requested),
                and_(
                    cast(_last_day(), Date) == goal.last_day,
                    Report.status.in_((SUBMITTED, ACCEPTED)),
                ),
            )
            .group_by(day)
        )
    }
    if goal.last_day - 7 * DAY > today and not came:
        return []
    first = min([*came, goal.last_day - 7 * DAY]) - DAY
    last = max([d for d in came if d <= goal.last_day + MOST_DAYS * DAY] + [first])
    if goal.done < goal.expected:
        last = max(last, min(today, goal.last_day + MOST_DAYS * DAY))
    found: list[Day] = []
    done = sum(n for on, n in came.items() if on < max(first, last - MOST_DAYS * DAY))
    on = max(first, last - MOST_DAYS * DAY)
    while on <= last:
        done += came.get(on, 0)
        found.append(Day(on, came.get(on, 0), done))
        on += DAY
    return found
