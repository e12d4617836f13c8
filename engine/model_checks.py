"""What is wrong with a model that is not deployed: the same words as ``dondoc model check`` says."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from engine.deployments import Library
from engine.errors import DondocError, Finding, InputError, ModelRefused
from engine.model_releases import DIAGRAM, FORM, TABLE
from engine.process import xml

MAX_BYTES = xml.MAX_BYTES


class UnsafeContent(InputError):
    """What cannot even be kept as a draft; ``findings`` says why."""

    code = "unsafe-content"
    vi = "Không lưu được bản vẽ này: {lines}"
    en = "This drawing cannot be saved: {lines_en}"

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(
            lines="; ".join(f.text("vi") for f in findings),
            lines_en="; ".join(f.text("en") for f in findings),
        )


def safe(kind: str, content: str) -> None:
    """Raise ``UnsafeContent`` unless it is well-formed, safe and not too large to be kept."""
    if kind == FORM:
        _json(content)
        return
    try:
        xml.read(_bytes(content))
    except ModelRefused as refused:
        raise UnsafeContent(refused.findings) from refused


def check(session: Session, library: Library, kind: str, key: str, content: str) -> list[Finding]:
    """Everything that keeps the content from being deployed under ``key``; [] if nothing does."""
    try:
        source = _bytes(content)
        if kind == DIAGRAM:
            library.vetted(session, key, source)
        elif kind == TABLE:
            library.decisions.vetted(session, key, source)
        else:
            library.read_form(key, content)
    except (ModelRefused, UnsafeContent) as refused:
        return refused.findings
    except DondocError as error:
        return [Finding(error.code, "", "", error.text("vi"), error.text("en"))]
    return []


def _bytes(content: str) -> bytes:
    try:
        return content.encode()
    except UnicodeEncodeError as error:
        raise UnsafeContent([_not_text(error)]) from error


def _json(content: str) -> None:
    source = _bytes(content)
    if len(source) > MAX_BYTES:
        raise UnsafeContent(
            [
                Finding(
                    "form-too-large",
                    "",
                    "",
                    f"Biểu mẫu lớn hơn {MAX_BYTES // 2**20} MB. Hãy bớt câu hỏi.",
                    f"The form is larger than {MAX_BYTES // 2**20} MB. Ask fewer questions.",
                )
            ]
        )
    try:
        json.loads(source)
    except (ValueError, RecursionError) as error:
        raise UnsafeContent([_no_form(error)]) from error
    if "\0" in content:
        raise UnsafeContent([_no_form("\\0")])


def _no_form(error: object) -> Finding:
    return Finding(
        "form-syntax",
        "",
        "",
        f"Tệp không phải biểu mẫu JSON hợp lệ ({error}). Hãy sửa tệp.",
        f"The file is no form in well-formed JSON ({error}). Correct it.",
    )


def _not_text(error: Exception) -> Finding:
    return Finding(
        "not-text",
        "",
        "",
        f"Nội dung có ký tự không ghi được ({error}). Hãy bỏ ký tự đó.",
        f"The content has a character that cannot be written ({error}). Remove it.",
    )
