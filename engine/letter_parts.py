"""Parts of a letter as parts of a directive file: its bases, tasks, campaigns and signer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from engine.directives import TYPES
from engine.intake.found import Assignment, Basis, Campaign, Signer
from engine.intake.letter_types import of_symbol
from engine.intake.lexicon_types import LETTER, TYPE_NAMES
from engine.letter_bases import split_number
from engine.received_findings import Finding, of_kind

MOST_TEXT = 5000
_PRINTED = re.compile(r"(?:(?:Điều|Khoản|Mục)\s+)?\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,5}")
"""A number that stands in the letter so; «II.2» is the place of its item 2, «closing» no number."""
_LEADING = re.compile(r"^\d+\s*[/-]\s*")
_OF_LETTER = re.compile(r"[A-ZĐ][A-ZĐa-zđ]*-[^/]+")


def basis(found: Basis) -> dict[str, str]:
    """A document that the letter rests on."""
    number, symbol = split_number(found.number)
    return {
        "issuer": found.issuer or "…",
        "number": number,
        "symbol": symbol,
        "date": f"{found.date:%d/%m/%Y}" if found.date else "",
        "type": type_of(found.number),
        "title": found.title or "",
    }


def type_of(number: str) -> str:
    """What a document of that number and symbol is called: 'Kế hoạch' of '12/KH-UBND', 'Công văn'
    of '1021/UBND-NV'; '' where the symbol does not say.
    """
    symbol = _LEADING.sub("", number.strip())
    if code := of_symbol(symbol):
        return next(name for name, known in TYPE_NAMES.items() if known == code).capitalize()
    return TYPES[LETTER] if _OF_LETTER.fullmatch(symbol) else ""


def provisions(findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    """What the letter assigns, under the numbers that it prints."""
    for one in of_kind(findings, "assignment"):
        said: Assignment = one.value
        text = f"Đề nghị: {said.duty}" if said.request else said.duty
        yield {
            "number": said.where if _PRINTED.fullmatch(said.where) else "",
            "text": text[:MOST_TEXT],
            "lead": said.actor,
            "coordinators": [],
        }


def campaign(found: Campaign) -> dict[str, str]:
    """A campaign, with its days where both are known."""
    told = {"name": found.name}
    if found.start and found.end:
        told |= {"from": f"{found.start:%d/%m/%Y}", "to": f"{found.end:%d/%m/%Y}"}
    return told


def signer(found: Signer) -> dict[str, str] | None:
    """Who signed; None without a name or a title."""
    if not found.name or not found.title:
        return None
    told = {"name": found.name, "title": found.title}
    more = {"authority": found.authority or "", "on_behalf": found.on_behalf or ""}
    return told | {name: said for name, said in more.items() if said}
