"""What an urging letter says, in the form of the administration (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine import period_words, signature_lines
from engine.official_words import short_day, thing

_COLLECTIVE = "Ủy ban nhân dân"
_SKIPPED = frozenset({"và", "của", "về"})


@dataclass(frozen=True, slots=True)
class Addressee:
    """A late unit and what it missed; ``missed`` is its last day in time, ``superior`` blank where
    none but the letter's issuer stands above it."""

    unit: str
    superior: str
    missed: date


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything a letter's text is made of; a draft has neither number nor date nor new day.

    ``directive`` as a paper calls it; ``period`` is a report's key.
    """

    issuer: str
    above: str
    number: str
    symbol: str
    dated: date | None
    directive: str
    report: str
    period: str
    signer: str
    signed_by: str
    new_day: date | None
    addressees: Sequence[Addressee]


def abbreviation(name: str, place: str) -> str:
    """The issuer's part of a symbol: "Sở Nội vụ tỉnh A" gives SNV, a committee gives UBND."""
    if name.startswith((_COLLECTIVE, "UBND")):
        return "UBND"
    bare = name.removesuffix(place).strip() or name
    words = [w for w in re.split(r"[\s,\-–]+", bare) if w and w.lower() not in _SKIPPED]
    return "".join(word[0].upper() for word in words)


def subject(paper: Paper) -> str:
    """The trích yếu, after "V/v"."""
    return f"đôn đốc gửi {_sent(paper)}"


def _sent(paper: Paper) -> str:
    return f"{thing(paper.report)}{period_words.bracketed(paper.period)}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the letter says, part by part."""

    subject: str
    to: tuple[str, ...]
    body: tuple[str, ...]
    copies: tuple[str, ...]


def parts(paper: Paper) -> Parts:
    """The parts that a paper is made of."""
    return Parts(
        subject=subject(paper),
        to=tuple(a.unit for a in paper.addressees),
        body=tuple(_body(paper)),
        copies=_copies(paper),
    )


def plain(paper: Paper) -> str:
    """The whole letter as plain text."""
    return "\n".join(
        [*_head(paper), "", *_to(paper), "", *_body(paper), "", *_foot(paper)]
    ).rstrip()


def _head(paper: Paper) -> list[str]:
    dated = f"{paper.dated:ngày %d tháng %m năm %Y}" if paper.dated else "ngày … tháng … năm …"
    return [
        *([paper.above.upper()] if paper.above else []),
        paper.issuer.upper(),
        "",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        f"Số: {paper.number or '…'}/{paper.symbol}",
        f"V/v {subject(paper)}",
        dated,
    ]


def _to(paper: Paper) -> list[str]:
    if len(paper.addressees) == 1:
        return [f"Kính gửi: {paper.addressees[0].unit}"]
    return ["Kính gửi:", *(f"- {a.unit};" for a in paper.addressees)]


def _body(paper: Paper) -> list[str]:
    missed = sorted({a.missed for a in paper.addressees})
    days = ", ".join(map(short_day, missed))
    new = short_day(paper.new_day) if paper.new_day else "…"
    who = "đơn vị" if len(paper.addressees) == 1 else "các đơn vị có tên trên"
    return [
        (
            f"Thực hiện {paper.directive}, {who} phải gửi {_sent(paper)} chậm nhất ngày {days}. "
            f"Đến nay {paper.issuer} chưa nhận được báo cáo của {who}."
        ),
        (
            f"{paper.issuer} yêu cầu {who} khẩn trương hoàn thành và gửi báo cáo chậm nhất ngày {new}, "
            "nêu rõ nguyên nhân chậm và trách nhiệm của tập thể, cá nhân liên quan."
        ),
        (
            "Việc nộp chậm vẫn được tính từ hạn ban đầu. Quá thời hạn trên, đơn vị chưa báo cáo sẽ bị "
            "nêu tên, phê bình theo quy định./."
        ),
    ]


def _copies(paper: Paper) -> tuple[str, ...]:
    superiors = dict.fromkeys(a.superior for a in paper.addressees if a.superior)
    return ("Như trên;", *(f"{superior} (để chỉ đạo);" for superior in superiors), "Lưu: VT.")


def _foot(paper: Paper) -> list[str]:
    return [
        "Nơi nhận:",
        *(f"- {line}" for line in _copies(paper)),
        "",
        *signature_lines.lines(paper.issuer, paper.signer),
        paper.signed_by,
    ]
