"""Deployed forms: immutable, numbered, and only ever growing.

A task is done with the version that holds when it is opened; what was typed into an older one while
it changed is shown beside the new one (``webapp.pages.task_stale``). So that every answer ever given
can still be read and every roll-up still adds up, a new version keeps each question of the one
before: its name, its type, its choices, the unit and the sum of a figure. Anything else is another
form, under another name; only a form of the designers' own that no unit was ever asked is free.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Integer, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import model_releases
from engine.errors import Finding, InputError, ModelRefused, NotFound
from engine.figures import Rules
from engine.model_releases import FORM, By
from engine.process.value_types import Type, of_field
from engine.store import Base, Key


class FormModel(Base):
    """One version of one form as it was deployed; rows never change."""

    __tablename__ = "form_model"
    __table_args__ = (UniqueConstraint("key", "version"), UniqueConstraint("key", "sha256"))

    id: Mapped[Key]
    key: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str]
    content: Mapped[str]
    deployed_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a question must stay as it is: ``options`` may be added to, the rest not changed."""

    type: str
    options: frozenset[str] = frozenset()
    unit: str = ""
    rollup: str = "none"


class Read(Protocol):
    """A form that has been read (``adapters.forms.Form``)."""

    @property
    def rules(self) -> Rules:
        """What is checked of its answers."""

    @property
    def contradictions(self) -> Sequence[Finding]:
        """Why nobody could answer it; a new version must have none."""

    @property
    def shape(self) -> Mapping[str, Shape]:
        """Its questions by name."""


def answers(shape: Mapping[str, Shape]) -> dict[str, Type]:
    """What is known of the answers to a form, for the diagrams that read them."""
    return {name: of_field(one.type, sorted(one.options)) for name, one in shape.items()}


class Unreadable(NamedTuple):
    """Why a file is no form, in both languages."""

    vi: str
    en: str


def unreadable(error: Exception) -> Unreadable:
    """What an error of reading a form's JSON tells a person, with the place."""
    match error:
        case json.JSONDecodeError():
            at = f"dòng {error.lineno}, cột {error.colno}"
            where = f"line {error.lineno}, column {error.colno}"
            return Unreadable(f"không phải JSON ({at})", f"it is no JSON ({where})")
        case RecursionError():
            return Unreadable("lồng nhau quá sâu", "it nests too deep")
        case UnicodeError():
            return Unreadable("có ký tự không phải UTF-8", "it holds what is not UTF-8")
        case OSError():
            return Unreadable("không mở được tệp", "the file cannot be opened")
    return Unreadable("có phần viết không đúng dạng", f"a part has a wrong form ({error})")


class NoForms(InputError):
    """Nothing was wired that reads forms."""

    code = "no-forms"
    vi = "Không đọc được biểu mẫu {form}: hệ thống chưa được nối với bộ đọc biểu mẫu."
    en = "The form {form} cannot be read: no reader of forms is wired."


_USED = text("""
    SELECT EXISTS (SELECT 1 FROM work_item WHERE form = :key)
        OR EXISTS (SELECT 1 FROM report_version WHERE form = :key)
        OR EXISTS (SELECT 1 FROM obligation WHERE form = :key)
""")


def _no_reader(name: str, _content: str) -> Read:
    raise NoForms(form=name)


@dataclass(eq=False)
class Forms:
    """The shipped forms, and the deployed ones read so far (they never change).

    ``read`` reads a form's name and JSON, and raises ``InputError`` for what is no form.
    """

    shipped: Mapping[str, Read] = field(default_factory=dict)
    read: Callable[[str, str], Read] = _no_reader
    _loaded: dict[int, Read] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def load(self, session: Session, form_id: int) -> Read:
        """The deployed form with this id. Raises ``NotFound``."""
        with self._lock:
            if form_id in self._loaded:
                return self._loaded[form_id]
        row = session.get(FormModel, form_id)
        if row is None:
            raise NotFound(what=f"form {form_id}")
        found = self.read(row.key, row.content)
        with self._lock:
            return self._loaded.setdefault(form_id, found)

    def deployed(self, session: Session) -> dict[str, Read]:
        """What holds now of the forms that were deployed, by name."""
        held = model_releases.current(session, FORM)
        return {key: self.load(session, form_id) for key, form_id in held.items()}

    def known(self, session: Session) -> dict[str, Read]:
        """Every form by name: a deployed one stands in the place of the shipped one."""
        return {**self.shipped, **self.deployed(session)}

    def vetted(self, session: Session, key: str, content: str) -> Read:
        """The form read, if it may follow the one that holds. Raises ``InputError``.

        One that nobody was ever asked may change as it likes; those of the product are read by it.
        """
        made = self.read(key, content)
        if made.contradictions:
            raise ModelRefused([*made.contradictions])
        before = self.known(session).get(key)
        lost = list(losses(before, made)) if before is not None else []
        if lost and (key in self.shipped or session.scalar(_USED, {"key": key})):
            raise ModelRefused(lost)
        return made

    def deploy(
        self, session: Session, key: str, content: str, now: datetime, by: By | None = None
    ) -> FormModel:
        """Read and store a form under ``key``; the same content keeps its row.

        Raises ``InputError`` (``ModelRefused`` with every question lost), and stores nothing then.
        """
        model_releases.lock(session, FORM, key)
        self.vetted(session, key, content)
        digest = hashlib.sha256(content.encode()).hexdigest()
        same = session.scalars(
            select(FormModel).where(FormModel.key == key, FormModel.sha256 == digest)
        ).first()
        if same is not None:
            return same
        latest = session.scalar(select(func.max(FormModel.version)).where(FormModel.key == key))
        row = FormModel(
            key=key, version=(latest or 0) + 1, sha256=digest, content=content, deployed_at=now
        )
        session.add(row)
        session.flush()
        model_releases.release(session, FORM, key, row.id, row.version, by or By(), now)
        return row


def losses(before: Read, after: Read) -> Iterator[Finding]:
    """What the later form no longer says of the earlier one's questions."""
    for name, old in before.shape.items():
        new = after.shape.get(name)
        if new is None:
            yield _lost(
                name,
                "form-question-lost",
                "Biểu mẫu này đã được giao cho đơn vị trả lời, hoặc đi theo phần mềm, nên câu hỏi của nó không được bỏ hay đổi mã. Hãy giữ lại, hoặc đặt biểu mẫu mới với mã khác.",
                "Units have been asked with this form, or it comes with the product, so its questions are neither dropped nor renamed. Keep it, or make a new form under another key.",
            )
        elif (old.type, old.unit, old.rollup) != (new.type, new.unit, new.rollup):
            yield _lost(
                name,
                "form-question-changed",
                "Kiểu, đơn vị tính và cách cộng của câu hỏi đã dùng không được đổi. Hãy đặt câu hỏi mới.",
                "The type, the unit and the sum of a question in use do not change. Ask a new question.",
            )
        elif old.options - new.options:
            gone = ", ".join(sorted(old.options - new.options))
            yield _lost(
                name,
                "form-choice-lost",
                f"Lựa chọn đã dùng không được bỏ: {gone}. Hãy giữ lại.",
                f"Choices in use are not dropped: {gone}. Keep them.",
            )


def _lost(name: str, code: str, vi: str, en: str) -> Finding:
    return Finding(code, name, "", vi, en)
