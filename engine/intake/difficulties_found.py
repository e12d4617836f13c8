"""Where difficulties go: 'nếu có vướng mắc, phản ánh về UBND huyện (qua Phòng …) để xem xét giải quyết'."""

from __future__ import annotations

import re

from engine.intake.actors import body_at, listed, names
from engine.intake.duty_context import Placed
from engine.intake.found import Feedback, Found
from engine.intake.report_parts import parts

_I = re.IGNORECASE
_TROUBLE = re.compile(
    r"(?<!\w)(?:vướng\smắc|khó\skhăn|bất\scập|vấn\sđề\s(?:mới\s)?phát\ssinh|nội\sdung\s(?:chưa\srõ|phát\ssinh))(?!\w)",
    _I,
)
_CASE = re.compile(
    r"nếu\s(?:có|gặp|phát\ssinh|cần|xảy)|trong\squá\strình|trường\shợp|kịp\sthời|khi\scó|có\s(?:khó|vướng|vấn)|mọi\s",
    _I,
)
_SAY = re.compile(
    r"(?<!\w)(?P<form>(?:kịp\sthời\s)?(?:phản\sánh|thông\stin,?\s(?:báo\scáo)?|báo\scáo|liên\shệ|trao\sđổi|phản\shồi|kiến\snghị|có\svăn\sbản|gửi(?:\sý\skiến)?|đề\sxuất)"
    r"(?:[,\s]+(?:kịp\sthời|bằng\svăn\sbản|trực\stiếp|bằng\sđiện\sthoại|thông\stin|báo\scáo|phản\sánh)){0,3})(?!\w)",
    _I,
)
_TO_WHOM = re.compile(r"(?:với|về|đến|cho|tới|lên|gửi|cáo)\s", _I)
_OUTCOME = re.compile(
    r"(?<!\w)(?P<out>để\s[^.]{3,200}|(?:được\s)?(?:hướng\sdẫn|xem\sxét|giải\squyết)[^.]{0,120})", _I
)


def is_trouble(clause: str) -> bool:
    """Whether a clause says where difficulties go, so that its 'báo cáo' asks for no report."""
    found = _TROUBLE.search(clause)
    return bool(found and _CASE.search(clause) and _SAY.search(clause))


def read(place: Placed, start: int, end: int) -> Found[Feedback] | None:
    """The route a sentence opens for difficulties, None if it opens none."""
    text = place.paragraph.text[start:end]
    trouble = _TROUBLE.search(text)
    if not trouble or not (_CASE.search(text) or _CONTACT.search(text)):
        return None
    for said in _says(text, trouble):
        around = text[max(0, said.start()) : min(len(text), said.end() + 160)]
        if not (_TO_WHOM.search(around) or body_at(text, said.end() + 1)):
            continue
        found = parts(text, said.start(), len(text), said.start())
        direct = "; ".join(names(listed(text, said.end() + 1))) or None
        to = direct or found.to or _with_whom(text, said.start())
        if to is None:
            continue
        outcome = _OUTCOME.search(text, said.end())
        feedback = Feedback(
            to,
            found.via,
            " ".join(said["form"].split()),
            _IN_ORDER.sub("", outcome["out"].strip(" ./")) if outcome else None,
        )
        return Found(feedback, (place.paragraph.span(start + trouble.start(), end),), 0.9)
    return None


def _says(text: str, trouble: re.Match[str]) -> list[re.Match[str]]:
    after = list(_SAY.finditer(text, trouble.end()))
    return after + list(_SAY.finditer(text, 0, trouble.start()))


_IN_ORDER = re.compile(r"^để\s(?:được\s|kịp\sthời\s)?", _I)
_CONTACT = re.compile(r"liên\shệ|phản\sánh\s(?:về|với|đến|qua)", _I)
_WITH = re.compile(r"(?<!\w)(?:với|về)\s(?=\S)", _I)


def _with_whom(text: str, at: int) -> str | None:
    for found in _WITH.finditer(text, at):
        if group := listed(text, found.end()):
            return "; ".join(names(group))
    return None
