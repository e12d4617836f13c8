"""The parts that every paper has, by Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I.

Text only. What is not known is a blank that can be written into: «Số:        /KH-UBND».
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine.official_words import about, lowered, raised, written_day
from engine.signature_lines import BLANK
from engine.units import Unit

Fields: TypeAlias = dict[str, Any]
"""Text, lists of text, and lists of such dictionaries, by name: what ``declared`` declares."""

GAP = "\N{NO-BREAK SPACE}" * 8
DRAFTING = "Lưu: VT."
LETTER_TYPE = "cong_van"
_ABOVE = ("như trên", "như kính gửi")

_KINDS = (
    "thành phố",
    "thị trấn",
    "đặc khu",
    "thị xã",
    "phường",
    "huyện",
    "quận",
    "tỉnh",
    "xã",
)
_FULL = frozenset({"Hồ Chí Minh"})
"""Territories named after a person keep their kind (mục 4.a); of the others' names we cannot tell."""
_CAPITAL = "Hà Nội"
_COMMITTEE = "Ủy ban nhân dân "


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its template's name, a name for its file, and what stands in its fields.

    ``dated`` is the day on it; None while it has none.
    """

    template: str
    name: str
    fields: Fields
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body a paper is of: full and short name; as its head prints it; where it sits."""

    name: str
    short_name: str
    printed: str
    above: str
    place: str


def issuer_of(session: Session, unit_id: int) -> Issuer:
    """The issuing body as its papers name it. Raises ``NoResultFound`` for no such unit.

    Committees and national bodies print no parent over themselves (mục 2.a).
    """
    above = aliased(Unit)
    unit, superior = session.execute(
        select(Unit, above.short_name)
        .outerjoin(above, above.id == Unit.parent_id)
        .where(Unit.id == unit_id)
    ).one()
    alone = unit.national or unit.name.startswith(_COMMITTEE)
    # Under its superior's name an office does not repeat the territory.
    bare = unit.name if alone else unit.name.removesuffix(unit.place).strip() or unit.name
    return Issuer(
        unit.name,
        unit.short_name,
        bare,
        "" if alone else (superior or ""),
        _CAPITAL if unit.national else place_name(unit.place),
    )


def place_name(place: str) -> str:
    """Where a body sits as its papers print it: "Hải Dương" of "tỉnh Hải Dương", "Quận 1"."""
    folded = place.lower()
    kind = next((k for k in _KINDS if folded.startswith(f"{k} ")), "")
    bare = place[len(kind) :].strip()
    if bare[:1].isdigit() or bare in _FULL:
        return place[:1].upper() + place[1:]
    return bare


def day_line(place: str, day: date | None) -> str:
    """ "Hải Dương, ngày 05 tháng 6 năm 2023"; days below 10 and months 1, 2 have a 0 (mục 4.b)."""
    where = place or BLANK
    if day is None:
        return f"{where}, ngày{GAP}tháng{GAP}năm{GAP}"
    return f"{where}, {written_day(day)}"


def number_line(number: str, symbol: str) -> str:
    """ "Số: 12/KH-UBND", with a gap where the number is still to be written."""
    return f"Số: {number or GAP}/{symbol or GAP}"


def in_letter(subject: str) -> str:
    """The trích yếu of a công văn, under its number: "V/v đôn đốc báo cáo"."""
    return f"V/v {lowered(about(subject))}"


def titled(subject: str) -> str:
    """The trích yếu under a type's name: "Về việc …" stays, else the first letter is a capital."""
    text = subject.strip().rstrip(".;")
    text = f"V{text[3:]}" if text[:3].lower() == "v/v" else text
    text = f"Về việc{text[1:]}" if text[:2] == "V " else text
    text = raised(text)
    return text if text.startswith("Về ") else raised(about(text))


def decided(subject: str) -> str:
    """The trích yếu of a decision, which says what it is about: "Về việc thành lập đoàn"."""
    text = titled(subject)
    return text if text.startswith("Về ") else f"Về việc {lowered(text)}"


def issuer_lines(name: str) -> str:
    """The issuer in capitals; a committee's territory stands on a line of its own."""
    if name.startswith(_COMMITTEE):
        return f"{_COMMITTEE.strip()}\n{name.removeprefix(_COMMITTEE)}".upper()
    return name.upper()


def common(
    issuer: Issuer,
    *,
    number: str,
    symbol: str,
    dated: date | None,
    signer_lines: Sequence[str],
    signer_name: str,
    copies: Sequence[str],
) -> Fields:
    """The fields of every paper."""
    return {
        "parent": issuer.above.upper(),
        "issuer": issuer_lines(issuer.printed),
        "number": number_line(number, symbol),
        "place_date": day_line(issuer.place, dated),
        "signer_lines": list(signer_lines),
        "signer_name": signer_name,
        "copies": punctuated(noted(copies)),
    }


def noted(copies: Sequence[str]) -> list[str]:
    """The lines of «Nơi nhận», each once: «Như trên» first, the office's own copy («Lưu») last.

    What a document says itself goes before what every paper has.
    """
    lines: dict[str, str] = {}
    for line in copies:
        lines.setdefault(_bare(line), line)
    lines.pop("", None)
    first = [bare for bare in lines if bare.startswith(_ABOVE)][:1]
    own = [bare for bare in lines if bare.startswith("lưu")]
    own = [bare for bare in own if len(own) == 1 or bare != _bare(DRAFTING)]
    rest = [bare for bare in lines if not bare.startswith((*_ABOVE, "lưu"))]
    return [lines[bare] for bare in (*first, *rest, *own)]


def _bare(line: str) -> str:
    return " ".join(line.casefold().strip(" -;.+").split())


def punctuated(items: Sequence[str]) -> list[str]:
    """A list as papers print it: each line ends with ";", the last with "."."""
    bare = [item.strip().rstrip(";.") for item in items if item.strip()]
    return [f"{item}{'.' if n == len(bare) else ';'}" for n, item in enumerate(bare, 1)]


def addressed(units: Sequence[str]) -> list[str]:
    """Whom a paper is to: one alone stands in the line of «Kính gửi», without a stop."""
    return list(units) if len(units) == 1 else punctuated(units)


def text(words: str) -> Mapping[str, str]:
    """A paragraph of the body."""
    return {"style": "text", "text": words}


def sentence(words: str) -> str:
    """Words that stand alone: a capital at their head, a stop at their end."""
    bare = raised(words.strip())
    return bare if bare[-1:] in ".;:!?…" else f"{bare}."


def heading(words: str) -> Mapping[str, str]:
    """A heading of the body."""
    return {"style": "heading", "text": words}


def ended(body: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The body with "./." after its last paragraph, which ends a paper's text."""
    blocks = [dict(block) for block in body]
    if blocks:
        blocks[-1]["text"] = f"{blocks[-1]['text'].rstrip().rstrip('./;')}./."
    return blocks


def file_name(*parts: str) -> str:
    """A name for a file: no slash, no other sign that some system refuses, at most 120 letters."""
    joined = ", ".join(p.strip() for p in parts if p.strip())
    kept = re.sub(r'[\x00-\x1f<>:"|?*]', " ", re.sub(r"[/\\]", "-", joined))
    return re.sub(r"\s+", " ", kept).strip(" .")[:120].rstrip(" .,")
