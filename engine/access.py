"""The one gate: who may see and do what.

Visibility is a condition inside the query, so that a list never holds, and a link never opens,
what its reader may not see: a foreign id is as unknown as one that does not exist. This room
stands below the subjects it guards and therefore names their tables by column, not by class.

- A unit sees what it has and what the units it succeeded had.
- A work item is seen by its unit and completed by its role.
- A directive is seen by its issuer, those it was sent to, and the issuers above it in its chain.
- A notice is seen by the roles of its unit that its audience means.
- A report is seen by its unit, its consolidator, its addressee, and the issuers above its
  directive.
- A roll-up is seen by its consolidator, its addressee, the issuers above its directive, and whoever
  sees the roll-up that its result goes into. Officers and heads of the consolidator act on it.
- An incident is seen by its unit, the bodies it reached, and the issuers above its directive.
- A difficulty is seen by who asked, the bodies its question reached, and the issuers above its
  directive; once answered in public, by all who may see a directive of the same cascade.
- A campaign is seen with its directive; an assignment inside its unit only.
- An inspection round is seen by the unit that inspects, and by its superior once reported to; of
  the inspections in it, a unit sees its own from the notice on.
- An administrator sees everything, and may complete nothing that is not of their own unit.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    column,
    false,
    func,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.orm import Session

from engine.errors import Forbidden, NotFound
from engine.people import CLERK, LEADER, OFFICER, Actor

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
    if not audiences:
        return false()
    return and_(notice.unit_id == held(actor), notice.audience.in_(sorted(audiences)))


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


def require_member(actor: Actor) -> None:
    """Raise Forbidden unless the actor works in a unit: administrators act for none."""
    if not actor.roles & {CLERK, OFFICER, LEADER}:
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
    own = select(literal(actor.unit_id, BigInteger).label("id")).cte(recursive=True)
    before = select(_SUCCESSION.c.predecessor_id).join(own, _SUCCESSION.c.successor_id == own.c.id)
    return func.any(func.array(select(own.union(before).c.id).scalar_subquery()))


def require_role(actor: Actor, role: str, unit_id: int) -> None:
    """Raise WrongRole unless the actor holds ``role`` in the unit; to be asked after seeing."""
    if actor.unit_id != unit_id or role not in actor.roles:
        vi, en = ROLE_NAMES.get(role, (role, role))
        raise WrongRole(vi=vi, en=en)


def require_administrator(actor: Actor) -> None:
    """Raise Forbidden unless the actor administers the installation."""
    if not actor.is_administrator:
        raise Forbidden(what="việc này (cần vai trò quản trị / needs the administrator's role)")


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
    """The ids of directives the actor's unit issued, and of all that derive from them."""
    mine = select(_DIRECTIVE.c.id).where(_DIRECTIVE.c.issuer_id == held(actor)).cte(recursive=True)
    below = _DIRECTIVE.alias()
    chain = mine.union(select(below.c.id).join(mine, below.c.parent_id == mine.c.id))
    return select(chain.c.id)
