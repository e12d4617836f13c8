"""What a model imports, of the models that were handed in."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.process.dmn.findings import Findings, Place
from engine.process.dmn.graph import Imported
from engine.process.dmn.item_types import Types
from engine.process.dmn.model import DecisionModel
from engine.process.dmn.source import children, identity, name_of
from engine.process.feel.words import canonical


def imports_of(
    root: etree._Element, available: Mapping[str, DecisionModel], findings: Findings
) -> tuple[Types, dict[str, Imported]]:
    """The types that imports bring, and the imported models by namespace; findings for the rest."""
    found: dict[str, Imported] = {}
    prefixes: dict[str, str] = {}
    models: list[tuple[str, DecisionModel]] = []
    for node in children(root, "import"):
        namespace, prefix = node.get("namespace") or "", name_of(node)
        model = _available(available, namespace, node.get("locationURI") or "")
        if model is None:
            _refuse(findings, node, namespace, prefix)
            continue
        found[namespace] = Imported(prefix, model.nodes)
        prefixes[namespace] = prefix
        models.append((prefix, model))
    types = Types(prefixes, findings)
    for prefix, model in models:
        types.adopt(prefix, model.types, set(model.members))
    return types, found


def _available(
    available: Mapping[str, DecisionModel], namespace: str, location: str
) -> DecisionModel | None:
    found = available.get(namespace) or available.get(location)
    if found is None:
        found = next((m for m in available.values() if m.namespace == namespace), None)
    return found


def _refuse(findings: Findings, node: etree._Element, namespace: str, prefix: str) -> None:
    kind = node.get("importType") or ""
    if kind and "DMN" not in kind.upper():
        vi = f"Kiểu nạp «{kind}» không được hỗ trợ. Hãy bỏ phần nạp này."
        en = f"Imports of the type '{kind}' are not supported. Remove the import."
    else:
        vi = f"Mô hình «{namespace}» chưa được nạp kèm. Hãy nạp mô hình đó trước."
        en = f"The model '{namespace}' was not handed in. Provide it first."
    findings.add("dmn-import", Place(identity(node), prefix), vi, en)


def entry_names(root: etree._Element) -> set[str]:
    """Names that boxed contexts, tables and relations give to entries of their values."""
    found: set[str] = set()
    for node in root.iter():
        if isinstance(node.tag, str) and etree.QName(node).localname in (
            "variable",
            "output",
            "column",
        ):
            found.add(canonical(node.get("name") or ""))
    return found - {""}
