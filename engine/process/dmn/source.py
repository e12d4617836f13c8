"""Looking into the XML of a decision model, of whichever edition of the standard."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.process.feel.words import canonical

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
)
"""DMN 1.1, 1.2, 1.3, 1.4, 1.5 and the beta of 1.6."""


def tag(node: etree._Element) -> str:
    """The local name of an element."""
    return etree.QName(node).localname


def elements(node: etree._Element) -> Iterator[etree._Element]:
    """The element children of the model's own namespace."""
    own = etree.QName(node).namespace
    for child in node:
        if isinstance(child.tag, str) and etree.QName(child).namespace == own:
            yield child


def children(node: etree._Element, *names: str) -> list[etree._Element]:
    """The children that bear one of these local names."""
    return [child for child in elements(node) if tag(child) in names]


def child(node: etree._Element, *names: str) -> etree._Element | None:
    """The first child that bears one of these local names."""
    return next((found for found in elements(node) if tag(found) in names), None)


def text_of(node: etree._Element | None) -> str:
    """The content of the ``text`` child, or ''."""
    found = child(node, "text") if node is not None else None
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def value_of(node: etree._Element, name: str) -> str:
    """What an attribute says, or a child element of the same name (as DMN 1.1 writes types)."""
    said = node.get(name)
    if said is None:
        found = child(node, name)
        said = "".join(str(part) for part in found.itertext()) if found is not None else ""
    return canonical(said)


def identity(node: etree._Element) -> str:
    """The element's id, or ''."""
    return node.get("id") or ""


def name_of(node: etree._Element) -> str:
    """The element's name as expressions write it, or ''."""
    return canonical(node.get("name") or "")


def variable_name(node: etree._Element) -> str:
    """The name of an element's value: its variable's, or its own."""
    variable = child(node, "variable")
    return (name_of(variable) if variable is not None else "") or name_of(node)


def is_feel(language: str | None) -> bool:
    """Whether an expression language (a URI, a word or nothing) is FEEL."""
    return not language or "feel" in language.lower()
