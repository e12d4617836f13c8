"""Deploying a diagram: its definitions, or every reason why it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import Finding, ModelRefused
from engine.process.definition import Definition, definitions
from tests.unit.process.conformance.drawing import diagram

SERVICES = {"ping": frozenset[str](), "echo": frozenset({"value"})}
FORMS = {"form": frozenset({"answer", "n"})}


def read(source: bytes, **more: Any) -> dict[str, Definition]:
    """The file's processes. Raises ``ModelRefused``."""
    return definitions(source, "conformance", SERVICES, FORMS, **more)[1]


def define(*parts: str, **more: str) -> Definition:
    """The process ``P`` of ``diagram``."""
    return read(diagram(*parts, **more))["P"]


def refused(*parts: str, **more: str) -> set[tuple[str, str]]:
    """Why the diagram is refused: (code, element)."""
    return {(f.code, f.element) for f in findings(diagram(*parts, **more))}


def findings(source: bytes) -> list[Finding]:
    """The findings of a file that must be refused."""
    with pytest.raises(ModelRefused) as caught:
        read(source)
    found = caught.value.findings
    for finding in found:  # each says in both languages what is wrong, at an element that is drawn
        assert finding.code and finding.vi and finding.en and finding.vi != finding.en
        assert not finding.element or f'id="{finding.element}"'.encode() in source
    return found
