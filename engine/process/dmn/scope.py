"""What a boxed expression may refer to, and how its texts are compiled there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.process.dmn.findings import Findings, Place
from engine.process.dmn.item_types import Types, refuse_language
from engine.process.dmn.problems import Problem, place_notes, report
from engine.process.dmn.source import is_feel, value_of
from engine.process.dmn.types import MISFIT, Type, fitter
from engine.process.feel import Expression, FeelError
from engine.process.feel.expression import compile_part
from engine.process.feel.types import Test
from engine.process.feel.values import Closure, Env, Value
from engine.process.feel.words import Phrases

MAX_CELLS = 20_000
_Key = tuple[str, bool, frozenset[str], bool]


@dataclass(slots=True)
class Reading:
    """What reading one file gathers and shares."""

    findings: Findings
    types: Types
    tests: Mapping[str, Test]
    members: Phrases
    texts: int = 0
    compiled: dict[_Key, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """Names known here. ``lenient``: inside a filter, where the item's own entries are names."""

    reading: Reading
    names: frozenset[str]
    lenient: bool = False

    def bind(self, *names: str) -> Scope:
        """A scope that knows more names."""
        return replace(self, names=self.names.union(names))

    def inside_filter(self) -> Scope:
        """The scope of a filter's condition."""
        return replace(self, names=self.names | {"item"}, lenient=True)

    def expression(self, text: str, place: Place, *, unary: bool = False) -> Expression | None:
        """Compile a text; None, with a finding at its place, if it is wrong."""
        key = (text, unary, self.names, self.lenient)
        found = self.reading.compiled.get(key)
        if found is not None:
            return found
        self.reading.texts += 1
        if self.reading.texts > MAX_CELLS:
            self._too_many(place)
            return None
        names = self.names | {"?"} if unary else self.names
        try:
            found = compile_part(
                text, names, types=self.reading.tests, members=self.reading.members,
                unary=unary, lenient=self.lenient,
            )  # fmt: skip
        except FeelError as error:
            self.reading.findings.feel(error, place)
            return None
        self.reading.compiled[key] = found
        return found

    def _too_many(self, place: Place) -> None:
        if self.reading.texts == MAX_CELLS + 1:
            self.reading.findings.add(
                "dmn-too-large", place, f"Tệp có quá {MAX_CELLS} biểu thức. Hãy tách thành nhiều tệp.",
                f"The file has more than {MAX_CELLS} expressions. Split it into several.",
            )  # fmt: skip

    def type_of(self, node: etree._Element, place: Place) -> Type | None:
        """The type an element's typeRef names, or None."""
        return self.reading.types.find(value_of(node, "typeRef"), node, place)

    def language(self, node: etree._Element, place: Place) -> bool:
        """Whether the element is written in FEEL; a finding if not."""
        said = node.get("expressionLanguage")
        if is_feel(said):
            return True
        refuse_language(self.reading.findings, place, said or "")
        return False


def nothing(_env: Env) -> Value:
    """Null: what an expression with a finding compiles to."""
    return None


def noting(closure: Closure, place: Place) -> Closure:
    """The closure, its remarks on null told with their place."""

    def noted(env: Env) -> Value:
        run = env.run
        if run.warnings is None:
            return closure(env)
        since = len(run.warnings)
        value = closure(env)
        if len(run.warnings) > since:
            place_notes(run, since, place.element, *_where(place))
        return value

    return noted


def fitted(closure: Closure, type_: Type | None, place: Place) -> Closure:
    """The closure, its value converted to a type; null with a Problem if it does not conform."""
    fit = fitter(type_)
    if fit is None or type_ is None:
        return closure
    name = type_.name
    vi, en = place.say(
        f"giá trị không thuộc kiểu «{name}»", f"the value does not conform to the type '{name}'"
    )

    def checked(env: Env) -> Value:
        value = fit(closure(env), env.run)
        if value is MISFIT:
            report(env.run, Problem("dmn-type", place.element, vi, en))
            return None
        return value

    return checked


def _where(place: Place) -> tuple[str, str]:
    return place.vi or f"«{place.name}»", place.en or f"'{place.name}'"
