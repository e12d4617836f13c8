"""Who is told to do what: 'Giao Sở X chủ trì …', a section headed by a body's name, 'Đề nghị Mặt trận …'."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.intake.actors import Body, body_at, is_generic, listed, names
from engine.intake.duty_context import Placed, without_mark
from engine.intake.found import Assignment, Found

_I = re.IGNORECASE
_TOLD = re.compile(
    r"(?<!\w)(?P<how>giao|yêu\scầu|phân\scông|đề\snghị|kính\sđề\snghị)[:,]?\s(?:đồng\schí\s)?(?=\S)",
    _I,
)
_DOES = re.compile(
    r"[\s,.:–-]*(?:\([^()]{2,80}\)\s?)?(?:(?:có\strách\snhiệm|chịu\strách\snhiệm|chủ\strì|phối\shợp|căn\scứ|theo\schức|trên\scơ|tham\smưu|tổ\schức|tăng\scường|thực\shiện|triển\skhai|hướng\sdẫn|tổng\shợp|theo\sdõi|xây\sdựng|chủ\sđộng|rà\ssoát"
    r"|tiếp\stục|đẩy\smạnh|bố\strí|phát\shuy|chỉ\sđạo|gửi|báo\scáo|kịp\sthời|khẩn\strương|nghiêm|quan\stâm|cử|lập|thẩm\sđịnh|đôn\sđốc|kiểm\stra|cung\scấp|duy\strì|nghiên\scứu|phát\sđộng|áp\sdụng|được\sgiao|được\sphân|cần|phải))(?!\w)",
    _I,
)
MOST_DUTY = 400


def read(place: Placed, start: int, end: int) -> Found[Assignment] | None:
    """The assignment a sentence makes, if it names the body that has to do it."""
    text = place.paragraph.text[start:end]
    for told in _TOLD.finditer(text):
        group = listed(text, told.end())
        if group and not all(is_generic(body.name) for body in group):
            return _found(place, start, end, group, told["how"].lower().endswith("đề nghị"))
    group = listed(text, 0)
    if group and not is_generic(group[0].name) and _DOES.match(text, group[-1].end):
        return _found(place, start, end, group, request=False)
    return None


def of_heading(place: Placed, title: str, shown: str) -> Found[Assignment] | None:
    """A section headed by a body's name: its first paragraph is that body's duty."""
    told = _TOLD.match(title)
    at = told.end() if told else 0
    body = body_at(title, at)
    if body is None or is_generic(body.name) or len(title) > MOST_TITLE:
        return None
    group = listed(title, at)
    paragraph = place.paragraph
    start = without_mark(paragraph.text)
    rest = paragraph.text[start:]
    if rest.startswith(shown):
        rest = rest[len(shown) :].lstrip(" .:")
    if not rest:
        return None
    value = Assignment(
        "; ".join(names(group)), " ".join(rest.split())[:MOST_DUTY].rstrip(" ;,./"), paragraph.where,
        bool(told and told["how"].lower().endswith("đề nghị")),
    )  # fmt: skip
    return Found(value, (paragraph.span(start, len(paragraph.text)),), 0.8)


MOST_TITLE = 220


def _found(
    place: Placed, start: int, end: int, group: list[Body], request: bool
) -> Found[Assignment] | None:
    text = place.paragraph.text[start:end]
    duty = " ".join(text[group[-1].end :].split()).strip(" ,;:./")
    if len(duty) < 8:
        return None
    value = Assignment("; ".join(names(group)), duty[:MOST_DUTY], place.paragraph.where, request)
    return Found(value, (place.paragraph.span(start + group[0].start, end),), 0.8)


def once_each(found: Iterable[Found[Assignment]]) -> list[Found[Assignment]]:
    """One for each body and section."""
    seen: dict[tuple[str, str], Found[Assignment]] = {}
    for one in found:
        seen.setdefault((one.value.actor.lower(), one.value.where), one)
    return list(seen.values())
