"""Inspections asked for: who inspects whom for what, and when if the letter says so."""

from __future__ import annotations

import re

from engine.intake.actors import is_generic
from engine.intake.duty_context import Around, Placed, headed, subject, who_of
from engine.intake.found import Found, Inspection

_I = re.IGNORECASE
_INSPECT = re.compile(
    r"(?<!\w)(?:(?:tổ\schức|thành\slập|tiến\shành|cử|chủ\sđộng)\s(?:các\s|thực\shiện\s|việc\s|tốt\s)?(?:đợt\s|cuộc\s|đoàn\s)?(?:liên\sngành\s)?(?:công\stác\s)?(?:thanh\stra,\s|giám\ssát,\s)?(?:kiểm\stra|giám\ssát|thanh\stra)"
    r"|(?:tăng\scường|đẩy\smạnh)\s(?:công\stác\s)?(?:(?:chỉ\sđạo|phối\shợp|theo\sdõi|hướng\sdẫn|đôn\sđốc|thanh\stra|giám\ssát)(?:,\s|\svà\s)){0,3}(?:kiểm\stra|thanh\stra|giám\ssát)"
    r"|định\sk[ỳì][^.;]{0,40}kiểm\stra|thường\sxuyên[^.;]{0,40}kiểm\stra|kiểm\stra,?\s(?:giám\ssát,?\s)?(?:đột\sxuất|định\sk[ỳì])"
    r"|(?:theo\sdõi|hướng\sdẫn),?\s(?:và\s)?đôn\sđốc(?:,\s|\svà\s)kiểm\stra|đôn\sđốc,?\s(?:và\s)?kiểm\stra,?\s(?:giám\ssát\s)?(?:việc|tình\shình)"
    r"|(?:đoàn|tổ)\s(?:kiểm\stra|thanh\stra)(?:\sliên\sngành)?|(?:chủ\strì|phối\shợp),?\s[^.;]{0,60}kiểm\stra\s(?:việc|tình\shình)|(?:^|[,;:]\s|\bvà\s|chủ\strì\s|\d\.\s)(?:kiểm\stra|thanh\stra|giám\ssát)\s(?:việc|tình\shình|công\stác|trực\stiếp|thực\stế|tại|ít\snhất|chất\slượng|vệ\ssinh|trách\snhiệm|\d))",
    _I,
)
_NOT = re.compile(
    r"nội\sdung\skiểm\stra|(?<!\w)qua\s(?:công\stác\s)?(?:kiểm|thanh|giám)|(?:đoàn|tổ)\s(?:kiểm\stra|thanh\stra)\s(?:có\snhiệm|thông\sbáo|thực)|việc\skiểm\stra,\sgiám\ssát\stập|theo\sdõi,\skiểm\stra\sviệc\sgiải\squyết|kết\sluận|khi\scó\sđoàn|phục\svụ\sđoàn",
    _I,
)
_ON = re.compile(
    r"\s(?:tại|ở|đối\svới)\s(?:các\s|một\ssố\s|những\s)?(?P<on>[^;.()]{3,160}?)(?=[;.()]|,?\s(?:trong\s(?:qu[ýí]|tháng|năm)|định\sk[ỳì]|từ\sngày|trước\sngày)|$)",
    _I,
)
_WHEN = re.compile(
    r"(?:(?:trong|vào|từ)\s)?(?:qu[ýí]\s(?:IV|I{1,3}|[1-4])(?:(?:/|\s?-\s?|\svà\s)(?:qu[ýí]\s)?(?:IV|I{1,3}|[1-4])(?!\d))?(?:\s?/\s?20\d\d|\snăm\s20\d\d)?|tháng\s\d{1,2}(?:\s?/\s?20\d\d|\snăm\s20\d\d)?"
    r"|từ\sngày\s[\d/]{3,10}\s(?:đến|-)\s(?:ngày\s)?[\d/]{3,10}|(?:trước|chậm\snhất)\s(?:là\s)?ngày\s[\d/]{3,10}|thường\sxuyên|định\sk[ỳì](?:\s(?:hằng|hàng)?\s?(?:tháng|qu[ýí]|năm|06\stháng|6\stháng))?|đột\sxuất|(?:hằng|hàng)\s(?:tháng|qu[ýí]|năm))",
    _I,
)


def asks(text: str) -> bool:
    """Whether a sentence asks for an inspection."""
    return bool(_INSPECT.search(text)) and not _NOT.search(text)


def read(
    place: Placed, start: int, end: int, known: Around, heard: tuple[str, ...]
) -> Found[Inspection] | None:
    """The inspection a sentence asks for."""
    text = place.paragraph.text[start:end]
    found = _INSPECT.search(text)
    if not found or not asks(text):
        return None
    who = subject(text, 0, found.start()) or heard
    if not who or all(is_generic(name) for name in who):
        who = headed(place) or who
    who = who_of(who, known)
    on = _ON.search(text, found.end())
    stop = text.find(";", found.end())
    when = _WHEN.search(text, 0, stop if stop >= 0 else len(text))
    what = " ".join(text[found.start() :].split()).strip(" ,;./")
    value = Inspection(
        "; ".join(who) or None, what[:MOST_WHAT], _cut(on["on"]) if on else None,
        when.group().strip() if when else None, place.paragraph.where,
    )  # fmt: skip
    return Found(value, (place.paragraph.span(start + found.start(), end),), 0.75)


MOST_WHAT = 300


def _cut(on: str) -> str:
    return " ".join(on.split()).strip(" ,;.")
