"""Which papers there are, and one of them made for whoever may see what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy.orm import Session

from engine.papers import consolidating, directives, inspecting, urging
from engine.papers.form import Paper
from engine.people import Actor

Make: TypeAlias = Callable[[Session, Actor, int], Paper]

KINDS: Mapping[str, Make] = MappingProxyType(
    {
        "directive": directives.directive,
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
