"""Whether a file may be a template of a paper: each fault and each doubt, by name."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from lxml.etree import LxmlError

from adapters.paper_filling import filled
from adapters.paper_names import Names
from adapters.paper_package import MAX_FILE, faults
from adapters.paper_pdf import pdf
from adapters.paper_sandbox import Refused, Sandbox
from engine.errors import InputError
from engine.papers.declared import Form

UNREADABLE = (
    PackageNotFoundError,
    LxmlError,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    struct.error,
)
"""What python-docx and docxtpl raise for a package that is not what it should be."""

_MEGABYTES = MAX_FILE // (1024 * 1024)
SAYINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not-docx": (
            "Tệp không phải văn bản Word (.docx) đọc được.",
            "The file is no Word document (.docx) that can be read.",
        ),
        "too-large": (
            f"Tệp quá lớn: mẫu tối đa {_MEGABYTES} MB, mỗi phần bên trong tối đa 1 MB.",
            f"The file is too large: at most {_MEGABYTES} MB, each part of it at most 1 MB.",
        ),
        "macros": (
            "Tệp có macro hoặc đối tượng nhúng. Hãy lưu lại dạng .docx không macro.",
            "The file has macros or embedded objects. Save it as .docx without macros.",
        ),
        "links": (
            "Tệp lấy nội dung từ nơi khác (liên kết, mẫu đính kèm, trường DDE, INCLUDE…). Hãy bỏ đi.",
            "The file fetches content from elsewhere (links, DDE, INCLUDE…). Remove it.",
        ),
        "syntax": (
            "Dấu mẫu viết sai: {what}. Hãy xem lại các cặp {{{{ }}}} và {{% %}}.",
            "A mark is written wrongly: {what}. Check the pairs of {{{{ }}}} and {{% %}}.",
        ),
        "mark": (
            "Mẫu không được dùng «{what}»: chỉ có tên trường, for, if và vài bộ lọc.",
            "A template may not use «{what}»: only names of fields, for, if and a few filters.",
        ),
        "rich": (
            "Dấu «{what}» không dùng được ở đây; hãy viết {{{{ tên }}}}.",
            "The mark «{what}» cannot be used here; write {{{{ name }}}}.",
        ),
        "unknown": (
            "Không có trường «{what}». Hãy xem danh sách trường của mẫu.",
            "There is no field «{what}». See the template's list of fields.",
        ),
        "unfillable": (
            "Điền thử không được: {what}.",
            "It could not be filled in for a trial: {what}.",
        ),
        "unused": (
            "Trường «{what}» không có trong mẫu: nội dung đó sẽ không được in.",
            "The field «{what}» is not in the template: what it holds will not be printed.",
        ),
        "not-set": ("Bản PDF: {what}.", "The PDF: {what}."),
    }
)
_DOUBTS = frozenset({"unused", "not-set"})
_RICH = re.compile(r"\{\{\s?(?:r|p|tr|tc)\s")
_TAGS = re.compile(r"<[^>]+>")
_TRIAL = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a template; ``fatal``: with it the file cannot be used."""

    code: str
    vi: str
    en: str

    @property
    def fatal(self) -> bool:
        """Whether the template is refused for it."""
        return self.code not in _DOUBTS

    def text(self, locale: str) -> str:
        """The sentence in that language."""
        return self.vi if locale == "vi" else self.en


class TemplateRefused(InputError):
    """A file that cannot be a template; ``problems`` holds every reason."""

    code = "paper-template-refused"
    vi = "Không dùng được tệp làm mẫu, mẫu đang dùng giữ nguyên:\n{lines}"
    en = "The file cannot be the template; the one in use stays:\n{lines_en}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            lines="\n".join(p.vi for p in problems), lines_en="\n".join(p.en for p in problems)
        )


def problem(code: str, what: str | tuple[str, str] = "") -> Problem:
    """The problem of that code; ``what`` in both languages, where they differ."""
    vi, en = (what, what) if isinstance(what, str) else what
    said = SAYINGS[code]
    return Problem(code, said[0].format(what=vi), said[1].format(what=en))


def check(file: bytes, form: Form, shipped: bytes) -> list[Problem]:
    """Everything that is wrong or doubtful about the file as the template of that form.

    A field that the ``shipped`` template prints and this one does not is doubtful.
    """
    found = [problem(code) for code in faults(file)]
    if found:
        return found
    try:
        sources = list(_sources(file))
    except UNREADABLE:
        return [problem("not-docx")]
    names = Names(form.example())
    for source in sources:
        found += _marks(source, names)
    found += [problem("unknown", name) for name in names.unknown]
    if found:
        return found
    found = _trial(file, form)
    usual = Names(form.example())
    for source in _sources(shipped):
        _marks(source, usual)
    found += [problem("unused", n) for n in form.fields if n in usual.used - names.used]
    return found


def _sources(file: bytes) -> Iterator[str]:
    """The parts in which marks may stand, as docxtpl hands them on."""
    document = DocxTemplate(io.BytesIO(file))
    document.init_docx()
    yield document.get_xml()
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield document.get_part_xml(part)


def _marks(source: str, names: Names) -> list[Problem]:
    rich = _RICH.search(_TAGS.sub("", source))
    if rich:
        return [problem("rich", rich[0].strip())]
    try:
        names.walk(Sandbox().parse(DocxTemplate(io.BytesIO()).patch_xml(source)))
    except Refused as refused:
        return [problem("mark", refused.what)]
    except TemplateSyntaxError as wrong:
        return [problem("syntax", str(wrong.message))]
    return []


def _trial(file: bytes, form: Form) -> list[Problem]:
    """Fill it in with the examples and set it: what fails, and what the PDF leaves out."""
    try:
        made = filled(file, form.example(), _TRIAL)
        notices = pdf(made, form.en, _TRIAL).notices
    except TemplateError as wrong:
        return [problem("unfillable", str(wrong.message))]
    except (*UNREADABLE, RuntimeError) as wrong:
        return [problem("unfillable", str(wrong))]
    both = zip(notices.said("vi"), notices.said("en"), strict=True)
    return [problem("not-set", what) for what in both]
