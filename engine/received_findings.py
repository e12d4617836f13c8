"""What was found in a received letter as a clerk confirms it: a list in which each has its number.

The draft that reading made is taken apart into findings, which are corrected, dropped and added
one by one, and put together again. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.intake.found import (
    Assignment,
    Basis,
    Campaign,
    Draft,
    Duties,
    Feedback,
    Found,
    Header,
    Heading,
    Inspection,
    Issued,
    Issuer,
    Report,
    Signer,
    Span,
    Task,
)
from engine.intake.plain import dumped, loaded

READ, ADDED = "read", "added"
KEPT, CORRECTED, DROPPED = "kept", "corrected", "dropped"

HEADER, DUTIES, LETTER = "header", "duties", "letter"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: where it stands in a draft, what its values are, whether many may be."""

    part: str
    field: str
    value: Any
    many: bool = False


KINDS: Mapping[str, Kind] = {
    "issuer": Kind(HEADER, "issuer", Issuer),
    "number": Kind(HEADER, "number", str),
    "symbol": Kind(HEADER, "symbol", str),
    "number_as_printed": Kind(HEADER, "number_as_printed", str),
    "type": Kind(HEADER, "type", str),
    "issued": Kind(HEADER, "issued", Issued),
    "subject": Kind(HEADER, "subject", str),
    "subject_inferred": Kind(HEADER, "subject_inferred", str),
    "basis": Kind(HEADER, "upstream", Basis, many=True),
    "recipient": Kind(HEADER, "recipients", str, many=True),
    "recipient_inferred": Kind(HEADER, "recipients_inferred", str, many=True),
    "report": Kind(DUTIES, "reports", Report, many=True),
    "task": Kind(DUTIES, "tasks", Task, many=True),
    "campaign": Kind(DUTIES, "campaigns", Campaign, many=True),
    "inspection": Kind(DUTIES, "inspections", Inspection, many=True),
    "assignment": Kind(DUTIES, "assignments", Assignment, many=True),
    "feedback": Kind(DUTIES, "feedback", Feedback),
    "signer": Kind(HEADER, "signer", Signer),
    "cc": Kind(HEADER, "cc", str, many=True),
    "heading": Kind(LETTER, "headings", Heading, many=True),
    "damage": Kind(LETTER, "damage", str, many=True),
}
"""In the order in which a page shows them."""


SUBSTANCE = frozenset(
    {
        "issuer",
        "number",
        "symbol",
        "issued",
        "subject",
        "subject_inferred",
        "basis",
        "recipient",
        "recipient_inferred",
        "report",
        "task",
        "campaign",
        "inspection",
        "assignment",
        "signer",
    }
)
"""Kinds by which a text is known to be a letter: a type follows from anything, headings are in any text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``chosen`` is what the clerk decided where the system could not:

    by the part in question ("unit", "consolidator", "who", …) the code of a unit, an expression, or
    "outside". ``source`` is READ or ADDED, ``state`` KEPT, CORRECTED or DROPPED.
    """

    id: int
    kind: str
    value: Any
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()
    source: str = READ
    state: str = KEPT
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether it counts: it was not dropped."""
        return self.state != DROPPED

    @property
    def unsure(self) -> bool:
        """Whether reading had doubts that nobody has answered yet."""
        return self.stands and self.state == KEPT and self.source == READ and bool(self.doubts)

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON holds it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "value": dumped(self.value),
            "spans": [[span.start, span.end] for span in self.spans],
            "confidence": self.confidence,
            "doubts": list(self.doubts),
            "source": self.source,
            "state": self.state,
            "chosen": dict(self.chosen),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that ``to_json`` wrote."""
        kind = data["kind"]
        return cls(
            id=data["id"],
            kind=kind,
            value=loaded(KINDS[kind].value, data["value"]),
            spans=tuple(Span(start, end) for start, end in data["spans"]),
            confidence=data["confidence"],
            doubts=tuple(data["doubts"]),
            source=data["source"],
            state=data["state"],
            chosen=data["chosen"],
        )


def taken_apart(draft: Draft) -> list[Finding]:
    """The findings of a draft, numbered from 1 in the order of ``KINDS``."""
    found = (
        Finding(0, kind, one.value, one.spans, one.confidence, one.doubts, chosen={})
        for kind, place in KINDS.items()
        for one in _at(draft, place)
    )
    return [replace(one, id=number) for number, one in enumerate(found, 1)]


def put_together(text: str, findings: Iterable[Finding]) -> Draft:
    """The draft that the findings which stand make up; of a single kind the last one counts."""
    parts: dict[str, dict[str, Any]] = {HEADER: {}, DUTIES: {}, LETTER: {"headings": ()}}
    for finding in findings:
        if not finding.stands:
            continue
        place = KINDS[finding.kind]
        one = Found(finding.value, finding.spans, finding.confidence, finding.doubts)
        into = parts[place.part]
        into[place.field] = (*into.get(place.field, ()), one) if place.many else one
    return Draft(
        text=text,
        header=Header(**parts[HEADER]),
        duties=Duties(**parts[DUTIES]),
        **parts[LETTER],
    )


def unsure_count(findings: Iterable[Finding]) -> int:
    """How many things are to be looked at: the findings that are doubtful, and the letter if none says anything."""
    known = list(findings)
    return sum(one.unsure for one in known) + (not recognised(known))


def recognised(findings: Iterable[Finding]) -> bool:
    """Whether anything was found by which the text is known to be a letter."""
    return any(one.kind in SUBSTANCE and one.stands for one in findings)


def of_kind(findings: Iterable[Finding], *kinds: str) -> list[Finding]:
    """Those of these kinds that stand."""
    return [one for one in findings if one.kind in kinds and one.stands]


def _at(draft: Draft, place: Kind) -> Iterator[Found[Any]]:
    holder = {HEADER: draft.header, DUTIES: draft.duties, LETTER: draft}[place.part]
    found = getattr(holder, place.field)
    if place.many:
        yield from found
    elif found is not None:
        yield found
