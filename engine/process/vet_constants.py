"""What reads no variable can be tried at once: a constant of the wrong type is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.errors import DondocError, Finding
from engine.process import expressions
from engine.process.expressions import Compiled
from engine.process.feel import FeelLimitExceeded
from engine.process.feel.expression import finished
from engine.process.feel.values import Env, Run, kind
from engine.process.model import MAX_INSTANCES
from engine.process.vet_case import Said, at
from engine.process.vet_places import Place

TEXTS = {
    "condition-type": Said(
        "{what_vi} «{text}» không cho đúng hoặc sai. Hãy viết một phép so sánh.",
        "The {what_en} «{text}» gives neither true nor false. Write a comparison.",
    ),
    "timer-type": Said(
        "{what_vi} «{text}» không phải {wanted_vi}. Hãy sửa lại.",
        "The {what_en} «{text}» is not {wanted_en}. Correct it.",
    ),
    "cardinality-type": Said(
        "Số lần «{text}» không phải số nguyên từ 0. Hãy sửa lại.",
        "The loopCardinality «{text}» is no whole number from 0. Correct it.",
    ),
    "collection-type": Said(
        "«{text}» không phải danh sách. Hãy chọn một danh sách.",
        "The collection «{text}» is no list. Choose a list.",
    ),
    "form-type": Said(
        "Biểu mẫu «{text}» không phải tên. Hãy viết tên biểu mẫu trong ngoặc kép hoặc một biến.",
        "The form «{text}» is no name. Write a form's name in quotes, or a variable.",
    ),
    "recipients-type": Said(
        'Nơi nhận «{text}» không phải đơn vị. Hãy viết, ví dụ, children(unit, "xa") hoặc '
        "directive.recipients.",
        'The recipients «{text}» are no units. Write, for instance, children(unit, "xa") or '
        "directive.recipients.",
    ),
    "cycle-endless": Said(
        "Chu kỳ «{text}» lặp mãi, dưới một phút một lần. Hãy đặt số lần (ví dụ R3/…) hoặc khoảng "
        "dài hơn.",
        "«{text}» repeats without end, more often than once a minute. Say how many times (as "
        "R3/…), or wait longer.",
    ),
    "instances-too-many": Said(
        "{text} lần là quá nhiều; nhiều nhất {most}. Hãy chia nhỏ.",
        "{text} instances are too many; at most {most} run. Divide the work.",
    ),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be: ``check`` raises a DondocError for another; ``wanted`` is said then."""

    code: str
    check: Callable[[object, str], object]
    wanted: tuple[str, str] = ("", "")


MOST_SHOWN = 200  # characters of a text in a sentence about it
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_BUDGET = 2_000  # steps of one trial; what needs more is tried when it runs
_ALL = 200_000  # steps of all trials of a process; then each may have only what a literal needs
_LITERAL = 50


def _duration(value: object, text: str) -> object:
    found = expressions.after(_ANY_MOMENT, value, text)
    if found < _ANY_MOMENT:
        raise expressions.OutOfRange(text=text)
    return found


def _units(value: object, text: str) -> object:
    """A selection of units (``engine.selectors``); a bare number is nobody's to know."""
    parts = value if isinstance(value, list) else [value]
    for part in parts:
        if isinstance(part, list):
            _units(part, text)
        elif not isinstance(part, dict) or not part.keys() & {"select", "id"}:
            raise expressions.WrongType(
                text=text, got=kind(part), wanted="units", wanted_vi="đơn vị"
            )
    return value


KINDS: Mapping[str, Kind] = {
    "truth": Kind("condition-type", expressions.truth),
    "moment": Kind(
        "timer-type",
        expressions.moment,
        ("ngày giờ, ví dụ 2026-05-15", "a date or a date and time, as 2026-05-15"),
    ),
    "duration": Kind(
        "timer-type",
        _duration,
        ("khoảng thời gian dương, ví dụ P7D", "a positive duration, as P7D"),
    ),
    "cycle": Kind(
        "timer-type", expressions.cycle, ("chu kỳ, ví dụ R3/PT1H", "a repetition, as R3/PT1H")
    ),
    "count": Kind("cardinality-type", expressions.whole_number),
    "form": Kind("form-type", expressions.form_name),
    "list": Kind("collection-type", expressions.collection),
    "units": Kind("recipients-type", _units),
}


class Trials:
    """Tries the constants of one process."""

    def __init__(self) -> None:
        self._left = _ALL

    def findings(self, place: Place, expression: Compiled) -> Iterator[Finding]:
        """What is wrong with the value of an expression that is always the same."""
        if not place.kind or expression.names:
            return
        try:
            value = KINDS[place.kind].check(self._value(expression), place.text)
        except (FeelLimitExceeded, RecursionError):
            return
        except DondocError:
            yield unfit(place)
            return
        if isinstance(value, expressions.Cycle) and expressions.endless(value):
            yield at(TEXTS, "cycle-endless", place.at, text=place.text[:MOST_SHOWN])
        if place.kind == "count" and isinstance(value, int) and value > MAX_INSTANCES:
            most = f"{MAX_INSTANCES:,}"
            yield at(TEXTS, "instances-too-many", place.at, text=place.text[:MOST_SHOWN], most=most)

    def _value(self, expression: Compiled) -> object:
        run = Run(_ANY_MOMENT, None, None)
        run.steps = given = max(_LITERAL, min(_BUDGET, self._left))
        try:
            return finished(expression.closure(Env({}, (), run)), run)
        finally:
            self._left -= given - run.steps


def unfit(place: Place) -> Finding:
    """The finding that an expression gives what its place cannot use."""
    wanted = KINDS[place.kind]
    return at(TEXTS, wanted.code, place.at, **_said(place, wanted))


def _said(place: Place, of: Kind) -> dict[str, str]:
    vi, en = place.what
    wanted_vi, wanted_en = of.wanted
    vi = vi[:1].upper() + vi[1:]
    return {
        "text": place.text[:MOST_SHOWN],
        "what_vi": vi,
        "what_en": en,
        "wanted_vi": wanted_vi,
        "wanted_en": wanted_en,
    }
