"""What a decision model imports, known before it is read: its imports must be read first."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.process import xml


def imported(source: bytes) -> frozenset[str]:
    """The namespaces and locations that the file's imports name. Raises ``ModelRefused``."""
    nodes = (n for n in xml.read(source) if isinstance(n.tag, str))
    found = (n for n in nodes if etree.QName(n).localname == "import")
    return frozenset(v for n in found for a in ("namespace", "locationURI") if (v := n.get(a)))


def namespace(source: bytes) -> str:
    """The namespace by which others import this file. Raises ``ModelRefused``."""
    return xml.read(source).get("namespace") or ""


def in_order(sources: Mapping[str, bytes]) -> list[str]:
    """The keys so that each file comes after those it imports; circles stay for the end."""
    spaces = {key: namespace(source) for key, source in sources.items()}
    waits = {key: imported(source) for key, source in sources.items()}
    done: list[str] = []
    while left := [key for key in sources if key not in done]:
        missing = {spaces[key] for key in left}
        free = [key for key in left if not (waits[key] & (missing - {spaces[key]}))]
        done += free or left
    return done
