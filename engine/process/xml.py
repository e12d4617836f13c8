"""Reading XML from strangers: no DOCTYPE, no entities, no network, bounded size and depth."""

from __future__ import annotations

from lxml import etree

from engine.errors import Finding, ModelRefused

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 200


def read(source: bytes) -> etree._Element:
    """The root element of ``source``.

    Raises ``ModelRefused`` for what is too large, not XML, too deep, or carries a DOCTYPE: entities
    are how a small file becomes gigabytes or reads the server's own files.
    """
    if len(source) > MAX_BYTES:
        raise _refuse(
            "xml-too-large",
            f"Tệp lớn hơn {MAX_BYTES // 2**20} MB. Hãy tách mô hình thành nhiều tệp.",
            f"The file is larger than {MAX_BYTES // 2**20} MB. Split the model into several files.",
        )
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise _doctype()
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refuse(
            "xml-syntax",
            f"Tệp không phải XML hợp lệ ({error}). Hãy xuất lại từ công cụ vẽ BPMN.",
            f"The file is not well-formed XML ({error}). Export it again from the BPMN editor.",
        ) from error
    # A DOCTYPE in an encoding the byte search above cannot see still shows in the parsed tree.
    if root.getroottree().docinfo.doctype:
        raise _doctype()
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        raise _refuse(
            "xml-encoding",
            f"Tệp dùng mã ký tự {encoding}. Hãy lưu lại bằng UTF-8.",
            f"The file is encoded in {encoding}. Save it as UTF-8.",
        )
    _check_depth(root)
    return root


def _check_depth(root: etree._Element) -> None:
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise _refuse(
                "xml-too-deep",
                f"Tệp lồng nhau quá {MAX_DEPTH} tầng. Hãy vẽ lại cho gọn hơn.",
                f"The file nests deeper than {MAX_DEPTH} levels. Draw it flatter.",
            )
        stack.extend((child, depth + 1) for child in node)


def _doctype() -> ModelRefused:
    return _refuse(
        "xml-doctype",
        "Tệp có khai báo DOCTYPE, không được phép vì lý do an toàn. Hãy xóa khai báo đó.",
        "The file declares a DOCTYPE, which is refused for safety. Remove the declaration.",
    )


def _refuse(code: str, vi: str, en: str) -> ModelRefused:
    return ModelRefused([Finding(code, "", "", vi, en)])
