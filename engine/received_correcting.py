"""A received letter corrected, finding by finding; each correction is kept as an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import access
from engine.errors import InputError
from engine.intake.found import Span
from engine.intake.plain import dumped
from engine.people import Actor
from engine.received_findings import (
    ADDED,
    CORRECTED,
    DROPPED,
    KEPT,
    KINDS,
    READ,
    Finding,
    of_kind,
    unsure_count,
)
from engine.received_rows import findings_of, locked, note, title_of, touched
from engine.received_tables import ReceivedCorrection, ReceivedLetter

MOST_FINDINGS = 500
"""Findings that a letter may have; a long one has a tenth of them."""


class TooManyFindings(InputError):
    """A letter has as many findings as it may have."""

    code = "too-many-findings"
    vi = f"Một văn bản có tối đa {MOST_FINDINGS} mục. Hãy bỏ bớt mục thừa trước khi thêm."
    en = f"A letter has at most {MOST_FINDINGS} findings. Drop some before adding another."


def correct(
    session: Session,
    actor: Actor,
    letter_id: int,
    seen: int,
    finding_id: int,
    value: Any,
    now: datetime,
) -> int:
    """The finding as the clerk says it is; the new version.

    The same value again says that it is right: doubts are answered by that, too. Raises NotFound,
    LetterIsDone, LetterOverwritten.
    """
    row = locked(session, actor, letter_id, seen)
    was = _the(row, finding_id)
    state = CORRECTED if value != was.value or was.state == CORRECTED or was.doubts else KEPT
    became = replace(was, value=value, state=state)
    _example(session, actor, row, was if was.stands else None, became, now)
    return _changed(session, actor, row, became, "letter-correct", now)


def add(
    session: Session,
    actor: Actor,
    letter_id: int,
    seen: int,
    kind: str,
    value: Any,
    spans: Sequence[Span],
    now: datetime,
) -> int:
    """A finding that reading missed; its number. Raises as ``correct``, and TooManyFindings.

    Of a kind of which there is one, it takes the place of what was found.
    """
    row = locked(session, actor, letter_id, seen)
    known = findings_of(row)
    if len(known) >= MOST_FINDINGS:
        raise TooManyFindings
    if not KINDS[kind].many:
        for old in of_kind(known, kind):
            _example(session, actor, row, old, None, now)
            _put(row, replace(old, state=DROPPED))
    number = max((one.id for one in known), default=0) + 1
    made = Finding(number, kind, value, tuple(spans), source=ADDED)
    _example(session, actor, row, None, made, now)
    _changed(session, actor, row, made, "letter-add", now)
    return number


def drop(
    session: Session, actor: Actor, letter_id: int, seen: int, finding_id: int, now: datetime
) -> int:
    """The finding is none; it may be taken back. Raises as ``correct``."""
    row = locked(session, actor, letter_id, seen)
    was = _the(row, finding_id)
    _example(session, actor, row, was, None, now)
    return _changed(session, actor, row, replace(was, state=DROPPED), "letter-drop", now)


def restore(
    session: Session, actor: Actor, letter_id: int, seen: int, finding_id: int, now: datetime
) -> int:
    """A dropped finding is one after all. Raises as ``correct``."""
    row = locked(session, actor, letter_id, seen)
    was = _the(row, finding_id)
    state = KEPT if was.source == READ and not was.doubts else CORRECTED
    became = replace(was, state=state)
    _example(session, actor, row, None, became, now)
    return _changed(session, actor, row, became, "letter-restore", now)


def choose(
    session: Session,
    actor: Actor,
    letter_id: int,
    seen: int,
    finding_id: int,
    chosen: Mapping[str, str],
    now: datetime,
) -> int:
    """Which units the finding means, by part; a blank one is left to the system again."""
    row = locked(session, actor, letter_id, seen)
    was = _the(row, finding_id)
    kept = {part: said for part, said in {**was.chosen, **chosen}.items() if said}
    became = replace(was, chosen=kept)
    return _changed(session, actor, row, became, "letter-choose", now, {"chosen": kept})


def _the(row: ReceivedLetter, finding_id: int) -> Finding:
    found = next((one for one in findings_of(row) if one.id == finding_id), None)
    return access.require(found, f"finding {finding_id}")


def _put(row: ReceivedLetter, finding: Finding) -> None:
    others = [one for one in row.findings if one["id"] != finding.id]
    row.findings = sorted([*others, finding.to_json()], key=lambda one: int(one["id"]))


def _changed(
    session: Session,
    actor: Actor,
    row: ReceivedLetter,
    finding: Finding,
    action: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> int:
    _put(row, finding)
    found = findings_of(row)
    row.title, row.unsure = title_of(found), unsure_count(found)
    touched(row, actor, now)
    told = {"finding": finding.id, "kind": finding.kind, **(detail or {})}
    note(session, actor, row, action, now, told)
    return row.version


def _example(
    session: Session,
    actor: Actor,
    row: ReceivedLetter,
    was: Finding | None,
    became: Finding | None,
    now: datetime,
) -> None:
    """Keep what a correction changed, if it did."""
    before, after = _said(was), _said(became)
    about = became or was
    if before == after or about is None:
        return
    session.add(
        ReceivedCorrection(
            letter_id=row.id,
            finding=about.id,
            kind=about.kind,
            was=before,
            became=after,
            account_id=actor.account_id,
            at=now,
        )
    )


def _said(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    spans = [[span.start, span.end] for span in finding.spans]
    return {"value": dumped(finding.value), "spans": spans}
