"""Which papers there are, and one of them made for whoever may see what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.inspection_tables import Inspection, InspectionRound
from engine.papers import consolidating, directives, inspecting, urging
from engine.papers.form import Paper
from engine.people import Actor

Make: TypeAlias = Callable[[Session, Actor, int], Paper]


def _directive(session: Session, actor: Actor, directive_id: int) -> Paper:
    """Any issued directive; of a round's decision, the paper that says all of it."""
    round_id = session.scalar(
        select(InspectionRound.id).where(
            InspectionRound.directive_id == directive_id,
            access.known_inspection_rounds(actor, InspectionRound, Inspection),
        )
    )
    if round_id is not None:
        return inspecting.decision(session, actor, round_id)
    return directives.directive(session, actor, directive_id)


KINDS: Mapping[str, Make] = MappingProxyType(
    {
        "directive": _directive,
        "urging-letter": urging.urging_letter,
        "reminder": urging.reminder,
        "inspection-decision": inspecting.decision,
        "inspection-notice": inspecting.notice,
        "inspection-minutes": inspecting.minutes,
        "consolidated-report": consolidating.consolidated_report,
        "named-list": urging.named_list,
    }
)
"""Kind → how it is made of the directive, letter, notice, round, round, inspection, roll-up, list
of that number."""


def make(session: Session, actor: Actor, kind: str, number: int) -> Paper:
    """The paper of that kind. Raises ``NotFound`` as the page of its subject would; ``KeyError``
    for a kind that is not in ``KINDS``."""
    return KINDS[kind](session, actor, number)
