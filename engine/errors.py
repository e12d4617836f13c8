"""The one tree of errors. Each says what was wrong, where, and what to do.

An error carries a stable ``code`` and the values of its sentence; the sentence itself exists in
Vietnamese and English, so that a page, the command line and the API tell a person the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class DondocError(Exception):
    """The root: ``str(error)`` is English, ``error.text("vi")`` what a Vietnamese reader sees."""

    code: ClassVar[str] = "error"
    vi: ClassVar[str] = "Có lỗi: {detail}"
    en: ClassVar[str] = "Something is wrong: {detail}"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.text("en"))

    def text(self, locale: str = "vi") -> str:
        """The sentence in ``locale`` ("vi" or "en"; anything else reads English)."""
        template = self.vi if locale == "vi" else self.en
        return template.format_map(_Lenient(self.values))


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


class InputError(DondocError):
    """Bad input from outside: nothing was changed."""

    code = "input"


class Misused(DondocError):
    """A diagram asks a service for what it does not know: nobody who works with it can mend that."""

    code = "misused"


class NotFound(InputError):
    """What was named does not exist, or the asker may not know that it does."""

    code = "not-found"
    vi = "Không tìm thấy {what}. Hãy kiểm tra lại đường dẫn hoặc mã số."
    en = "{what} was not found. Check the link or the number."


class Forbidden(InputError):
    """The asker may see this but not do that."""

    code = "forbidden"
    vi = "Bạn không có quyền {what}."
    en = "You may not {what}."


class Conflict(InputError):
    """Somebody was faster: what was asked no longer applies."""

    code = "conflict"
    vi = "{what} đã thay đổi. Hãy tải lại trang rồi thử lại."
    en = "{what} has changed. Reload the page and try again."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a diagram, at its element.

    ``code`` is stable; ``element`` is the designer's own id ('' for the whole diagram). A ``warning``
    is only suspicious: it keeps nothing from being deployed.
    """

    code: str
    element: str
    name: str
    vi: str
    en: str
    warning: bool = False

    def text(self, locale: str = "vi") -> str:
        """The finding as one line, with the element it is about."""
        where = f"{self.element} «{self.name}»" if self.name else self.element
        said = self.vi if locale == "vi" else self.en
        if self.warning:
            said = f"Nên xem lại: {said}" if locale == "vi" else f"Worth a look: {said}"
        return f"{where}: {said} [{self.code}]" if where else f"{said} [{self.code}]"


class ModelRefused(InputError):
    """A diagram that cannot run correctly; ``findings`` holds every reason, not the first."""

    code = "model-refused"
    vi = "Mô hình không chạy được:\n{lines}"
    en = "The model cannot run:\n{lines_en}"

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(
            lines="\n".join(f.text("vi") for f in findings),
            lines_en="\n".join(f.text("en") for f in findings),
        )
