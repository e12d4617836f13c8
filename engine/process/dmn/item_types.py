"""Item definitions read into types, and type names looked up."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.process.dmn.findings import Findings, Place
from engine.process.dmn.source import child, children, identity, is_feel, name_of, text_of, value_of
from engine.process.dmn.types import (
    Constrained,
    ContextOf,
    FunctionOf,
    ListOf,
    Reference,
    Simple,
    Tested,
    Type,
    bare,
)
from engine.process.feel import FeelError
from engine.process.feel import tree as feel_tree
from engine.process.feel.expression import compile_part
from engine.process.feel.parser import parse
from engine.process.feel.types import SIMPLE, TYPE_PHRASES, Test, type_test
from engine.process.feel.values import Closure, Run, Value
from engine.process.feel.words import Phrases, canonical

_PHRASES = Phrases(TYPE_PHRASES)
MAX_NESTING = 50


class Types:
    """The types one model knows: its own, and those of its imports under their prefix."""

    def __init__(self, namespaces: Mapping[str, str], findings: Findings) -> None:
        self._namespaces = dict(namespaces)
        self._findings = findings
        self._named: dict[str, Type] = {}
        self.own: dict[str, Type] = {}
        self.members: set[str] = set()

    def adopt(self, prefix: str, types: Mapping[str, Type], members: set[str]) -> None:
        """Make an imported model's types known, under ``prefix`` or (unnamed import) as they are."""
        for name, type_ in types.items():
            self._named.setdefault(f"{prefix}.{name}" if prefix else name, type_)
        self.members |= members

    def exported(self) -> dict[str, Type]:
        """Our own types, and those that imports without a name brought in."""
        return {name: type_ for name, type_ in self._named.items() if "." not in name} | self.own

    def read(self, root: etree._Element) -> None:
        """Read every item definition of a model; findings tell what is wrong with them."""
        definitions = children(root, "itemDefinition")
        for node in definitions:
            name = name_of(node)
            place = Place(identity(node), name)
            if not name or name in self.own:
                self._findings.add(
                    "dmn-type-name", place, "Kiểu dữ liệu thiếu tên, hoặc tên bị trùng. Hãy đặt lại tên.",
                    "The item definition has no name, or one used twice. Rename it.",
                )  # fmt: skip
            self.own.setdefault(name, Reference(name))
        self._named.update(self.own)
        for node in definitions:
            own = self.own[name_of(node)]
            if isinstance(own, Reference) and own.target is None:
                own.target = self._item(node, Place(identity(node), name_of(node)), 0)
        self._refuse_circles(definitions)

    def _refuse_circles(self, definitions: list[etree._Element]) -> None:
        for node in definitions:
            if isinstance(bare(self.own[name_of(node)]), (Reference, Constrained)):
                self._findings.add(
                    "dmn-type-cycle", Place(identity(node), name_of(node)),
                    "Kiểu dữ liệu được định nghĩa bằng chính nó. Hãy trỏ tới kiểu khác.",
                    "The item definition is defined as itself. Refer to another type.",
                )  # fmt: skip
                own = self.own[name_of(node)]
                assert isinstance(own, Reference)
                own.target = None

    def _item(self, node: etree._Element, place: Place, depth: int) -> Type:
        name = name_of(node)
        components = children(node, "itemComponent")
        function = child(node, "functionItem")
        if depth > MAX_NESTING:
            self._findings.add(
                "dmn-too-deep", place, f"Kiểu dữ liệu lồng quá {MAX_NESTING} tầng.",
                f"The item definition nests deeper than {MAX_NESTING} levels.",
            )  # fmt: skip
            return Tested(name, _anything)
        if function is not None:
            base: Type = self._function(function, name, place)
        elif components:
            base = self._context(components, name, place, depth)
        else:
            base = self.find(value_of(node, "typeRef"), node, place) or Tested("Any", _anything)
        base = self._constrained(node, "allowedValues", base, place)
        if node.get("isCollection") == "true":
            base = ListOf(name, base)
        return self._constrained(node, "typeConstraint", base, place)

    def _context(
        self, components: list[etree._Element], name: str, place: Place, depth: int
    ) -> Type:
        entries: dict[str, Type] = {}
        for component in components:
            key = name_of(component)
            self.members.add(key)
            inner = place.at(component, f"thành phần «{key}»", f"component '{key}'")
            entries[key] = self._item(component, inner, depth + 1)
        return ContextOf(name, entries)

    def _function(self, node: etree._Element, name: str, place: Place) -> Type:
        parameters = {
            name_of(said): self.find(value_of(said, "typeRef"), said, place)
            for said in children(node, "parameters")
        }
        result = self.find(value_of(node, "outputTypeRef"), node, place)
        return FunctionOf(name, len(parameters) or None, result, parameters)

    def _constrained(self, node: etree._Element, tag: str, base: Type, place: Place) -> Type:
        found = child(node, tag)
        text = text_of(found)
        if found is None or not text:
            return base
        allowed = self.tests(text, found, place.at(found, "giá trị cho phép", "allowed values"))
        return Constrained(name_of(node), base, allowed, text) if allowed else base

    def tests(self, text: str, node: etree._Element, place: Place) -> Closure | None:
        """Unary tests that know no names; None, with a finding, if they are wrong."""
        if not is_feel(node.get("expressionLanguage")):
            refuse_language(self._findings, place, node.get("expressionLanguage") or "")
            return None
        try:
            return compile_part(text, ("?",), unary=True).closure
        except FeelError as error:
            self._findings.feel(error, place)
            return None

    def find(self, said: str, node: etree._Element, place: Place) -> Type | None:
        """The type a typeRef names; None for Any or nothing, or (with a finding) if there is none."""
        name = canonical(self._without_prefix(said, node))
        if not name or name == "Any":
            return None
        found = self._named.get(name) or _builtin(name, self.tests_by_name())
        if found is None:
            self._findings.add(
                "dmn-unknown-type", place,
                f"Không có kiểu dữ liệu «{said}». Hãy khai báo kiểu đó hoặc chọn kiểu khác.",
                f"There is no type '{said}'. Declare it or choose another.",
            )  # fmt: skip
        return found

    def _without_prefix(self, said: str, node: etree._Element) -> str:
        prefix, colon, local = said.partition(":")
        uri = node.nsmap.get(prefix) if colon else None
        if not colon:
            return said
        imported = self._namespaces.get(uri or "")
        return f"{imported}.{local}" if imported else local

    def tests_by_name(self) -> dict[str, Test]:
        """Every named type as ``instance of`` asks for it: null is an instance of none."""
        return {name: _instance(type_) for name, type_ in self._named.items()}


def _instance(type_: Type) -> Test:
    return lambda value, run: value is not None and type_.holds(value, run, strict=False)


def _anything(_value: Value, _run: Run) -> bool:
    return True


def _builtin(name: str, types: Mapping[str, Test]) -> Type | None:
    if name in SIMPLE:
        return Simple(SIMPLE[name])
    if "<" not in name:
        return None
    try:
        node = parse(f"null instance of {name}", (_PHRASES, Phrases(types)), unary=False)
    except FeelError:
        return None
    if not isinstance(node, feel_tree.InstanceOf):
        return None
    test = type_test(node.type, types)
    return None if test is None else Tested(name, test)


def refuse_language(findings: Findings, place: Place, language: str) -> None:
    """The finding for an expression language other than FEEL."""
    findings.add(
        "dmn-language", place, f"Ngôn ngữ biểu thức «{language}» không được hỗ trợ. Hãy viết bằng FEEL.",
        f"The expression language '{language}' is not supported. Write it in FEEL.",
    )  # fmt: skip
