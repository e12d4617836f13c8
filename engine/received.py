"""Received letters: taken in, listed, read, dropped. The door to this subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.orm import Session

from engine import access, attachments
from engine.attachments import Attachment
from engine.deadlines import local_day
from engine.drafting_tables import Drafting
from engine.errors import Conflict
from engine.intake.found import Draft
from engine.paging import Page, read_id
from engine.people import Account, Actor
from engine.ports import FileStore
from engine.received_findings import DROPPED as GONE
from engine.received_findings import SUBSTANCE, Finding, put_together, taken_apart, unsure_count
from engine.received_rows import findings_of, is_reopened, locked, note, title_of, touched
from engine.received_tables import DROPPED, OPEN, ReceivedLetter

PAGE = 50


_OF_SUBSTANCE = " || ".join(f'@.kind == "{kind}"' for kind in sorted(SUBSTANCE))
_RECOGNISED = func.jsonb_path_exists(
    ReceivedLetter.findings,
    cast(f'$[*] ? (@.state != "{GONE}" && ({_OF_SUBSTANCE}))', JSONPATH),
)


class SameLetter(Conflict):
    """The unit has this very file already."""

    code = "same-letter"
    vi = "Đơn vị đã nhận đúng tệp «{name}» ngày {on}. Hãy mở văn bản đã có trong danh sách."
    en = "The unit has the file «{name}» already, since {on}. Open it from the list."

    def __init__(self, letter_id: int, name: str, on: str) -> None:
        self.letter_id = letter_id
        super().__init__(name=name, on=on)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list; ``unsure`` findings are marked as doubtful and not looked at yet.
    ``recognised``: see ``received_findings.recognised``.
    """

    id: int
    name: str
    title: str
    status: str
    unsure: int
    received_at: datetime
    changed_by: str
    recognised: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its findings as they stand now."""

    id: int
    unit_id: int
    name: str
    title: str
    text: str
    findings: tuple[Finding, ...]
    status: str
    version: int
    directive_id: int | None
    drafting_id: int | None
    drafting_status: str | None
    changed_by: str
    received_at: datetime

    @property
    def open(self) -> bool:
        """Whether it waits to be dealt with: also again, where its draft was discarded."""
        return self.status == OPEN or is_reopened(self.status, self.drafting_status)

    @property
    def draft(self) -> Draft:
        """What stands, as one draft."""
        return put_together(self.text, self.findings)

    def finding(self, finding_id: int) -> Finding:
        """One of them. Raises NotFound."""
        found = next((one for one in self.findings if one.id == finding_id), None)
        return access.require(found, f"finding {finding_id}")


def receive(
    session: Session,
    files: FileStore,
    actor: Actor,
    draft: Draft,
    name: str,
    kept_as: str,
    source: IO[bytes],
    now: datetime,
) -> int:
    """Keep a letter that came to the actor's unit, with its file and what was found; its id.

    ``name`` is the letter's, ``kept_as`` that of the file it came in. Raises Forbidden for who works in no unit, SameLetter, and
    AttachmentRefused.
    """
    access.require_member(actor)
    findings = taken_apart(draft)
    row = ReceivedLetter(
        unit_id=actor.unit_id,
        name=attachments.clean_name(name),
        title=title_of(findings),
        sha256="",
        text=draft.text,
        findings=[one.to_json() for one in findings],
        unsure=unsure_count(findings),
        status=OPEN,
        received_by=actor.account_id,
        received_at=now,
        changed_by=actor.account_id,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    kept = attachments.add(
        session,
        files,
        subject=row.subject,
        version=1,
        name=kept_as,
        source=source,
        unit_id=actor.unit_id,
        account_id=actor.account_id,
        now=now,
    )
    _refuse_same(session, row, kept.sha256)
    row.sha256 = kept.sha256
    note(session, actor, row, "letter-receive", now, {"file": row.name})
    return row.id


def page(
    session: Session, actor: Actor, status: str = OPEN, after: str | None = None
) -> Page[LetterRow]:
    """The unit's letters of a status, the latest first. Raises BadCursor."""
    query = (
        select(ReceivedLetter, Account.name, _RECOGNISED)
        .join(Account, Account.id == ReceivedLetter.changed_by)
        .where(access.received(actor, ReceivedLetter), ReceivedLetter.status == status)
        .order_by(ReceivedLetter.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(ReceivedLetter.id < read_id(after))
    rows = [
        LetterRow(r.id, r.name, r.title, r.status, r.unsure, r.received_at, who, recognised)
        for r, who, recognised in session.execute(query)
    ]
    return Page.of(rows, PAGE, lambda row: str(row.id))


def waiting(session: Session, actor: Actor) -> int:
    """How many letters of the actor's unit wait to be confirmed."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ReceivedLetter)
            .where(access.received(actor, ReceivedLetter), ReceivedLetter.status == OPEN)
        )
        or 0
    )


def read(session: Session, actor: Actor, letter_id: int) -> Letter:
    """One letter, whatever became of it. Raises NotFound for another unit's."""
    found = session.execute(
        select(ReceivedLetter, Account.name, Drafting.status, Drafting.directive_id)
        .join(Account, Account.id == ReceivedLetter.changed_by)
        .outerjoin(Drafting, Drafting.id == ReceivedLetter.drafting_id)
        .where(access.received(actor, ReceivedLetter), ReceivedLetter.id == letter_id)
    ).one_or_none()
    row, name, drafting_status, issued = access.require(found, f"letter {letter_id}")
    return Letter(
        id=row.id,
        unit_id=row.unit_id,
        name=row.name,
        title=row.title,
        text=row.text,
        findings=tuple(findings_of(row)),
        status=row.status,
        version=row.version,
        directive_id=row.directive_id or issued,
        drafting_id=row.drafting_id,
        drafting_status=drafting_status,
        changed_by=name,
        received_at=row.received_at,
    )


def file(
    session: Session, files: FileStore, actor: Actor, letter_id: int
) -> tuple[Attachment, IO[bytes]]:
    """The letter's file and its bytes. Raises NotFound."""
    letter = read(session, actor, letter_id)
    kept = next(iter(attachments.of(session, f"received:{letter.id}")), None)
    found = access.require(kept, f"file of letter {letter_id}")
    return found, files.open(found.sha256)


def discard(session: Session, actor: Actor, letter_id: int, seen: int, now: datetime) -> None:
    """The letter is none for us; the list of dropped ones keeps it. Raises as ``correct``."""
    row = locked(session, actor, letter_id, seen)
    row.status = DROPPED
    touched(row, actor, now)
    note(session, actor, row, "letter-discard", now)


def _refuse_same(session: Session, row: ReceivedLetter, sha256: str) -> None:
    """Raise SameLetter if the unit has a letter of the same file with the same text."""
    known = session.scalars(
        select(ReceivedLetter)
        .where(
            ReceivedLetter.unit_id == row.unit_id,
            ReceivedLetter.sha256 == sha256,
            ReceivedLetter.text == row.text,
            ReceivedLetter.status != DROPPED,
        )
        .limit(1)
    ).one_or_none()
    if known is not None:
        raise SameLetter(known.id, known.name, f"{local_day(known.received_at):%d/%m/%Y}")
