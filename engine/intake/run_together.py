"""A letter whose line ends are gone, parted again where a letter's parts begin."""

from __future__ import annotations

import re

from engine.intake.letters import LOWER, UPPER
from engine.intake.pieces import Piece

_LONGEST = 1_500
"""Characters a line has on average where line ends were lost; a paragraph is seldom so long."""
_BEGINS = re.compile(
    rf"""[ \t]+(?=(?:
        CỘNG\ H[ÒO][AÀ]\ XÃ\ HỘI | Độc\ lập\ ?[-–] | S[ốỐ]\ ?:\ ?[\d/ ] | V/v\ | Kính\ gửi | Nơi\ nhận\ ?: | Căn\ cứ\ (?:Luật|Nghị|Quyết|Công|Thông|Kế|Chỉ)
        | (?:TM|KT|TL|TUQ)\.\ ?[{UPPER}]{{2}} | [IVX]{{1,4}}\.\ [{UPPER}]{{2}} | \d{{1,2}}(?:\.\d{{1,2}})?\.\ [{UPPER}][{LOWER}] | [-+]\ [{UPPER}][{LOWER}]
        | Điều\ \d{{1,2}}\. | Trên\ đây\ là | (?:KẾ\ HOẠCH|QUYẾT\ ĐỊNH|CHỈ\ THỊ|THÔNG\ BÁO|CÔNG\ ĐIỆN|HƯỚNG\ DẪN)\ (?=[{UPPER}][{LOWER}]) )
    )""",
    re.X,
)
_A_LETTER = re.compile(r"Kính gửi|CỘNG H[ÒO][AÀ] XÃ HỘI|Nơi nhận\s?:")
_AFTER = re.compile(
    rf"(?<=Hạnh phúc)[ \t]+(?=S[ốỐ])|(?<=[:.;])[ \t]+(?=Thực hiện |Theo |Để |Nhằm )|(?<=năm \d\d\d\d)[ \t]+(?=[{UPPER}])"
)


def parted(piece: Piece) -> Piece:
    """``piece`` with a line end before each part; itself where its lines are lines."""
    text = piece.text
    if (
        len(text) < 200
        or len(text) < _LONGEST * (text.count("\n") + 1)
        or not _A_LETTER.search(text)
    ):
        return piece
    return piece.sub(_BEGINS, "\n").sub(_AFTER, "\n")
