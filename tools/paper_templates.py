"""Make the shipped templates of papers: ``python -m tools.paper_templates [--check]``.

Writes ``adapters/data/papers/*.docx``; with ``--check`` it says which of them are not what it would
write, and exits with 1. The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I and III.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools.papers.parts import (
    addressees,
    blocks,
    by_line,
    each,
    foot,
    head,
    mark,
    signature,
    title,
)
from tools.papers.sheet import (
    CELL,
    CENTRE,
    COLUMN_HEAD,
    HEADING,
    LEFT,
    MIDDLE,
    TEXT,
    WIDTH,
    Look,
    blank,
    lying,
    repeated,
    say,
    table,
    write,
)

FOLDER = Path(__file__).resolve().parent.parent / "adapters" / "data" / "papers"
_SAME_DAY = (2026, 1, 1, 0, 0, 0)
LAST = replace(TEXT, keep_next=True)
"""The last lines stay with the signature: none may stand alone on a page."""
_CENTRED = Look(align=CENTRE, first=0)
_TEAM = (
    ("TT", "{{ row.number }}", 12, True),
    ("Họ và tên", "{{ row.name }}", 50, False),
    ("Đơn vị", "{{ row.unit }}", 63, False),
    ("Nhiệm vụ trong Đoàn", "{{ row.duty }}", 40, False),
)
_UNITS = (("TT", "{{ row.number }}", 15, True), ("Đơn vị", "{{ row.unit }}", 150, False))


def letter() -> Any:
    """A công văn: V/v under the number, «Kính gửi»."""
    document = blank()
    head(document, letter=True)
    addressees(document)
    blocks(document)
    foot(document)
    return document


def named() -> Any:
    """A type that is named in the head."""
    document = blank()
    head(document)
    title(document)
    blocks(document)
    foot(document)
    return document


def _decided(document: Any) -> None:
    head(document)
    title(document)
    write(document, "{{ decider }}", replace(_CENTRED, bold=True, before=6, after=8))
    each(document, "bases", "{{ line }}", replace(TEXT, italic=True))
    write(document, "QUYẾT ĐỊNH:", replace(_CENTRED, bold=True, before=6, after=8))


def decision() -> Any:
    """A decision with its bases."""
    document = blank()
    _decided(document)
    blocks(document)
    foot(document)
    return document


def _article(document: Any, number: int, words: str, *, keep: bool = False) -> None:
    paragraph = write(document, f"Điều {number}. ", replace(TEXT, bold=True, keep_next=keep))
    say(paragraph, words, TEXT)


def inspection_decision() -> Any:
    """The decision that opens a round: the team, whom, what and when it inspects."""
    document = blank()
    _decided(document)
    _article(document, 1, "Thành lập Đoàn kiểm tra ({{ title }}) gồm các ông, bà có tên sau:")
    by_line(document, "team", _TEAM)
    _article(document, 2, "Đối tượng, nội dung và thời gian kiểm tra")
    write(document, "1. Loại kiểm tra: {{ regime }}.")
    write(document, "2. Đơn vị được kiểm tra:", replace(TEXT, keep_next=True))
    by_line(document, "units", _UNITS)
    write(document, "3. Nội dung, phạm vi:", replace(TEXT, keep_next=True))
    each(document, "scope", "{{ line }}")
    write(document, "4. Thời gian: từ ngày {{ starts_on }} đến ngày {{ ends_on }}.")
    _article(
        document,
        3,
        "Đoàn kiểm tra thực hiện nhiệm vụ, quyền hạn theo quy định của pháp luật và báo cáo kết quả "
        "với người ban hành Quyết định này.",
    )
    _article(
        document,
        4,
        "Quyết định này có hiệu lực kể từ ngày ký. Các thành viên Đoàn kiểm tra và các đơn vị có tên "
        "tại Điều 2 chịu trách nhiệm thi hành Quyết định này./.",
        keep=True,
    )
    foot(document)
    return document


def inspection_notice() -> Any:
    """Notice of the round, the outline of the self-report behind it."""
    document = blank()
    head(document)
    title(document)
    addressees(document)
    write(document, "Thực hiện {{ decision }}, việc kiểm tra được thông báo như sau:")
    write(document, "1. Nội dung, phạm vi kiểm tra:", replace(TEXT, keep_next=True))
    each(document, "scope", "{{ line }}")
    write(document, "2. Thời gian kiểm tra: từ ngày {{ starts_on }} đến ngày {{ ends_on }}.")
    write(document, "3. Thành phần Đoàn kiểm tra:", replace(TEXT, keep_next=True))
    by_line(document, "team", _TEAM)
    write(
        document,
        "4. Đề nghị các đơn vị báo cáo bằng văn bản theo đề cương kèm theo, gửi chậm nhất ngày "
        "{{ self_report_due }}; chuẩn bị hồ sơ, tài liệu liên quan và bố trí thành phần làm việc với "
        "Đoàn kiểm tra./.",
        LAST,
    )
    foot(document)
    write(document, "ĐỀ CƯƠNG BÁO CÁO", replace(_CENTRED, bold=True, page_before=True, after=0))
    write(document, "(Kèm theo Thông báo kiểm tra)", replace(_CENTRED, italic=True, after=12))
    each(document, "outline", "{{ line }}")
    return document


def inspection_minutes() -> Any:
    """The minutes of one inspection, with room for what is written by hand."""
    document = blank()
    head(document)
    title(document)
    write(
        document,
        "Hôm nay, {{ opened }}, tại {{ unit }}, Đoàn kiểm tra theo {{ decision }} lập biên bản về việc "
        "kiểm tra như sau:",
    )
    write(document, "I. THÀNH PHẦN", HEADING)
    write(document, "1. Đoàn kiểm tra:", replace(TEXT, keep_next=True))
    by_line(document, "team", _TEAM)
    dots = "………………………………………………………"
    write(document, f"2. Đại diện {{{{ unit }}}}: {dots}", replace(TEXT, align=LEFT))
    write(document, "II. NỘI DUNG", HEADING)
    write(document, "1. Quyết định kiểm tra được công bố ngày {{ announced }}.")
    write(document, "2. Nội dung, phạm vi kiểm tra:", replace(TEXT, keep_next=True))
    each(document, "scope", "{{ line }}")
    write(document, "III. KẾT QUẢ KIỂM TRA", HEADING)
    each(document, "findings", "{{ line }}")
    write(document, "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA", HEADING)
    each(document, "opinion", "{{ line }}")
    mark(document, "{%p if refusal %}")
    write(document, "Đơn vị được kiểm tra không ký biên bản. Lý do: {{ refusal }}")
    mark(document, "{%p endif %}")
    mark(document, "{%p if witness %}")
    write(document, "{{ witness }}.")
    mark(document, "{%p endif %}")
    write(
        document,
        "Biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản; đã đọc lại cho những người "
        "có tên trên cùng nghe./.",
        LAST,
    )
    _signatures(document)
    return document


def _signatures(document: Any) -> None:
    write(document, "", Look(size=6, first=0, after=0, keep_next=True))
    made = table(document, (WIDTH / 2, WIDTH / 2), 1, lined=False)
    left, right = made.rows[0].cells
    signature(left, "", "{{ unit_signature }}", "", note="(Ký, ghi rõ họ tên, chức vụ)")
    signature(right, "", "TRƯỞNG ĐOÀN KIỂM TRA", "{{ team_head }}", note="(Ký, ghi rõ họ tên)")
    mark(document, "{%p if witness_signature %}")
    bold = replace(_CENTRED, bold=True, before=12, after=0)
    write(document, "{{ witness_signature }}", replace(bold, keep_next=True))
    write(document, "(Ký, ghi rõ họ tên)", replace(_CENTRED, italic=True, size=13, after=64))
    write(document, "{{ witness_name }}", replace(bold, before=0))
    mark(document, "{%p endif %}")


def consolidated_report() -> Any:
    """The report of a roll-up: its text, its figures, and every unit in a lying annex."""
    document = blank()
    head(document)
    title(document)
    addressees(document)
    write(document, "Thực hiện {{ basis }}, kỳ báo cáo {{ period }}, kết quả tổng hợp như sau:")
    blocks(document, "before")
    write(document, "2. Số liệu", HEADING)
    columns = (
        ("TT", "{{ row.number }}", 12, True),
        ("Chỉ tiêu", "{{ row.label }}", 71, False),
        ("Đơn vị tính", "{{ row.unit }}", 24, True),
        ("Số liệu", "{{ row.value }}", 22, True),
        ("Cách tính", "{{ row.way }}", 18, True),
        ("Số đơn vị", "{{ row.count }}", 18, True),
    )
    by_line(document, "figures", columns)
    blocks(document, "after")
    write(document, "(Số liệu của từng đơn vị tại Phụ lục kèm theo)./.", LAST)
    foot(document)
    lying(document)
    write(document, "PHỤ LỤC", replace(_CENTRED, bold=True, after=0))
    write(document, "SỐ LIỆU CỦA TỪNG ĐƠN VỊ", replace(_CENTRED, bold=True, after=0))
    write(document, "(Kèm theo Báo cáo: {{ subject }})", replace(_CENTRED, italic=True, after=12))
    _annex(document)
    return document


def _annex(document: Any) -> None:
    """Units down, figures across: a column is made for each figure."""
    widths = (12, 72, 28, 5, 26, 5, 36)
    made = table(document, widths, 4, lined=True)
    top, loop, row, end = made.rows
    for n, words in ((0, "TT"), (1, "Đơn vị"), (2, "Ngày nộp"), (6, "Ghi chú")):
        write(top.cells[n], words, COLUMN_HEAD)
    _across(top, "columns", "{{ column }}", COLUMN_HEAD)
    repeated(top)
    mark(loop.cells[0], "{%tr for row in units %}")
    write(row.cells[0], "{{ row.number }}", MIDDLE)
    write(row.cells[1], "{{ row.unit }}", CELL)
    write(row.cells[2], "{{ row.submitted_on }}", MIDDLE)
    _across(row, "row.values", "{{ column }}", MIDDLE)
    write(row.cells[6], "{{ row.remark }}", CELL)
    mark(end.cells[0], "{%tr endfor %}")


def _across(row: Any, name: str, words: str, look: Look) -> None:
    mark(row.cells[3], f"{{%tc for column in {name} %}}")
    write(row.cells[4], words, look)
    mark(row.cells[5], "{%tc endfor %}")


def named_list() -> Any:
    """The list of late units."""
    document = blank()
    head(document)
    title(document)
    write(document, "({{ about }})", replace(_CENTRED, italic=True, after=10))
    columns = (
        ("TT", "{{ row.number }}", 12, True),
        ("Đơn vị", "{{ row.unit }}", 66, False),
        ("Số ngày chậm", "{{ row.days_late }}", 22, True),
        ("Ngày nêu tên", "{{ row.named_on }}", 27, True),
        ("Tình trạng", "{{ row.standing }}", 38, False),
    )
    by_line(document, "rows", columns)
    write(document, "Danh sách có {{ count }} đơn vị./.", LAST)
    foot(document)
    return document


TEMPLATES: Mapping[str, Callable[[], Any]] = {
    "official-letter": letter,
    "directive": named,
    "decision": decision,
    "urging-letter": letter,
    "reminder": letter,
    "inspection-decision": inspection_decision,
    "inspection-notice": inspection_notice,
    "inspection-minutes": inspection_minutes,
    "consolidated-report": consolidated_report,
    "named-list": named_list,
}


def built(name: str) -> bytes:
    """The template as a file; the same bytes whenever it is made."""
    buffer, fixed = io.BytesIO(), io.BytesIO()
    TEMPLATES[name]().save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(fixed, "w") as target:
        for entry in source.namelist():
            told = zipfile.ZipInfo(entry, _SAME_DAY)
            target.writestr(told, source.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def contents(file: bytes) -> dict[str, bytes]:
    """What is in a file, by name: zlib's versions pack the same differently."""
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        return {name: source.read(name) for name in source.namelist()}


def stale() -> list[str]:
    """The shipped templates that are not what would be made now."""
    found = []
    for name in TEMPLATES:
        path = FOLDER / f"{name}.docx"
        if not path.exists() or contents(path.read_bytes()) != contents(built(name)):
            found.append(path.name)
    return found


def main(arguments: list[str]) -> int:
    """Write them, or say which are stale."""
    if "--check" in arguments:
        for name in stale():
            print(f"{name}: not what tools/paper_templates.py makes", file=sys.stderr)
        return bool(stale())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in TEMPLATES:
        (FOLDER / f"{name}.docx").write_bytes(built(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
