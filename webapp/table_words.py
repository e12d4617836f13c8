"""A decision model as tables to be read: hit policy, inputs, outputs, rules, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from lxml import etree

from engine.process import xml
from webapp.model_words import ADDED, CHANGED, REMOVED, SAME, Fact

HITS = {
    "UNIQUE": _("nhiều nhất một dòng khớp"),
    "FIRST": _("lấy dòng khớp đầu tiên"),
    "ANY": _("các dòng khớp phải cho cùng kết quả"),
    "PRIORITY": _("lấy kết quả được ưu tiên nhất"),
    "RULE ORDER": _("lấy mọi dòng khớp, theo thứ tự dòng"),
    "OUTPUT ORDER": _("lấy mọi dòng khớp, theo thứ tự ưu tiên"),
    "COLLECT": _("gom mọi dòng khớp"),
}
_LOGIC = ("decision", "businessKnowledgeModel")


@dataclass(frozen=True, slots=True)
class Column:
    """An input or output column: what it is called, what is looked at, what is allowed."""

    label: str
    expression: str
    type: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a table; each cell as it is, with what it was before."""

    id: str
    number: int
    cells: tuple[Fact, ...]
    mark: str = SAME


@dataclass(frozen=True, slots=True)
class Table:
    """``notes`` are the names of the columns of remarks, the last cells of a rule."""

    hits: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    notes: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, or a function of the model: its tables, and what else it computes."""

    id: str
    name: str
    question: str
    needs: tuple[str, ...]
    tables: tuple[Table, ...]
    lines: tuple[Fact, ...]
    mark: str = SAME


def decisions(content: str) -> list[Decision]:
    """Every decision of a file. Raises ``ModelRefused`` for what is no XML."""
    root = xml.read(content.encode())
    names = {str(n.get("id")): str(n.get("name") or n.get("id")) for n in root if n.get("id")}
    return [_decision(node, names) for node in root if _local(node) in _LOGIC]


def compared(before: Sequence[Decision], after: Sequence[Decision]) -> list[Decision]:
    """The decisions after, each cell with what it was before; what is gone stands last."""
    known = {one.id: one for one in before}
    found = [_against(known.pop(one.id, None), one) for one in after]
    return found + [replace(one, mark=REMOVED) for one in known.values()]


def _against(old: Decision | None, new: Decision) -> Decision:
    if old is None:
        return replace(new, mark=ADDED)
    tables = tuple(
        _table_against(old.tables[n], table) if n < len(old.tables) else table
        for n, table in enumerate(new.tables)
    )
    was = {line.label: line.said for line in old.lines}
    lines = tuple(
        replace(line, before=was.get(line.label, "")) if was.get(line.label) != line.said else line
        for line in new.lines
    )
    made = replace(new, tables=tables, lines=lines)
    return made if made == old else replace(made, mark=CHANGED)


def _table_against(old: Table, new: Table) -> Table:
    if (len(old.inputs), len(old.outputs)) != (len(new.inputs), len(new.outputs)):
        return new
    was = {rule.id: rule for rule in old.rules}
    rules = []
    for rule in new.rules:
        before = was.pop(rule.id, None)
        rules.append(replace(rule, mark=ADDED) if before is None else _rule(before, rule))
    gone = [replace(rule, mark=REMOVED) for rule in was.values()]
    return replace(new, rules=(*rules, *gone))


def _rule(old: Rule, new: Rule) -> Rule:
    cells = tuple(
        replace(cell, before=before.said) if cell.said != before.said else cell
        for cell, before in zip(new.cells, old.cells, strict=False)
    )
    cells += new.cells[len(cells) :]
    changed = any(cell.before is not None for cell in cells)
    return replace(new, cells=cells, mark=CHANGED if changed else SAME)


def _decision(node: etree._Element, names: Mapping[str, str]) -> Decision:
    needs = [
        str(ref.get("href", "")).rpartition("#")[2]
        for ref in node.iter("{*}requiredInput", "{*}requiredDecision", "{*}requiredKnowledge")
    ]
    return Decision(
        str(node.get("id", "")),
        str(node.get("name") or node.get("id", "")),
        _text(_child(node, "question")) or _text(_child(node, "description")),
        tuple(names.get(need, need) for need in needs),
        tuple(_table(table) for table in node.iter("{*}decisionTable")),
        tuple(_lines(node)),
    )


def _lines(node: etree._Element) -> Iterator[Fact]:
    """Expressions that stand in no table, under the name of the entry that they are for."""
    for one in node.iter("{*}literalExpression"):
        if any(_local(holder) == "decisionTable" for holder in one.iterancestors()):
            continue
        holder = one.getparent()
        variable = _child(holder, "variable") if holder is not None else None
        own = holder is not None and _local(holder) in _LOGIC
        name = str(variable.get("name", "")) if variable is not None and not own else ""
        yield Fact(name or gettext("Kết quả"), _text(_child(one, "text")))


def _table(node: etree._Element) -> Table:
    policy = str(node.get("hitPolicy", "UNIQUE"))
    hits = f"{policy}: {HITS[policy]}" if policy in HITS else policy
    if added := node.get("aggregation"):
        hits += f", {added}"
    rules = [child for child in node if _local(child) == "rule"]
    return Table(
        hits,
        tuple(_input(child) for child in node if _local(child) == "input"),
        tuple(_output(child) for child in node if _local(child) == "output"),
        tuple(str(child.get("name", "")) for child in node if _local(child) == "annotation"),
        tuple(_line(rule, number) for number, rule in enumerate(rules, 1)),
    )


def _line(rule: etree._Element, number: int) -> Rule:
    kinds = ("inputEntry", "outputEntry", "annotationEntry")
    cells = [child for kind in kinds for child in rule if _local(child) == kind]
    said = tuple(Fact("", _text(_child(cell, "text"))) for cell in cells)
    return Rule(str(rule.get("id", number)), number, said)


def _input(node: etree._Element) -> Column:
    asked = _child(node, "inputExpression")
    expression = _text(_child(asked, "text"))
    kind = str(asked.get("typeRef", "")) if asked is not None else ""
    allowed = _text(_child(_child(node, "inputValues"), "text"))
    label = str(node.get("label", "")) or expression
    return Column(label, expression if expression != label else "", kind, allowed)


def _output(node: etree._Element) -> Column:
    name = str(node.get("name", ""))
    label = str(node.get("label", "")) or name or gettext("Kết quả")
    allowed = _text(_child(_child(node, "outputValues"), "text"))
    return Column(label, name if name != label else "", str(node.get("typeRef", "")), allowed)


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    if node is None:
        return None
    return next((child for child in node if _local(child) == name), None)


def _text(node: etree._Element | None) -> str:
    return "" if node is None else " ".join((node.text or "").split())


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
