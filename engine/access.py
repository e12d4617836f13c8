"""The one gate: who may see and do what.

Visibility is a condition inside the query, so that a list never holds, and a link never opens,
what its reader may not see: a foreign id is as unknown as one that does not exist. This room
stands below the subjects it guards and therefore names their tables by column, not by class.

- A unit sees what it has and what the units it succeeded had.
- A work item is seen by its unit and completed by its role.
- A directive is seen by its issuer, those it was sent to, and the issuers above it in its chain.
  One that a unit received on paper and put on its book is that unit's, as if it had issued it.
- A notice is seen by the roles of its unit that its audience means, one to a person by that person.
- A report is seen by its unit, its consolidator, its addressee, and the issuers above its
  directive.
- A duty (that a report is owed, and whether it came) is known to whoever may see the report, and to
  every unit above the one that owes it. A unit's page is open to those who know a duty of it or of
  a unit below it, and to every unit above it.
- A roll-up is seen by its consolidator, its addressee, the issuers above its directive, and whoever
  sees the roll-up that its result goes into. Officers and heads of the consolidator act on it.
- An incident is seen by its unit, the bodies it reached, and the issuers above its directive.
- A difficulty is seen by who asked, the bodies its question reached, and the issuers above its
  directive; once answered in public, by all who may see a directive of the same cascade.
- A campaign is seen with its directive; an assignment inside its unit only.
- What is said of a task inside a unit is seen by that unit; what is said of a report, by whoever
  sees the report, and said by the bodies it passes between.
- An inspection round is seen by the unit that inspects, and by its superior once reported to; of
  the inspections in it, a unit sees its own from the notice on.
- Long work is seen by who asked for it.
- A draft of a directive is seen and written by those who work in its issuer; its head issues it.
- A received letter is seen and worked on by those who work in the unit that received it, until it
  becomes a directive; its clerk or its head files it.
- Models, their drafts and versions are worked on by process designers and administrators.
- An administrator sees everything else, and may complete nothing that is not of their own unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    cast,
    column,
    false,
    func,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from engine.arrays import ints
from engine.errors import Forbidden, NotFound
from engine.people import CLERK, DESIGNER, LEADER, OFFICER, Actor

ROLE_NAMES = {
    CLERK: ("văn thư", "the clerk"),
    OFFICER: ("chuyên viên", "the officer"),
    LEADER: ("lãnh đạo", "the head"),
}


class WrongRole(Forbidden):
    """The task is seen by the whole unit, but done by one role of it."""

    code = "wrong-role"
    vi = "Việc này do {vi} của đơn vị thực hiện; bạn chỉ xem được."
    en = "This task is for {en} of its unit; you can only read it."


class NotTheConsolidator(Forbidden):
    """A roll-up is seen by several bodies, but acted on by the one that consolidates."""

    code = "not-the-consolidator"
    vi = "Việc này do chuyên viên hoặc lãnh đạo của cơ quan tổng hợp thực hiện; bạn chỉ xem được."
    en = "This is for officers and heads of the consolidating unit; you can only read it."


AUDIENCES: dict[str, frozenset[str]] = {
    CLERK: frozenset({"clerk", "officer"}),
    OFFICER: frozenset({"officer"}),
    LEADER: frozenset({"officer", "head", "superior"}),
}
"""Role → the audiences whose notices it reads."""

_DIRECTIVE = table(
    "directive",
    column("id", BigInteger),
    column("issuer_id", BigInteger),
    column("booked_by_id", BigInteger),
    column("parent_id", BigInteger),
    column("root_id", BigInteger),
)
_UNIT = table("unit", column("id", BigInteger), column("parent_id", BigInteger))
_RECIPIENT = table(
    "recipient",
    column("directive_id", BigInteger),
    column("unit_id", BigInteger),
    column("sent_at"),
)

_REPORT = table(
    "report",
    column("id", BigInteger),
    column("unit_id", BigInteger),
    column("consolidator_id", BigInteger),
    column("addressee_id", BigInteger),
    column("directive_id", BigInteger),
)
_ROLLUP = table(
    "rollup",
    column("id", BigInteger),
    column("directive_id", BigInteger),
    column("consolidator_id", BigInteger),
    column("addressee_id", BigInteger),
    column("up_rollup_id", BigInteger),
)
_INCIDENT_STEP = table(
    "incident_step", column("incident_id", BigInteger), column("unit_id", BigInteger)
)
_DIFFICULTY_STEP = table(
    "difficulty_step", column("difficulty_id", BigInteger), column("unit_id", BigInteger)
)
_SUCCESSION = table(
    "unit_succession",
    column("predecessor_id", BigInteger),
    column("successor_id", BigInteger),
)

T = TypeVar("T")


def work_items(actor: Actor, item: Any) -> ColumnElement[bool]:
    """The condition on ``item`` (the table's class or an alias) that the actor may see it."""
    return true() if actor.is_administrator else item.unit_id == held(actor)


def my_work_items(actor: Actor, item: Any) -> ColumnElement[bool]:
    """Of those, what waits for the actor: their roles' in their unit, all of it for a leader."""
    if actor.is_administrator:
        return true()
    own: ColumnElement[bool] = item.unit_id == actor.unit_id
    return own if LEADER in actor.roles else and_(own, item.role.in_(sorted(actor.roles)))


def directives(actor: Actor, directive_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """The condition that the actor may see the directive of that id column."""
    if actor.is_administrator:
        return true()
    received = select(_RECIPIENT.c.directive_id).where(
        _RECIPIENT.c.unit_id == held(actor), _RECIPIENT.c.sent_at.is_not(None)
    )
    return or_(directive_id.in_(_issued_or_derived(actor)), directive_id.in_(received))


def require_directive(session: Session, actor: Actor, directive_id: int) -> None:
    """Raise NotFound unless the actor may see the directive."""
    known = select(_DIRECTIVE.c.id).where(
        _DIRECTIVE.c.id == directive_id, directives(actor, _DIRECTIVE.c.id)
    )
    require(session.scalar(known), f"directive {directive_id}")


def states_below(actor: Actor, directive_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """The condition that the actor may see how all the units below fare with the directive.

    Stricter than ``directives``: a recipient knows the letter, but not its peers' lateness.
    """
    return true() if actor.is_administrator else directive_id.in_(_issued_or_derived(actor))


def notices(actor: Actor, notice: Any) -> ColumnElement[bool]:
    """The condition on ``notice`` that it is meant for the actor."""
    if actor.is_administrator:
        return true()
    audiences = frozenset[str]().union(*(AUDIENCES.get(role, ()) for role in actor.roles))
    own: ColumnElement[bool] = notice.account_id == actor.account_id
    if not audiences:
        return own
    return or_(own, and_(notice.unit_id == held(actor), notice.audience.in_(sorted(audiences))))


def reports(actor: Actor, report: Any) -> ColumnElement[bool]:
    """The condition on ``report`` that the actor may see it."""
    if actor.is_administrator:
        return true()
    return or_(
        report.unit_id == held(actor),
        report.consolidator_id == held(actor),
        report.addressee_id == held(actor),
        report.directive_id.in_(_issued_or_derived(actor)),
    )


def comments(actor: Actor, comment: Any) -> ColumnElement[bool]:
    """The condition on ``comment`` that the actor may read it: their unit's, or their reports'."""
    if actor.is_administrator:
        return true()
    seen = select(_REPORT.c.id).where(reports(actor, _REPORT.c))
    return or_(comment.unit_id == held(actor), comment.report_id.in_(seen))


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor's gate comes to, as ids: for conditions over a million rows.

    ``units`` are the actor's and all below it, ``held`` the actor's and those it succeeded,
    ``directives`` those issued by it and all that derive from them. ``everything``: no gate.
    """

    everything: bool
    units: frozenset[int]
    held: frozenset[int]
    directives: frozenset[int]


def reach(session: Session, actor: Actor) -> Reach:
    """The actor's reach now, by three statements; none for an administrator."""
    if actor.is_administrator:
        return Reach(True, frozenset(), frozenset(), frozenset())
    return Reach(
        False,
        _ids(session, select(_UNIT.c.id).where(subtree(actor, _UNIT.c.id))),
        _ids(session, select(func.unnest(_held(actor)).label("id"))),
        _ids(session, _issued_or_derived(actor)),
    )


def _ids(session: Session, query: Any) -> frozenset[int]:
    """The ids of a query's only column, as one string across the wire (see ``engine.arrays``)."""
    found = query.subquery()
    text = session.scalar(select(func.string_agg(cast(next(iter(found.c)), Text), ",")))
    return frozenset(map(int, text.split(","))) if text else frozenset()


def duties(reach: Reach, report: Any, unit_id: Any = None) -> ColumnElement[bool]:
    """The condition that one of that reach may know of the duty, if not read what was reported.

    ``report`` has the columns of reports. ``unit_id`` is the unit that owes, where a row stands for
    the duties of many units: of such, the actor must see all or none (``duty_facts.is_wide``).
    """
    if reach.everything:
        return true()
    owing = report.unit_id if unit_id is None else unit_id
    return or_(
        owing == _any(reach.units | reach.held),
        report.consolidator_id == _any(reach.held),
        report.addressee_id == _any(reach.held),
        report.directive_id == _any(reach.directives),
    )


def _any(ids: frozenset[int]) -> Any:
    # An array of known length: the planner then looks ids up in indexes, or in a hash table.
    literal_of = bindparam(None, ints(sorted(ids)), type_=NullType())
    return func.any(cast(literal_of, ARRAY(BigInteger)))


def rollup(actor: Actor, rollup_id: int) -> ColumnElement[bool]:
    """The condition that the actor may see this roll-up, and trace figures through it.

    Who sees a roll-up sees those below that went into it, so it is looked for upwards from here.
    """
    if actor.is_administrator:
        return true()
    here = select(_ROLLUP).where(_ROLLUP.c.id == rollup_id).cte(recursive=True)
    above = _ROLLUP.alias()
    chain = here.union(select(above).join(here, here.c.up_rollup_id == above.c.id))
    mine = my_rollups(actor, chain.c)
    return (
        select(chain.c.id).where(or_(mine, chain.c.directive_id.in_(_issued_or_derived(actor))))
    ).exists()


def my_rollups(actor: Actor, rollup: Any) -> ColumnElement[bool]:
    """The condition that the roll-up is the actor's unit's: it consolidates, or is addressed."""
    if actor.is_administrator:
        return true()
    return or_(rollup.consolidator_id == actor.unit_id, rollup.addressee_id == actor.unit_id)


def require_consolidator(actor: Actor, consolidator_id: int) -> None:
    """Raise NotTheConsolidator unless the actor is an officer or head of that unit."""
    if not is_consolidator(actor, consolidator_id):
        raise NotTheConsolidator


def is_consolidator(actor: Actor, consolidator_id: int) -> bool:
    """Whether the actor is an officer or head of that unit."""
    return actor.unit_id == consolidator_id and bool(actor.roles & {OFFICER, LEADER})


def subtree(actor: Actor, unit_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """The condition that the unit of that id column is the actor's or stands below it, whenever.

    Whoever commands a unit may know how it fares; a national body commands the country only
    through the directives it issues, so what merely hangs beside it under the root is not below.
    """
    if actor.is_administrator:
        return true()
    tree = (select(_UNIT.c.id).where(_UNIT.c.id == literal(actor.unit_id, BigInteger))).cte(
        recursive=True
    )
    below = _UNIT.alias()
    tree = tree.union(select(below.c.id).join(tree, below.c.parent_id == tree.c.id))
    return unit_id.in_(select(tree.c.id))


def late_papers(actor: Actor, paper: Any) -> ColumnElement[bool]:
    """The condition on ``paper`` (a named list, an urging letter): its issuer and those above."""
    if actor.is_administrator:
        return true()
    return or_(paper.issuer_id == actor.unit_id, paper.directive_id.in_(_issued_or_derived(actor)))


def incidents(actor: Actor, incident: Any) -> ColumnElement[bool]:
    """The condition on ``incident`` that the actor may see it."""
    if actor.is_administrator:
        return true()
    reached = select(_INCIDENT_STEP.c.incident_id).where(_INCIDENT_STEP.c.unit_id == actor.unit_id)
    return or_(
        incident.unit_id == actor.unit_id,
        incident.id.in_(reached),
        incident.directive_id.in_(_issued_or_derived(actor)),
    )


def difficulties(actor: Actor, difficulty: Any) -> ColumnElement[bool]:
    """The condition on ``difficulty`` that the actor may see it."""
    if actor.is_administrator:
        return true()
    reached = select(_DIFFICULTY_STEP.c.difficulty_id).where(
        _DIFFICULTY_STEP.c.unit_id == actor.unit_id
    )
    cascades = select(_DIRECTIVE.c.root_id).where(directives(actor, _DIRECTIVE.c.id))
    return or_(
        difficulty.unit_id == actor.unit_id,
        difficulty.id.in_(reached),
        difficulty.lead_id.in_(reached),
        difficulty.directive_id.in_(_issued_or_derived(actor)),
        and_(difficulty.public, difficulty.root_id.in_(cascades)),
    )


def assignments(actor: Actor, assignment: Any) -> ColumnElement[bool]:
    """The condition on ``assignment`` that the actor may see it."""
    return true() if actor.is_administrator else assignment.unit_id == actor.unit_id


def long_work(actor: Actor, work: Any) -> ColumnElement[bool]:
    """The condition on ``work`` that the actor may see it: one's own."""
    return true() if actor.is_administrator else work.asked_by == actor.account_id


def drafts(actor: Actor, draft: Any) -> ColumnElement[bool]:
    """The condition on ``draft`` of a directive: a unit's paper until it is issued, nobody else's.

    Administrators see none: what is not said yet is no fault to be looked into.
    """
    if not is_member(actor):
        return false()
    own: ColumnElement[bool] = draft.issuer_id == actor.unit_id
    return own


def received(actor: Actor, letter: Any) -> ColumnElement[bool]:
    """The condition on ``letter`` that the actor may see it: a unit's post is nobody else's.

    Administrators see none, as of drafts.
    """
    return letter.unit_id == held(actor) if is_member(actor) else false()


def require_to_file(actor: Actor) -> None:
    """Raise WrongRole unless the actor keeps the unit's book of letters: its clerk, or its head."""
    if not actor.roles & {CLERK, LEADER}:
        raise WrongRole(vi=ROLE_NAMES[CLERK][0], en=ROLE_NAMES[CLERK][1])


def require_to_issue(actor: Actor, issuer_id: int) -> None:
    """Raise WrongRole unless the actor heads the issuing unit: the head signs what it issues."""
    require_role(actor, LEADER, issuer_id)


def is_member(actor: Actor) -> bool:
    """Whether the actor works in their unit, and does not only administer."""
    return bool(actor.roles & {CLERK, OFFICER, LEADER})


def require_member(actor: Actor) -> None:
    """Raise Forbidden unless the actor works in a unit: administrators act for none."""
    if not is_member(actor):
        raise Forbidden(what="việc này (cần vai trò trong đơn vị / needs a role in the unit)")


def inspection_rounds(actor: Actor, round_: Any) -> ColumnElement[bool]:
    """The condition on ``round_`` that the actor may see all of it."""
    if actor.is_administrator:
        return true()
    reported = and_(round_.superior_id == actor.unit_id, round_.reported_at.is_not(None))
    return or_(round_.unit_id == actor.unit_id, reported)


def known_inspection_rounds(actor: Actor, round_: Any, inspection: Any) -> ColumnElement[bool]:
    """The condition on ``round_`` that the actor may know of it, if only as one inspected."""
    own = select(inspection.round_id).where(
        inspection.unit_id == actor.unit_id, inspection.noticed_at.is_not(None)
    )
    return or_(inspection_rounds(actor, round_), round_.id.in_(own))


def inspections(actor: Actor, inspection: Any, round_: Any) -> ColumnElement[bool]:
    """The condition on ``inspection`` of ``round_`` that the actor may see it."""
    own = and_(inspection.unit_id == actor.unit_id, inspection.noticed_at.is_not(None))
    return or_(inspection_rounds(actor, round_), own)


def held(actor: Actor) -> Any:
    """``= held(actor)``: the actor's unit, or one it succeeded, directly or along a chain."""
    return func.any(_held(actor))


def _held(actor: Actor) -> Any:
    own = select(literal(actor.unit_id, BigInteger).label("id")).cte(recursive=True)
    before = select(_SUCCESSION.c.predecessor_id).join(own, _SUCCESSION.c.successor_id == own.c.id)
    return func.array(select(own.union(before).c.id).scalar_subquery())


def require_role(actor: Actor, role: str, unit_id: int) -> None:
    """Raise WrongRole unless the actor holds ``role`` in the unit; to be asked after seeing."""
    if actor.unit_id != unit_id or role not in actor.roles:
        vi, en = ROLE_NAMES.get(role, (role, role))
        raise WrongRole(vi=vi, en=en)


def require_administrator(actor: Actor) -> None:
    """Raise Forbidden unless the actor administers the installation."""
    if not actor.is_administrator:
        raise Forbidden(what="việc này (cần vai trò quản trị / needs the administrator's role)")


def may_design(actor: Actor) -> bool:
    """Whether the actor draws, reviews and deploys process models."""
    return DESIGNER in actor.roles or actor.is_administrator


def require_designer(actor: Actor) -> None:
    """Raise Forbidden unless the actor may design."""
    if not may_design(actor):
        raise Forbidden(
            what="việc này (cần vai trò thiết kế quy trình / needs the designer's role)"
        )


def require_issuer(actor: Actor, issuer_id: int) -> None:
    """Raise Forbidden unless the actor is of the issuing unit or administers the installation."""
    if not actor.is_administrator and actor.unit_id != issuer_id:
        raise Forbidden(what="ban hành văn bản của đơn vị khác / issue another unit's directive")


def require(found: T | None, what: str) -> T:
    """``found``, or NotFound for None: what does not exist and what is hidden look alike."""
    if found is None:
        raise NotFound(what=what)
    return found


def _issued_or_derived(actor: Actor) -> Any:
    """The ids of directives the actor's unit issued or booked, and of all that derive from them."""
    issued = and_(_DIRECTIVE.c.issuer_id == held(actor), _DIRECTIVE.c.booked_by_id.is_(None))
    booked = _DIRECTIVE.c.booked_by_id == held(actor)
    mine = select(_DIRECTIVE.c.id).where(or_(issued, booked)).cte(recursive=True)
    below = _DIRECTIVE.alias()
    chain = mine.union(select(below.c.id).join(mine, below.c.parent_id == mine.c.id))
    return select(chain.c.id)
