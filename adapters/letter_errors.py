"""Why a file cannot be read as a letter, in words a clerk can act on."""

from __future__ import annotations

from typing import ClassVar

from engine.errors import InputError


class LetterUnreadable(InputError):
    """A file no letter can be read from; nothing of it was kept.

    ``values["reason"]`` is one of REASONS, ``values["name"]`` the file's name.
    """

    code: ClassVar[str] = "letter-unreadable"
    vi: ClassVar[str] = "Không đọc được «{name}»: {vi}."
    en: ClassVar[str] = "«{name}» cannot be read: {en}."

    def __init__(self, name: str, reason: str, **values: object) -> None:
        vi, en = REASONS[reason]
        said = {"vi": vi.format(**values), "en": en.format(**values)}
        super().__init__(**{**values, **said, "name": name, "reason": reason})


REASONS = {
    "no-text": (
        "tệp là ảnh chụp hoặc bản quét, không có lớp chữ; hãy dùng bản gốc điện tử hoặc bản đã nhận dạng chữ",
        "it is a picture or a scan without a text layer; use the electronic original or a copy with recognised text",
    ),
    "encrypted": (
        "tệp đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại",
        "it is protected by a password; remove it and send the file again",
    ),
    "broken": (
        "tệp bị hỏng hoặc không đúng loại như tên tệp",
        "it is damaged, or not of the kind its name says",
    ),
    "too-large": (
        "tệp quá lớn (tối đa {limit})",
        "it is too large (at most {limit})",
    ),
    "unknown-kind": (
        "chưa đọc được loại tệp này; hãy lưu thành .docx, .odt, .pdf, .html, .eml, .md hoặc .txt",
        "this kind of file is not read; save it as .docx, .odt, .pdf, .html, .eml, .md or .txt",
    ),
    "not-there": (
        "không có tệp này hoặc không được phép đọc",
        "it is not there, or may not be read",
    ),
    "refused": ("{vi}", "{en}"),
    "empty": ("tệp không có chữ nào", "there is no text in it"),
    "no-letter": (
        "trong thư hoặc tệp nén không có văn bản nào đọc được",
        "there is no readable letter in the mail or archive",
    ),
}
