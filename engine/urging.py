"""Urging letters (văn bản đôn đốc): drafted at a rung, signed, numbered, a new deadline set.

A letter is a document of the unit that chases the report. It recalls directive, report and missed
deadline, sets a new one and goes to the late unit with a copy to its superior. Its deadline moves
what waits on the report; lateness still counts from the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.instances import Delivery, Engine, Service, ServiceCall
from engine.urging_drafts import Late, draft
from engine.urging_sending import Signing, addressees, send
from engine.urging_tables import DRAFT, DROPPED, UrgingLetter

__all__ = ["SERVICES", "Late", "draft", "drop", "sign"]


def sign(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``issue-urging-letter``: numbered and sent; input ``newDay`` sets another deadline.

    Who has reported or got more time meanwhile is not urged; a letter that nobody is left for is dropped. Raises
    ``DeadlineInThePast``.
    """
    deliveries: list[Delivery] = []
    for call in calls:
        letter = _locked(session, call)
        wanted = call.inputs["newDay"]
        how = Signing(call.instance.by, wanted if isinstance(wanted, date) else None)
        reports = {one.report_id for one in addressees(session, [letter])[letter.id]}
        deliveries += send(session, engine, [letter], reports, how, now)
    return deliveries


def drop(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``drop-urging-letter``: the head does not sign."""
    for call in calls:
        letter = _locked(session, call)
        letter.status, letter.joint = DROPPED, False
    session.flush()
    return []


def _locked(session: Session, call: ServiceCall) -> UrgingLetter:
    number = call.instance.subject.removeprefix("l")
    letter = session.scalars(
        select(UrgingLetter).where(UrgingLetter.id == int(number)).with_for_update()
    ).one_or_none()
    if letter is None or letter.status != DRAFT:
        raise NotFound(what=f"urging letter {number}")
    return letter


SERVICES: Mapping[str, Service] = {
    "issue-urging-letter": Service(frozenset({"newDay"}), sign),
    "drop-urging-letter": Service(frozenset(), drop),
}
