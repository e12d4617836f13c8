"""What is wrong with a model that is not deployed: the same words as ``dondoc model check`` says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import deployments, model_releases
from engine.deployments import Library, ProcessModel
from engine.errors import DondocError, Finding, InputError, ModelRefused
from engine.form_models import unreadable
from engine.model_releases import DIAGRAM, FORM, SETUP, TABLE, By, ModelRelease
from engine.process import reading, xml
from engine.process.model import Process

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
    """Everything that keeps the content from being deployed under ``key``, and what is suspicious.

    [] if nothing does and nothing is; see ``Finding.warning``.
    """
    try:
        source = _bytes(content)
        if kind == DIAGRAM:
            library.vetted(session, key, source)
            kept = _keeps_what_is_begun(session, library, key, source)
            return [*kept, *library.warnings(session, source)]
        if kind == TABLE:
            library.decisions.vetted(session, key, source)
        else:
            return _form(session, library, key, content)
    except (ModelRefused, UnsafeContent) as refused:
        return refused.findings
    except DondocError as error:
        return [of_error(error)]
    return []


def of_error(error: DondocError) -> Finding:
    """A refusal as a finding, at the question that a form's names."""
    element = getattr(error, "element", "")
    return Finding(error.code, element, "", error.text("vi"), error.text("en"))


def deploy(
    session: Session, library: Library, key: str, source: bytes, now: datetime, by: By
) -> ProcessModel:
    """As ``deployments.deploy``, for people and programs: what the product begins stays startable.

    Raises ``ModelRefused`` with every finding; the caller then takes back what was written.
    """
    if found := _keeps_what_is_begun(session, library, key, source):
        raise ModelRefused(found)
    return deployments.deploy(session, library, key, source, now, by)


def _form(session: Session, library: Library, key: str, content: str) -> list[Finding]:
    """Also of the diagrams in use that show it: its fields are their variables."""
    made = library.form_models.vetted(session, key, content)
    ids = model_releases.current(session, DIAGRAM).values()
    mark = f'dondoc:form="{key}"'
    rows = select(ProcessModel).where(ProcessModel.id.in_(ids), ProcessModel.xml.contains(mark))
    fields = library.fields(session, {key: made})
    found: list[Finding] = []
    for row in session.scalars(rows.order_by(ProcessModel.key)):
        decisions = library.decisions.of(session, row.decisions)
        try:
            library.check(row.xml.encode(), row.key, decisions, fields)
        except ModelRefused as refused:
            found += [_in_diagram(row.key, f) for f in refused.findings]
    return found


def _in_diagram(key: str, finding: Finding) -> Finding:
    return replace(finding, vi=f"Sơ đồ «{key}»: {finding.vi}", en=f"Diagram «{key}»: {finding.en}")


def _keeps_what_is_begun(
    session: Session, library: Library, key: str, source: bytes
) -> list[Finding]:
    """The product begins its own processes by name: a version of a shipped diagram keeps them."""
    shipped = session.scalars(
        select(ModelRelease.model_id)
        .where(ModelRelease.kind == DIAGRAM, ModelRelease.key == key, ModelRelease.actor == SETUP)
        .order_by(ModelRelease.id.desc())
        .limit(1)
    ).first()
    if shipped is None:
        return []
    own = reading.parse(xml.read(source)).processes
    return [
        Finding(
            "shipped-process-missing",
            process.id,
            process.name,
            "Phần mềm tự mở tiến trình này nên sơ đồ phải giữ nó (mã và nút bắt đầu). Hãy vẽ lại, hoặc đặt mã khác cho bản nháp.",
            "The product itself begins this process, so the diagram keeps it (its id and its starts). Draw it again, or give the draft another key.",
        )
        for process in library.load(session, shipped).model.processes.values()
        if process.id not in own or _starts(process) - _starts(own[process.id])
    ]


def _starts(process: Process) -> set[tuple[str, ...]]:
    """By what its instances begin: nothing, or the messages of its start events."""
    return {
        tuple(sorted(event.text for event in e.events if event.kind == "message"))
        for e in process.inside(process.id)
        if e.tag == "startEvent"
    }


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
        raise UnsafeContent([no_form(error)]) from error
    if "\0" in content:
        raise UnsafeContent([no_form(UnicodeError())])


def no_form(error: Exception) -> Finding:
    """That a file is not even JSON, and where."""
    why = unreadable(error)
    return Finding(
        "form-syntax",
        "",
        "",
        f"Tệp không phải biểu mẫu JSON hợp lệ: {why.vi}. Hãy sửa tệp.",
        f"The file is no form in well-formed JSON: {why.en}. Correct it.",
    )


def _not_text(error: Exception) -> Finding:
    return Finding(
        "not-text",
        "",
        "",
        f"Nội dung có ký tự không ghi được ({error}). Hãy bỏ ký tự đó.",
        f"The content has a character that cannot be written ({error}). Remove it.",
    )
