"""The templates of papers: those that ship, and those an administrator put in their place."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.paper_check import Problem, TemplateRefused, check
from adapters.paper_pdf import DATA
from engine.errors import NotFound
from engine.papers.declared import FORMS, Form

SHIPPED = DATA / "papers"


class UnknownTemplate(NotFound):
    """No template of that name."""

    code = "unknown-paper-template"
    vi = "Không có mẫu văn bản «{what}». Hãy chọn: {known}."
    en = "There is no paper template «{what}». Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class State:
    """A template: its form, whether it was replaced, and when (UTC)."""

    name: str
    form: Form
    replaced_at: datetime | None


class Templates:
    """``folder`` holds the replaced ones as ``<name>.docx``; None: nothing can be replaced.

    Several machines that serve one installation must share it, like the folder of attachments.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def form(self, name: str) -> Form:
        """What the template may say. Raises ``UnknownTemplate``."""
        if name not in FORMS:
            raise UnknownTemplate(what=name, known=", ".join(FORMS))
        return FORMS[name]

    def states(self) -> list[State]:
        """All templates in their order."""
        return [self.state(name) for name in FORMS]

    def state(self, name: str) -> State:
        """One of them. Raises ``UnknownTemplate``."""
        form, own = self.form(name), self._own(name)
        at = None
        if own is not None and own.is_file():
            at = datetime.fromtimestamp(own.stat().st_mtime, UTC)
        return State(name, form, at)

    def file(self, name: str, *, shipped: bool = False) -> bytes:
        """The template in use, or the one that ships. Raises ``UnknownTemplate``."""
        self.form(name)
        own = self._own(name)
        if own is not None and not shipped:
            try:
                return own.read_bytes()
            except FileNotFoundError:
                pass  # nobody replaced it
        return (SHIPPED / f"{name}.docx").read_bytes()

    def check(self, name: str, file: bytes | None = None) -> list[Problem]:
        """What is wrong or doubtful about a file, or the one in use. Raises ``UnknownTemplate``."""
        given = self.file(name) if file is None else file
        return check(given, self.form(name), self.file(name, shipped=True))

    def replace(self, name: str, file: bytes) -> list[Problem]:
        """Use this file from now on; what is doubtful about it is returned.

        Raises ``UnknownTemplate``, ``TemplateRefused``: then nothing has changed.
        """
        found = self.check(name, file)
        own = self._own(name)
        if any(problem.fatal for problem in found):
            raise TemplateRefused([problem for problem in found if problem.fatal])
        if own is None:
            raise NotFound(what="thư mục mẫu văn bản / the folder of paper templates")
        own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix="unfinished-", dir=own.parent)
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(file)
                target.flush()
                os.fsync(target.fileno())
            Path(temporary).replace(own)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return found

    def reset(self, name: str) -> bool:
        """Use the one that ships again; whether another was in use. Raises ``UnknownTemplate``."""
        self.form(name)
        own = self._own(name)
        if own is None or not own.exists():
            return False
        own.unlink(missing_ok=True)
        return True

    def _own(self, name: str) -> Path | None:
        """Names are those of ``FORMS`` and never a path."""
        return None if self.folder is None else self.folder / f"{name}.docx"
