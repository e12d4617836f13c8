"""A letter of 20/4/2023 around a body, and what its duties say in a few letters.

``b0515``: a report before 15/5/2023 (exclusive); ``n``: no later than; ``+``: of 2024; ``bm25``, ``bq15``, ``nw5``: monthly,
quarterly, weekly; ``w``: within days; ``t``: another task with a deadline; ``-``: a deadline whose day is blank.
"""

from __future__ import annotations

from engine.intake.draft import draft_of
from engine.intake.duty_doubts import BLANK_DAY
from engine.intake.found import BEFORE, NONE, Deadline, Duties

HEAD = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH YÊN BÁI Độc lập - Tự do - Hạnh phúc

Số: 1234/UBND-VX Yên Bái, ngày 20 tháng 4 năm 2023
V/v tăng cường công tác bảo vệ trẻ em

Kính gửi:
- Các sở, ban, ngành;
- Ủy ban nhân dân các huyện, thị xã, thành phố.

Thực hiện Công văn số 55/LĐTBXH-TE ngày 10/4/2023 của Bộ Lao động - Thương binh và Xã hội, UBND tỉnh yêu cầu:

"""
FOOT = """

Nơi nhận:
- Như trên;
- Lưu: VT, VX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH


Trần Văn An
"""
ADDRESSEES = ("Các sở, ban, ngành", "Ủy ban nhân dân các huyện, thị xã, thành phố")


APRIL, NOVEMBER = "ngày 20 tháng 4 năm 2023", "ngày 20 tháng 11 năm 2023"


def duties_of(body: str, issued: str = APRIL) -> Duties:
    """The duties of the letter of the day ``issued`` that says ``body``."""
    return draft_of(HEAD.replace(APRIL, issued) + body + FOOT).duties


def said_of(body: str, issued: str = APRIL) -> str:
    """The dated duties of ``body`` in short, in order of their codes."""
    return _said(duties_of(body, issued))


RETOLD = "Ngày 10/4/2023, UBND tỉnh đã ban hành văn bản chỉ đạo.\n\n"


def retold(body: str) -> str:
    """The dated duties of a piece without a head, told on the day 10/4/2023."""
    return _said(draft_of(f"{RETOLD}{body}\n").duties)


def _said(found: Duties) -> str:
    codes = [_code(one.value.deadline, BLANK_DAY in one.doubts) for one in found.reports]
    codes += ["t" for one in found.tasks if one.value.deadline.boundary != NONE]
    return " ".join(sorted(code for code in codes if code))


def _code(deadline: Deadline, blank: bool) -> str:
    if deadline.boundary == NONE:
        return ""
    letter = "b" if deadline.boundary == BEFORE else "n"
    if deadline.on:
        later = "+" if deadline.on.year == 2024 else "" if deadline.on.year == 2023 else "?"
        return f"{letter}{deadline.on:%d%m}"[:1] + f"{deadline.on:%m%d}" + later
    if deadline.within:
        return "w"
    if blank:
        return "-"
    every = {"month": "m", "quarter": "q", "week": "w", "day": "d"}.get(deadline.every or "", "?")
    return f"{letter}{every}{deadline.weekday or deadline.day or ''}"
