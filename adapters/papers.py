"""Papers as files: the template filled in as .docx, and the very same pages as PDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import TemplateError

from adapters.paper_check import UNREADABLE
from adapters.paper_filling import filled
from adapters.paper_package import faults
from adapters.paper_pdf import pdf
from adapters.paper_templates import Templates
from engine.errors import InputError
from engine.papers.form import Paper

DOCX, PDF = "docx", "pdf"
MEDIA_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}


class BadTemplate(InputError):
    """The template in use cannot be filled in: it was put there by hand, or fields have changed."""

    code = "bad-paper-template"
    vi = "Mẫu văn bản «{name}» không điền được ({why}). Quản trị viên cần kiểm tra hoặc dùng lại mẫu gốc."
    en = "The paper template «{name}» cannot be filled in ({why}). An administrator must check or reset it."


class Papers:
    """Makes files of papers; ``folder`` holds replaced templates."""

    def __init__(self, folder: Path | None = None) -> None:
        self.templates = Templates(folder)

    def docx(self, paper: Paper, made_at: datetime) -> bytes:
        """The paper as a Word document; the same bytes for the same moment. Raises ``BadTemplate``."""
        template = self.templates.file(paper.template)
        wrong = faults(template)
        if wrong:
            raise BadTemplate(name=paper.template, why=", ".join(wrong))
        try:
            return filled(template, paper.fields, made_at)
        except TemplateError as error:
            raise BadTemplate(name=paper.template, why=str(error.message)) from error
        except UNREADABLE as error:
            raise BadTemplate(name=paper.template, why=str(error)) from error

    def pdf(self, paper: Paper, made_at: datetime) -> bytes:
        """That document as PDF. Raises ``BadTemplate``."""
        document = self.docx(paper, made_at)
        try:
            return pdf(document, paper.name, made_at).file
        except (*UNREADABLE, RuntimeError) as error:
            raise BadTemplate(name=paper.template, why=str(error)) from error

    def file(self, paper: Paper, ending: str, made_at: datetime) -> bytes:
        """The paper as ``DOCX`` or ``PDF``. Raises ``BadTemplate``."""
        return self.pdf(paper, made_at) if ending == PDF else self.docx(paper, made_at)
