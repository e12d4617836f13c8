"""Reading XML from strangers: no DOCTYPE, no entities, no network, bounded size and depth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from engine.errors import Finding, ModelRefused

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 200
_READ = ("UTF-8", "ASCII", "US-ASCII")
_HEAD = 200
_DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]+)"
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Said(NamedTuple):
    """What is wrong, in both languages."""

    vi: str
    en: str


_TAG = Said("thẻ viết chưa đúng", "a tag is not written correctly")
_CLOSING = Said(
    "thẻ mở và thẻ đóng không khớp nhau, hoặc thiếu thẻ đóng",
    "an opening and a closing tag do not match, or one is missing",
)
_ATTRIBUTE = Said("thuộc tính viết chưa đúng", "an attribute is not written correctly")
_CODE = etree.ErrorTypes
_OTHERWISE = Said("sai cú pháp", "")
_MET: Mapping[int, Said] = {
    _CODE.ERR_DOCUMENT_EMPTY: Said(
        "tệp trống hoặc không bắt đầu bằng một thẻ", "it is empty or does not begin with a tag"
    ),
    _CODE.ERR_DOCUMENT_END: Said(
        "còn nội dung sau thẻ ngoài cùng, hoặc tệp bị cắt cụt",
        "something follows the outermost tag, or the file is cut off",
    ),
    _CODE.ERR_TAG_NAME_MISMATCH: _CLOSING,
    _CODE.ERR_TAG_NOT_FINISHED: _CLOSING,
    _CODE.ERR_LTSLASH_REQUIRED: _CLOSING,
    _CODE.ERR_GT_REQUIRED: _TAG,
    _CODE.ERR_LT_REQUIRED: _TAG,
    _CODE.ERR_NAME_REQUIRED: _TAG,
    _CODE.ERR_SPACE_REQUIRED: _TAG,
    _CODE.ERR_ATTRIBUTE_NOT_STARTED: _ATTRIBUTE,
    _CODE.ERR_ATTRIBUTE_NOT_FINISHED: _ATTRIBUTE,
    _CODE.ERR_ATTRIBUTE_WITHOUT_VALUE: _ATTRIBUTE,
    _CODE.ERR_EQUAL_REQUIRED: _ATTRIBUTE,
    _CODE.ERR_LT_IN_ATTRIBUTE: _ATTRIBUTE,
    _CODE.ERR_ATTRIBUTE_REDEFINED: Said(
        "một thuộc tính ghi hai lần", "an attribute is written twice"
    ),
    _CODE.ERR_UNDECLARED_ENTITY: Said(
        "có ký hiệu &…; không khai báo", "an entity &…; is not declared"
    ),
    _CODE.ERR_INVALID_CHAR: Said(
        "có ký tự không được phép", "it holds a character that is not allowed"
    ),
    _CODE.ERR_INVALID_ENCODING: Said("có ký tự không phải UTF-8", "a character is not UTF-8"),
    _CODE.ERR_COMMENT_NOT_FINISHED: Said(
        "có ghi chú <!-- chưa đóng", "a comment <!-- is not closed"
    ),
    _CODE.NS_ERR_UNDEFINED_NAMESPACE: Said(
        "có tiền tố (trước dấu hai chấm) chưa khai báo xmlns",
        "a prefix (before a colon) has no xmlns",
    ),
}
"""What the parser's codes mean to a person."""


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
    if source.startswith(_WIDE) or b"\0" in source[:4]:
        raise _encoding("UTF-16/UTF-32")
    declared = _DECLARED.match(source[:_HEAD])
    if declared and declared[1].decode("ascii").upper() not in _READ:
        raise _encoding(declared[1].decode("ascii"))
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
        why = _why(error)
        raise _refuse(
            "xml-syntax",
            f"Tệp không phải XML hợp lệ: {why.vi}. Hãy xuất lại từ công cụ vẽ.",
            f"The file is not well-formed XML: {why.en}. Export it again from the editor.",
        ) from error
    # A DOCTYPE in an encoding the byte search above cannot see still shows in the parsed tree.
    if root.getroottree().docinfo.doctype:
        raise _doctype()
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.upper() not in _READ:
        raise _encoding(encoding)
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


def _why(error: Exception) -> Said:
    """What the parser met, and where."""
    if not isinstance(error, etree.XMLSyntaxError):
        return Said("không đọc được", "it cannot be read")
    said = _MET.get(error.code, _OTHERWISE)
    line, column = error.position
    if said is _OTHERWISE:
        said = Said(said.vi, f"{error.msg.rpartition(', line')[0] or error.msg}")
    return Said(
        f"{said.vi} (dòng {line}, cột {column})", f"{said.en} (line {line}, column {column})"
    )


def _encoding(found: str) -> ModelRefused:
    return _refuse(
        "xml-encoding",
        f"Tệp dùng mã ký tự {found}; chỉ đọc được UTF-8. Hãy lưu lại bằng UTF-8.",
        f"The file is encoded in {found}; only UTF-8 is read. Save it as UTF-8.",
    )


def _doctype() -> ModelRefused:
    return _refuse(
        "xml-doctype",
        "Tệp có khai báo DOCTYPE, không được phép vì lý do an toàn. Hãy xóa khai báo đó.",
        "The file declares a DOCTYPE, which is refused for safety. Remove the declaration.",
    )


def _refuse(code: str, vi: str, en: str) -> ModelRefused:
    return ModelRefused([Finding(code, "", "", vi, en)])
