"""Every expression of a process, compiled with the names in scope; what fails is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from engine.errors import Finding, InputError
from engine.process.expressions import Compiled, compile_text
from engine.process.feel import UnknownName
from engine.process.model import Element, Process
from engine.process.vet_case import Decisions, Said, at
from engine.process.vet_constants import MOST_SHOWN, Trials
from engine.process.vet_names import Names, ScopeNames
from engine.process.vet_places import Place, Places
from engine.process.vet_types import TypeScope

TEXTS = {
    "expression-missing": Said(
        "Thiếu biểu thức ({what_vi}). Hãy viết biểu thức.",
        "An expression is missing ({what_en}). Write it.",
    ),
    "expression-invalid": Said(
        "{what_vi} «{text}»: {why_vi}",
        "{what_en} «{text}»: {why_en}",
    ),
    "expression-ambiguous": Said(
        "«{text}» đọc những tên khác ở nơi khác cùng cấp. Hãy đổi tên biến hoặc viết khác đi.",
        "«{text}» reads other names elsewhere at this level. Rename a variable, or write it "
        "differently.",
    ),
    "decision-input-unknown": Said(
        "Quyết định «{decision}» cần «{input}», không nơi nào khai báo tên đó. Hãy khai báo.",
        "The decision «{decision}» needs «{input}», which nothing declares. Declare it.",
    ),
}
Expressions: TypeAlias = dict[tuple[str, str], Compiled]
_SUGGESTIONS = 20  # looking for a near name among thousands takes long
_MOST_NAMES = 2_000


def compile_all(
    process: Process, names: Mapping[str, ScopeNames], decisions: Decisions, types: TypeScope
) -> tuple[Expressions, list[Finding]]:
    """The process's expressions by scope and text, and what is wrong with any of them.

    ``names`` are those of every process of the file, ``types`` what is known of this one's. A business rule task's decision stands under
    ``decision:`` and its id.
    """
    compiler = _Compiler(types)
    found = [finding for place in Places(process, names) for finding in compiler.add(place)]
    for element in process.elements.values():
        decision = decisions.get(element.props.get("decision", ""))
        if element.tag == "businessRuleTask" and decision is not None:
            expression = cast("Compiled", decision)
            key = f"decision:{element.props['decision']}"
            compiler.expressions[element.scope, key] = expression
            known = names[process.id].in_activity(element)
            found.extend(_inputs(element, expression, known))
    return compiler.expressions, found


def _inputs(element: Element, decision: Compiled, known: Names) -> Iterator[Finding]:
    for name in sorted(decision.names):
        if name not in known:
            said = element.props["decision"]
            yield at(TEXTS, "decision-input-unknown", element, decision=said, input=name)


class _Compiler:
    """Compiles each text once for the names that are known at its place."""

    def __init__(self, types: TypeScope) -> None:
        self.expressions: Expressions = {}
        self._types = types
        self._known: dict[tuple[str, frozenset[str]], Compiled | InputError] = {}
        self._suggested = 0
        self._trials = Trials()

    def add(self, place: Place) -> Iterator[Finding]:
        """Compile one more; what is wrong with it."""
        vi, en = place.what
        if not place.text:
            yield at(TEXTS, "expression-missing", place.at, what_vi=vi, what_en=en)
            return
        compiled = self._compiled(place.text, place.names)
        if isinstance(compiled, InputError):
            yield at(
                TEXTS,
                "expression-invalid",
                place.at,
                text=place.text[:MOST_SHOWN],
                what_vi=vi[:1].upper() + vi[1:],
                what_en=en[:1].upper() + en[1:],
                why_vi=compiled.text("vi"),
                why_en=compiled.text("en"),
            )
            return
        kept = self.expressions.setdefault((place.scope, place.text), compiled)
        if kept.names != compiled.names:
            yield at(TEXTS, "expression-ambiguous", place.at, text=place.text[:MOST_SHOWN])
        yield from self._trials.findings(place, compiled)
        yield from self._types.findings(place, compiled)

    def _compiled(self, text: str, names: Names) -> Compiled | InputError:
        near = frozenset(names.near(text))
        if (text, near) not in self._known:
            self._known[text, near] = self._compile(text, near, names)
        return self._known[text, near]

    def _compile(self, text: str, near: frozenset[str], names: Names) -> Compiled | InputError:
        try:
            return compile_text(text, near)
        except UnknownName as error:
            return self._with_suggestion(text, names) or error
        except InputError as error:
            return error

    def _with_suggestion(self, text: str, names: Names) -> InputError | None:
        """The error once more, with the name that was probably meant."""
        self._suggested += 1
        known = frozenset(names) if self._suggested <= _SUGGESTIONS else frozenset[str]()
        if not 0 < len(known) <= _MOST_NAMES:
            return None
        try:
            compile_text(text, known)
        except InputError as error:
            return error
        return None
