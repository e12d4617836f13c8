"""Small readings of an lxml node that all of ``reading`` shares."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.process.model import BPMN


def q(tag: str) -> str:
    """A BPMN tag with its namespace, as lxml spells it."""
    return f"{{{BPMN}}}{tag}"


def local(node: etree._Element) -> str:
    """The tag without its namespace."""
    return etree.QName(node).localname


def is_bpmn(node: etree._Element) -> bool:
    """Whether the node belongs to BPMN itself rather than to some tool's extension."""
    return etree.QName(node).namespace == BPMN


def children(node: etree._Element) -> Iterator[etree._Element]:
    """Child elements, without comments and the like."""
    return (child for child in node if isinstance(child.tag, str))


def true(text: str) -> bool:
    """An xsd:boolean."""
    return text.strip() in ("true", "1")


def feel_text(text: str | None) -> str:
    """An expression as we compile it: trimmed, without the leading '=' some editors write."""
    return (text or "").strip().removeprefix("=").strip()


def text_of(node: etree._Element, tag: str) -> str:
    """The expression in a child element, or ''."""
    found = node.find(q(tag))
    return feel_text(found.text) if found is not None else ""
