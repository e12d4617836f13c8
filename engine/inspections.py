"""Inspection rounds: plans, decisions, visits, minutes, conclusions, remedies.

The door to this subject. A round is planned (``make_plan``, ``add_round``), its units are chosen
(``choose_by_rules``, ``choose_by_hand``, ``amend``), its decision signed (``open_round``); the rest are tasks
of the process ``inspection-round``, but for the one extension of a time limit (``extend``).
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.inspection_amending import amend, verify
from engine.inspection_candidates import (
    HAND,
    Choice,
    choose_by_hand,
    choose_by_rules,
    drawn_again,
    units_of,
)
from engine.inspection_choice import RULES, Candidate, Chosen, Quota
from engine.inspection_clock import extend
from engine.inspection_notices import tell_service
from engine.inspection_results import OUTCOMES, conclude
from engine.inspection_rounds import (
    Decision,
    Member,
    add_round,
    make_plan,
    open_round,
    plan_of,
)
from engine.inspection_steps import announce, close, minutes, notify, self_report
from engine.inspection_tables import (
    REGIMES,
    Inspection,
    InspectionFinding,
    InspectionMember,
    InspectionPlan,
    InspectionRound,
)
from engine.instances import Service
from engine.notices import AUDIENCES

SERVICES: Mapping[str, Service] = {
    "inspection-notify": Service(frozenset(), notify),
    "inspection-tell": Service(
        frozenset({"kind", "audience"}), tell_service, {"audience": AUDIENCES}
    ),
    "inspection-announce": Service(frozenset({"announcedOn", "limit"}), announce),
    "inspection-self-report": Service(frozenset({"report"}), self_report),
    "inspection-minutes": Service(frozenset({"minutesOn", "findings", "minutes"}), minutes),
    "inspection-conclude": Service(
        frozenset({"outcome", "number", "symbol", "issuedOn", "conclusion", "remedies"}),
        conclude,
        {"outcome": tuple(OUTCOMES)},
    ),
    "inspection-report": Service(frozenset({"report"}), close),
}

__all__ = [
    "HAND",
    "OUTCOMES",
    "REGIMES",
    "RULES",
    "SERVICES",
    "Candidate",
    "Choice",
    "Chosen",
    "Decision",
    "Inspection",
    "InspectionFinding",
    "InspectionMember",
    "InspectionPlan",
    "InspectionRound",
    "Member",
    "Quota",
    "add_round",
    "amend",
    "choose_by_hand",
    "choose_by_rules",
    "drawn_again",
    "extend",
    "make_plan",
    "open_round",
    "plan_of",
    "units_of",
    "verify",
]
