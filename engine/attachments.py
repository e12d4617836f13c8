"""Files that belong to something (a report, …): what is known of each, and who may add how much.

The bytes are kept elsewhere, by their hash (``engine.ports.FileStore``); here stands a row for each
file of a subject. A file is added to the version being written (``first_version``) and belongs to
all that follow until it is removed (``last_version`` is the last one it belongs to); a version that
was submitted therefore keeps its files, whatever happens to the next.

A file is written before its row and both under a shared lock, so that a row never dangles: what a
rollback or a crash leaves behind is a file without a row, which ``sweep`` removes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import policies
from engine.errors import InputError
from engine.policies import Policy, declare
from engine.ports import FileStore
from engine.store import Base, Key

MEGABYTE = 1024 * 1024
MAX_NAME = 200
FILE_MEGABYTES = declare(
    Policy(
        "attachment-file-mb",
        20,
        "Dung lượng tối đa của một tệp đính kèm, tính bằng MB.",
        "The largest attached file, in MB.",
        low=1,
        high=60,
    )
)
TOTAL_MEGABYTES = declare(
    Policy(
        "attachment-total-mb",
        60,
        "Tổng dung lượng tối đa của các tệp đính kèm một báo cáo, tính bằng MB.",
        "All attached files of one report together, in MB.",
        low=1,
        high=1000,
    )
)
_LOCK = "dondoc.files"


class Attachment(Base):
    """One file of a subject: its name as uploaded, what it is, and in which versions it stands."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_subject", "subject"),
        Index("ix_attachment_sha256", "sha256"),
    )

    id: Mapped[Key]
    subject: Mapped[str]
    first_version: Mapped[int] = mapped_column(Integer)
    last_version: Mapped[int | None] = mapped_column(Integer)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    media_type: Mapped[str]
    uploaded_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]


class AttachmentRefused(InputError):
    """A file that may not be attached; nothing was kept of it."""

    code = "attachment-refused"
    vi = "Không đính kèm được «{name}»: {vi}."
    en = "«{name}» cannot be attached: {en}."

    def __init__(self, name: str, vi: str, en: str) -> None:
        super().__init__(name=name, vi=vi, en=en)


@dataclass(frozen=True, slots=True)
class Swept:
    """What ``sweep`` did: files removed, and hashes of rows whose file is gone."""

    removed: int
    missing: list[str]


def add(
    session: Session,
    files: FileStore,
    *,
    subject: str,
    version: int,
    name: str,
    source: IO[bytes],
    unit_id: int,
    account_id: int,
    now: datetime,
) -> Attachment:
    """Keep a file for the version being written; the quotas are those of the unit's policies.

    The caller has checked who may, and locked the subject. Raises ``AttachmentRefused``.
    """
    name = clean_name(name)
    session.execute(text("SELECT pg_advisory_xact_lock_shared(hashtext(:name))"), {"name": _LOCK})
    limit = _limit(session, subject, version, name, unit_id)
    kept = files.put(source, name, limit)
    attachment = Attachment(
        subject=subject,
        first_version=version,
        name=name,
        size=kept.size,
        sha256=kept.sha256,
        media_type=kept.media_type,
        uploaded_by=account_id,
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment


def remove(session: Session, attachment: Attachment, version: int) -> None:
    """Take a file out of the version being written; earlier versions keep it."""
    if attachment.first_version == version:
        session.delete(attachment)
    else:
        attachment.last_version = version - 1
    session.flush()


def of(session: Session, subject: str, version: int | None = None) -> Sequence[Attachment]:
    """A subject's files, of one version or of all, in the order they came."""
    wanted = select(Attachment).where(Attachment.subject == subject)
    if version is not None:
        wanted = wanted.where(
            Attachment.first_version <= version,
            or_(Attachment.last_version.is_(None), Attachment.last_version >= version),
        )
    return session.scalars(wanted.order_by(Attachment.id)).all()


def sweep(session: Session, files: FileStore) -> Swept:
    """Remove files that no row names, half-written ones too; uploads wait meanwhile."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": _LOCK})
    named = set(session.scalars(select(Attachment.sha256).distinct()))
    there = files.hashes()
    removed = sum(files.remove(sha256) for sha256 in sorted(there - named))
    return Swept(removed + files.remove_unfinished(), sorted(named - there))


def clean_name(name: str) -> str:
    """The last part of an uploaded name, composed, without what would mislead its reader.

    Raises ``AttachmentRefused`` for an empty one, one too long, or one that holds characters that
    do not show or turn the direction of writing.
    """
    last = PureWindowsPath(PurePosixPath(name).name).name
    last = unicodedata.normalize("NFC", last).strip().rstrip(".")
    if not last or last.startswith("."):
        raise AttachmentRefused(name[:MAX_NAME], "tệp không có tên", "the file has no name")
    if len(last) > MAX_NAME:
        vi, en = f"tên dài quá {MAX_NAME} ký tự", f"its name has more than {MAX_NAME} characters"
        raise AttachmentRefused(last[:MAX_NAME], vi, en)
    if any(unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for ch in last):
        shown = "".join(ch if ch.isprintable() else "?" for ch in last)
        vi, en = (
            "tên có ký tự không hiển thị được",
            "its name holds a character that cannot be shown",
        )
        raise AttachmentRefused(shown, vi, en)
    return last


def _limit(session: Session, subject: str, version: int, name: str, unit_id: int) -> int:
    """How many bytes the file may have."""
    used = sum(a.size for a in of(session, subject, version))
    total = MEGABYTE * int(policies.value(session, TOTAL_MEGABYTES, unit_id))
    single = MEGABYTE * int(policies.value(session, FILE_MEGABYTES, unit_id))
    if used >= total:
        whole = total // MEGABYTE
        vi = f"báo cáo đã đủ {whole} MB tệp đính kèm, hãy gỡ bớt tệp"
        en = f"the report already has {whole} MB of files; remove some"
        raise AttachmentRefused(name, vi, en)
    return min(single, total - used)
