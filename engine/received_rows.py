"""The rows of received letters: locked for a change, marked as changed, noted in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, audit
from engine.drafting_tables import DISCARDED, Drafting
from engine.errors import Conflict
from engine.people import Account, Actor
from engine.received_findings import Finding, of_kind
from engine.received_tables import ISSUED, OPEN, ReceivedLetter


class LetterOverwritten(Conflict):
    """A colleague changed the letter after the page that is being sent was opened."""

    code = "letter-overwritten"
    vi = (
        "{name} đã sửa văn bản này sau khi bạn mở trang, nên thay đổi của bạn chưa được lưu. "
        "Hãy xem bản hiện tại; nếu vẫn muốn thay, hãy bấm lưu lần nữa."
    )
    en = (
        "{name} changed this letter after you opened the page, so your change is not saved. "
        "Look at it as it is now; to replace it with yours, press save again."
    )


class LetterIsDone(Conflict):
    """The letter was issued, filed or dropped."""

    code = "letter-is-done"
    vi = "Văn bản đến này đã xử lý xong (đã lập dự thảo, đã vào sổ hoặc đã bỏ), không sửa được nữa."
    en = "This letter was dealt with (drafted, filed or dropped); it can no longer be changed."


def locked(session: Session, actor: Actor, letter_id: int, seen: int) -> ReceivedLetter:
    """The open letter's row, locked. Raises NotFound, LetterIsDone, LetterOverwritten.

    One whose draft was discarded is open again.
    """
    row = mine(session, actor, letter_id)
    if row.drafting_id is not None and row.status == ISSUED:
        drafted = session.get_one(Drafting, row.drafting_id, populate_existing=True)
        if is_reopened(row.status, drafted.status):
            row.status = OPEN
    if row.status != OPEN:
        raise LetterIsDone
    if row.version != seen:
        raise LetterOverwritten(name=session.get_one(Account, row.changed_by).name)
    return row


def is_reopened(status: str, drafting_status: str | None) -> bool:
    """Whether the draft that a letter became was discarded, so that the letter waits again."""
    return status == ISSUED and drafting_status == DISCARDED


def mine(session: Session, actor: Actor, letter_id: int) -> ReceivedLetter:
    """The letter's row, locked, whatever became of it. Raises NotFound."""
    found = session.scalars(
        select(ReceivedLetter)
        .where(access.received(actor, ReceivedLetter), ReceivedLetter.id == letter_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    return access.require(found, f"letter {letter_id}")


def touched(row: ReceivedLetter, actor: Actor, now: datetime) -> None:
    """The row is a new version, by the actor."""
    row.version += 1
    row.changed_by, row.changed_at = actor.account_id, now


def note(
    session: Session,
    actor: Actor,
    row: ReceivedLetter,
    action: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write what was done with a letter into the history."""
    session.flush()
    about = {"letter": row.id, **(detail or {})}
    by = f"account:{actor.account_id}"
    entry = audit.Entry(by, action, row.directive_id, row.unit_id, detail=about)
    audit.record(session, [entry], now)


def title_of(findings: Sequence[Finding]) -> str:
    """What a list calls the letter: its subject, or what it seems to be about; '' if unknown."""
    said = [one.value for one in of_kind(findings, "subject", "subject_inferred")]
    return str(said[0]) if said else ""


def findings_of(row: ReceivedLetter) -> list[Finding]:
    """The letter's findings as they stand."""
    return [Finding.from_json(one) for one in row.findings]
