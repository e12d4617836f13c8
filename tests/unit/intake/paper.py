"""Small letters in each format, made by the libraries that make them elsewhere."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import typst
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HEAD = (
    ("ỦY BAN NHÂN DÂN", "HUYỆN SÔNG LÔ"),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
)
ASKED = "Ủy ban nhân dân các xã gửi báo cáo về Phòng Nông nghiệp trước ngày 20/8/2024 để tổng hợp."
LINES = (
    "Số: 215/UBND-NN",
    "Sông Lô, ngày 02 tháng 7 năm 2024",
    "V/v chuẩn bị vụ mùa",
    "Kính gửi: Ủy ban nhân dân các xã.",
    "Thực hiện Kế hoạch số 31/KH-UBND ngày 10/6/2024 của UBND tỉnh, Ủy ban nhân dân huyện yêu cầu:",
    "1. Công tác chuẩn bị",
    "- Kiểm tra hệ thống kênh mương, giống và vật tư.",
    "2. Chế độ báo cáo",
    ASKED,
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Trần Văn Mẫu",
)
PLAIN = "\n".join([line for column in HEAD for line in column] + list(LINES))


def docx(*, numbered: bool = False, boxed: str = "", note: str = "") -> bytes:
    """The letter with its head and foot in tables, as Word's templates have them."""
    document = Document()
    head = document.add_table(rows=1, cols=2)
    for cell, lines in zip(head.rows[0].cells, HEAD, strict=True):
        cell.text = "\n".join(lines)
    for line in LINES[:9]:
        if numbered and line[:2] in ("1.", "2."):
            document.add_paragraph(line[3:], style="List Number")
        else:
            document.add_paragraph(line)
    table = document.add_table(rows=2, cols=3)
    for row, words in zip(
        table.rows, (("TT", "Việc", "Hạn"), ("1", "Nạo vét kênh", "30/7/2024")), strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    if boxed:
        document.add_paragraph("")._p.append(_box(boxed))
    foot = document.add_table(rows=1, cols=2)
    foot.rows[0].cells[0].text = "\n".join(LINES[9:12])
    foot.rows[0].cells[1].text = "\n".join(LINES[12:])
    out = BytesIO()
    document.save(out)
    return _with_note(out.getvalue(), note) if note else out.getvalue()


def _box(text: str):
    inner = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    return parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>'
    )


def _with_note(data: bytes, note: str) -> bytes:
    """The document with a footnote on its ninth paragraph, its part put in by hand."""
    w = nsdecls("w")
    notes = f'<w:footnotes {w}><w:footnote w:id="1"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                kind = (
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                )
                text = text.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
                )
            elif entry.filename == "[Content_Types].xml":
                kind = (
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                )
                text = text.replace(
                    b"</Types>",
                    f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode(),
                )
            elif entry.filename == "word/document.xml":
                mark = '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
                at = text.index(ASKED.encode())
                end = text.index(b"</w:p>", at)
                text = text[:end] + mark.encode() + text[end + 6 :]
            new.writestr(entry.filename, text)
        new.writestr("word/footnotes.xml", notes)
    return out.getvalue()


def odt(*, entity: str = "") -> bytes:
    """The letter as an OpenDocument text, its sections a numbered list."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(
        f'xmlns:{p}="{name}:{n}:1.0"'
        for p, n in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    rows = "".join(
        f"<table:table-cell>{''.join(f'<text:p>{line}</text:p>' for line in column)}</table:table-cell>"
        for column in HEAD
    )
    items = "".join(
        f"<text:list-item><text:p>{line[3:]}</text:p></text:list-item>"
        for line in LINES
        if line[:2] in ("1.", "2.")
    )
    body = "".join(f"<text:p>{line}</text:p>" for line in LINES[:5])
    foot = "".join(f"<text:p>{line}</text:p>" for line in LINES[8:]) + (
        "<text:p>&b;</text:p>" if entity else ""
    )
    style = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{entity}<office:document-content {spaces}><office:automatic-styles>{style}</office:automatic-styles>'
        f"<office:body><office:text><table:table><table:table-row>{rows}</table:table-row></table:table>{body}"
        f'<text:list text:style-name="L1">{items}</text:list>{foot}</office:text></office:body></office:document-content>'
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def pdf(*, note: str = "", empty: bool = False) -> bytes:
    """The letter printed: two columns in the head and in the foot, justified lines."""
    columns = ", ".join("[" + r" \ ".join(_typed(line) for line in column) + "]" for column in HEAD)
    mark = f"#footnote[{_typed(note)}]" if note else ""
    body = "\n\n".join(_typed(line) for line in LINES[2:8])
    left = r" \ ".join(_typed(line) for line in LINES[9:12])
    right = r" \ ".join(_typed(line) for line in LINES[12:])
    source = """#set page(paper: "a4", margin: 2.5cm)
#set text(size: 13pt)
#set par(justify: true)
#set super(typographic: false)
""" + (
        "#rect()"
        if empty
        else f"""#grid(columns: (1fr, 1.4fr), align: center, {columns})
#grid(columns: (1fr, 1.4fr), align: center, [{_typed(LINES[0])}], [{_typed(LINES[1])}])

{body}

{_typed(ASKED)}{mark}

#grid(columns: (1fr, 1fr), [{left}], [{right}])
"""
    )
    return bytes(typst.compile(source.encode()))


def _typed(text: str) -> str:
    """Text as typst takes it literally."""
    return "".join("\\" + c if c in "#$*_-+/=<>@[]`'\".\\" else c for c in text)
