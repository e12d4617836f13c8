"""A diagram's findings, without running anything."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Finding
from engine.process import reading, vet, xml
from engine.process.value_types import DATE, NUMBER, TEXT, choice
from tests.unit.process.conformance.drawing import diagram

SERVICES: vet.Services = {
    "ping": frozenset(),
    "echo": frozenset({"value"}),
    "tell": {"audience": ("clerk", "head"), "kind": ()},
}
FORMS: vet.Forms = {
    "form": frozenset({"answer", "n"}),
    "review": {
        "decision": choice(["accept", "return"]),
        "remarks": TEXT,
        "due": DATE,
        "cost": NUMBER,
    },
}


@dataclass(frozen=True)
class Asked:
    """A stand-in for a decision: what it needs, and its name among the expressions."""

    names: frozenset[str]
    text: str


DECISIONS: vet.Decisions = {
    "D": Asked(frozenset({"n"}), "decision:D"),
    "E": Asked(frozenset({"nobody"}), "decision:E"),
}


def vetted(source: bytes) -> tuple[list[Finding], dict]:
    return vet.findings(reading.parse(xml.read(source)), SERVICES, FORMS, DECISIONS)


def found(source: bytes) -> list[Finding]:
    """What is wrong with a file."""
    return vetted(source)[0]


def codes(*parts: str, **more: str) -> set[tuple[str, str]]:
    """(code, element) of all that is wrong with the process ``P`` of these parts."""
    return {(f.code, f.element) for f in found(diagram(*parts, **more))}


def compiled(*parts: str, **more: str) -> dict:
    """The expressions of a process that nothing is wrong with."""
    findings, expressions = vetted(diagram(*parts, **more))
    assert not findings, findings
    return expressions["P"]
