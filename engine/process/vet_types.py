"""What an expression must give does not fit its place, or reads what can never be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.errors import Finding
from engine.process import feel_types
from engine.process.expressions import Compiled, compile_text
from engine.process.feel import syntax, tree
from engine.process.feel.words import canonical
from engine.process.feel_types import MEMBER, VALUE, Doubt, Reading
from engine.process.model import Element, Model, Process
from engine.process.value_types import ALWAYS, ANY, HANDED, Type
from engine.process.vet_case import Forms, Said, at
from engine.process.vet_constants import MOST_SHOWN, Trials, unfit
from engine.process.vet_names import Names
from engine.process.vet_places import Place

TEXTS = {
    "member-unknown": Said(
        "{what_vi} «{text}»: «{of}» không có «{member}»{known_vi}. Hãy sửa tên.",
        "{what_en} «{text}»: «{of}» has no «{member}»{known_en}. Correct the name.",
    ),
    "member-doubtful": Said(
        "{what_vi} «{text}»: «{of}» mà phần mềm đưa vào không có «{member}»{known_vi}. Hãy xem lại "
        "tên.",
        "{what_en} «{text}»: the «{of}» that the product hands in has no «{member}»{known_en}. "
        "Look at the name again.",
    ),
    "condition-certain": Said(
        "{what_vi} «{text}» lúc nào cũng {always_vi}{why_vi}. Hãy sửa điều kiện.",
        "The {what_en} «{text}» is always {always_en}{why_en}. Correct it.",
    ),
    "comparison-doubtful": Said(
        "{what_vi} «{text}» có phép so sánh không bao giờ khớp{why_vi}. Hãy xem lại.",
        "The {what_en} «{text}» holds a comparison that never matches{why_en}. Look at it again.",
    ),
}
WARNINGS = frozenset({"member-doubtful", "comparison-doubtful"})
"""Codes of what is only suspicious: it keeps nothing from being deployed."""
_ACCEPTED: Mapping[str, frozenset[str]] = {
    "truth": frozenset({"boolean"}),
    "moment": frozenset({"date", "date and time"}),
    "duration": frozenset({"days and time duration", "years and months duration"}),
    "cycle": frozenset({"string", "days and time duration", "years and months duration"}),
    "count": frozenset({"number"}),
    "form": frozenset({"string", "null"}),
    "list": frozenset({"list"}),
    "units": frozenset({"list", "context", "number"}),
}
"""Kinds of values that the places of ``vet_constants`` can use."""
_KIND_VI: Mapping[str, str] = {
    "string": "chữ",
    "number": "số",
    "boolean": "đúng hoặc sai",
    "date": "ngày",
    "date and time": "ngày giờ",
    "list": "danh sách",
    "context": "nhóm thông tin",
}


class TypeScope:
    """The types of the names of one process, as far as they are certain."""

    def __init__(self, model: Model, process: Process, forms: Forms) -> None:
        given = _given(model, process)
        declared = frozenset(canonical(name) for name in process.variables)
        self.types = of_names(process, forms, given | declared)
        self._doubtful = {
            canonical(name): of
            for name, of in HANDED.items()
            if name in process.variables and canonical(name) not in given
        }
        self._trees: dict[tuple[str, frozenset[str]], tree.Node] = {}

    def findings(self, place: Place, compiled: Compiled) -> Iterator[Finding]:
        """What can be told of an expression that compiles and reads variables."""
        if not compiled.names:
            return
        node = self._tree(place)
        types = {name: self.types.get(name, ANY) for name in compiled.names}
        found = feel_types.read(node, types)
        yield from _wrong(place, found)
        doubtful = {name: self._doubtful.get(name, one) for name, one in types.items()}
        if doubtful != types:
            more = set(feel_types.read(node, doubtful).doubts) - set(found.doubts)
            yield from (_member(place, d, "member-doubtful") for d in more if d.what == MEMBER)

    def known(self, name: str) -> Type:
        """What is known of a name, for who completes it."""
        return self.types.get(name) or self._doubtful.get(name, ANY)

    def _tree(self, place: Place) -> tree.Node:
        key = place.text, frozenset(place.names.near(place.text))
        if key not in self._trees:
            self._trees[key] = syntax(*key)
        return self._trees[key]


def alone(text: str, kind: str, what: tuple[str, str]) -> list[Finding]:
    """What is wrong with an expression by itself, whatever its place knows.

    ``kind`` is one of ``vet_constants.KINDS``. Raises the errors of FEEL for what is no expression.
    """
    compiled = compile_text(text, None)
    place = Place("", text, Element("", "", "", ""), what, Names(()), kind)
    found = list(Trials().findings(place, compiled))
    if compiled.names:
        found += _wrong(place, feel_types.read(syntax(text), ALWAYS))
    return found


def of_names(process: Process, forms: Forms, untyped: frozenset[str]) -> dict[str, Type]:
    """Names of which every writer is known, with what they can be."""
    found = {name: one for name, one in ALWAYS.items() if name not in untyped}
    if any(e.props.get("formFrom") for e in process.elements.values()):
        return found  # a form that an expression chooses may write any name
    written: dict[str, list[Type]] = {}
    for element in process.elements.values():
        fields = forms.get(element.props.get("form", ""), ())
        typed = fields if isinstance(fields, Mapping) else {}
        for name in fields:
            written.setdefault(canonical(name), []).append(typed.get(name, ANY))
    for name, types in written.items():
        joined = _joined(types)
        if joined != ANY and name not in untyped:
            found[name] = joined
    return found


def _joined(types: Iterable[Type]) -> Type:
    """What is one of these."""
    first, *others = types
    for other in others:
        if other.kind != first.kind or other.members != first.members:
            return ANY
        both = bool(first.values and other.values)
        values = tuple(dict.fromkeys((*first.values, *other.values))) if both else ()
        first = Type(first.kind, values, first.members)
    return first


def _given(model: Model, process: Process) -> frozenset[str]:
    """Names that something of the file but a form writes: nobody knows with what."""
    found: set[str] = set()
    for element in process.elements.values():
        found |= {*element.variables, *element.data_names, *element.outputs}
        found |= {move.target for move in (*element.data_in, *element.data_out)}
        found.add(element.props.get("result", ""))
        if element.instances is not None:
            marker = element.instances
            found |= {marker.item, marker.output, marker.outputs}
    for other in model.processes.values():
        for element in other.elements.values():
            if element.tag != "serviceTask":  # letters and calls hand in what their inputs name
                found |= {name for name, text in element.inputs.items() if text.strip() != name}
    return frozenset(canonical(name) for name in found)


def _wrong(place: Place, found: Reading) -> Iterator[Finding]:
    for doubt in found.doubts:
        if doubt.what == MEMBER:
            yield _member(place, doubt, "member-unknown")
    doubts = [doubt for doubt in found.doubts if doubt.what != MEMBER]
    gives = found.type
    if place.kind == "truth" and feel_types.certain(gives):
        always = ("đúng", "true") if gives == feel_types.YES else ("sai", "false")
        yield _because(place, doubts, "condition-certain", always_vi=always[0], always_en=always[1])
        return
    if doubts:
        yield _because(place, doubts, "comparison-doubtful")
    accepted = _ACCEPTED.get(place.kind)
    members = any(doubt.what == MEMBER for doubt in found.doubts)
    if accepted and gives.kind and gives.kind not in accepted and not members:
        yield unfit(place)


def _member(place: Place, doubt: Doubt, code: str) -> Finding:
    known = ", ".join(doubt.known)
    return _finding(
        place,
        code,
        of=doubt.of,
        member=doubt.said,
        known_vi=f" (có: {known})" if known else "",
        known_en=f" (it has: {known})" if known else "",
    )


def _because(place: Place, doubts: Iterable[Doubt], code: str, **more: object) -> Finding:
    why = [_why(doubt) for doubt in doubts]
    vi, en = "; ".join(vi for vi, _ in why), "; ".join(en for _, en in why)
    return _finding(
        place, code, why_vi=f": {vi}" if vi else "", why_en=f": {en}" if en else "", **more
    )


def _why(doubt: Doubt) -> tuple[str, str]:
    if doubt.what == VALUE:
        known = ", ".join(doubt.known)
        if not doubt.of:
            return f"không có giá trị «{doubt.said}»", f"there is no value «{doubt.said}»"
        return (
            f"«{doubt.of}» không bao giờ là «{doubt.said}», chỉ có thể là: {known}",
            f"«{doubt.of}» is never «{doubt.said}», only one of: {known}",
        )
    kinds = doubt.known
    vi = [_KIND_VI.get(kind, kind) for kind in kinds]
    return (
        f"{doubt.of} là {vi[0]}, {doubt.said} là {vi[1]}",
        f"{doubt.of} is a {kinds[0]}, {doubt.said} a {kinds[1]}",
    )


def _finding(place: Place, code: str, **values: object) -> Finding:
    vi, en = place.what
    if code in ("member-unknown", "member-doubtful"):
        en = en[:1].upper() + en[1:]
    shown = {"text": place.text[:MOST_SHOWN], "what_vi": vi[:1].upper() + vi[1:], "what_en": en}
    found = at(TEXTS, code, place.at, **shown, **values)
    return replace(found, warning=True) if code in WARNINGS else found
