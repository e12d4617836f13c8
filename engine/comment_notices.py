"""Who is told of a comment: whoever it names, and the other units of a report's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.comment_people import Mentionable
from engine.comment_places import REPORT, Place
from engine.comment_tables import Comment
from engine.directive_tables import Directive
from engine.directives import label
from engine.instance_rows import WorkItem
from engine.notices import OFFICER, PERSON, Told, tell
from engine.people import Actor
from engine.ports import Outbox
from engine.report_tables import Report

NAMED, SAID = "duoc-nhac-ten", "y-kien-moi"
EXCERPT = 200


def tell_of(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    place: Place,
    comment: Comment,
    named: Sequence[Mentionable],
    now: datetime,
    *,
    fresh: bool,
) -> None:
    """Write the notices of a comment: each person once, each other unit once.

    A notice of a unit's own thread names no directive, so that no dossier holds it.
    """
    shared = place.audience == REPORT
    params = _said(session, actor, place, comment)
    directive = place.directive_id if shared else None
    told = [
        Told(
            f"c{comment.id}:a{person.account_id}",
            person.unit_id,
            comment.author_unit_id,
            PERSON,
            directive,
            None,
            place.report_id if shared else None,
            NAMED,
            params,
            account_id=person.account_id,
        )
        for person in named
    ]
    if shared and fresh:
        told += [
            Told(
                f"c{comment.id}:u{unit}",
                unit,
                comment.author_unit_id,
                OFFICER,
                directive,
                None,
                place.report_id,
                SAID,
                params,
            )
            for unit in place.units
            if unit != actor.unit_id
        ]
    tell(session, outbox, told, now)


def _said(session: Session, actor: Actor, place: Place, comment: Comment) -> dict[str, Any]:
    directive = session.get(Directive, place.directive_id) if place.directive_id else None
    text = " ".join(comment.body.split())
    return {
        "comment": comment.id,
        "author": actor.name,
        "task": _about(session, place),
        "text": text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…",
        "directive": label(directive) if directive else "",
    }


def _about(session: Session, place: Place) -> str:
    if place.report_id is not None:
        report = session.get_one(Report, place.report_id)
        return f"{report.title} ({report.period})"
    name = session.scalar(select(WorkItem.name).where(WorkItem.id == place.work_item_id))
    return name or ""
