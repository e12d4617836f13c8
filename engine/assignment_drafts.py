"""An assignment as a head says it: what is given, to whom, until when; vetted against the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.assignment_tables import COORDINATOR, LEAD
from engine.directive_tables import Directive, Provision
from engine.errors import InputError
from engine.people import OFFICER, ROLES, Account, Actor
from engine.report_tables import Report

Member: TypeAlias = tuple[str, int | None, str | None]
"""Part, account, or else role."""


class BadAssignment(InputError):
    """An assignment that cannot be made, or a word on progress that says nothing."""

    code = "bad-assignment"
    vi = "Chưa thực hiện được: {why_vi}."
    en = "This cannot be done: {why}."


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """What a leader gives to whom. ``lead`` and ``coordinators`` are usernames, or roles (posts).

    Exactly one thing is assigned: a provision of the directive, a report of the unit's, or, with
    neither, the whole directive. ``due_on`` is the last acceptable day.
    """

    directive_id: int
    lead: str
    due_on: date
    expected: str
    coordinators: tuple[str, ...] = ()
    task: str = ""
    provision_id: int | None = None
    report_id: int | None = None


def task_of(session: Session, actor: Actor, draft: AssignmentDraft) -> str:
    """What is assigned, in words."""
    if draft.provision_id is not None and draft.report_id is not None:
        raise BadAssignment(
            why_vi="chọn một nhiệm vụ hoặc một báo cáo", why="choose a provision or a report"
        )
    if not draft.expected.strip():
        raise BadAssignment(why_vi="thiếu sản phẩm phải có", why="the expected product is missing")
    directive = session.get_one(Directive, draft.directive_id)
    words = directive.subject
    if draft.provision_id is not None:
        holder = directive.provisions_of_id or directive.id
        words = access.require(
            session.scalar(
                select(Provision.text).where(
                    Provision.id == draft.provision_id, Provision.directive_id == holder
                )
            ),
            f"provision {draft.provision_id}",
        )
    if draft.report_id is not None:
        words = access.require(
            session.scalar(
                select(Report.title).where(
                    Report.id == draft.report_id,
                    Report.unit_id == actor.unit_id,
                    Report.directive_id == directive.id,
                )
            ),
            f"report {draft.report_id}",
        )
    return draft.task.strip() or words


def members_of(session: Session, actor: Actor, draft: AssignmentDraft) -> list[Member]:
    """The lead and the coordinators; each once."""
    if len({draft.lead, *draft.coordinators}) != 1 + len(draft.coordinators):
        raise BadAssignment(why_vi="một người ghi hai lần", why="somebody is named twice")
    found = []
    for part, name in [(LEAD, draft.lead), *((COORDINATOR, c) for c in draft.coordinators)]:
        if name in ROLES:
            account, roles = None, {name}
        else:
            account, roles = _account(session, actor, name)
        if part == LEAD and OFFICER not in roles:
            raise BadAssignment(
                why_vi=f"«{name}» không phải chuyên viên nên không chủ trì được",
                why=f"«{name}» is no officer (chuyenvien) and cannot lead",
            )
        found.append((part, account, name if account is None else None))
    return found


def _account(session: Session, actor: Actor, username: str) -> tuple[int, set[str]]:
    row = session.execute(
        select(Account.id, Account.roles).where(
            Account.username == username, Account.unit_id == actor.unit_id, Account.active
        )
    ).one_or_none()
    account, roles = access.require(row, f"account {username}")
    return account, set(roles)
