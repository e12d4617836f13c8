"""Every expression of a process, compiled with the names in scope; what fails is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from engine.errors import DondocError, Finding, InputError
from engine.process.expressions import Compiled, compile_text, timer_text
from engine.process.feel.values import YearsMonths
from engine.process.model import Element, Process

ALWAYS = ("unit", "directive")
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def names_in_scope(process: Process, forms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The variables an expression of this process may read.

    A message's payload brings names too; its sender is in another pool, so what it sends must be
    declared (``dondoc:variable``) by the pool that reads it.
    """
    names = {*ALWAYS, *process.variables}
    for element in process.elements.values():
        names |= forms.get(element.props.get("form", ""), frozenset())
        if element.props.get("result"):
            names.add(element.props["result"])
    return frozenset(names)


def compile_all(
    process: Process, forms: Mapping[str, frozenset[str]]
) -> tuple[dict[str, Compiled], list[Finding]]:
    """The process's expressions by their text, and what is wrong with any of them."""
    scope = names_in_scope(process, forms)
    compiled: dict[str, Compiled] = {}
    found: list[Finding] = []
    for element_id, name, text, what in _texts(process):
        if not text:
            found.append(
                Finding(
                    "expression-missing",
                    element_id,
                    name,
                    f"Thiếu biểu thức ({what}).",
                    f"An expression is missing ({what}).",
                )
            )
        elif text not in compiled:
            try:
                compiled[text] = compile_text(text, scope)
            except InputError as error:
                found.append(
                    Finding(
                        "expression-invalid",
                        element_id,
                        name,
                        f"{what} «{text}»: {error.text('vi')}",
                        f"{what} «{text}»: {error.text('en')}",
                    )
                )
    for element in process.elements.values():
        found.extend(_timer(element, compiled))
        if element.props.get("due"):
            found.extend(
                _constant(
                    element,
                    compiled,
                    element.props["due"],
                    (datetime, date),
                    "ngày giờ",
                    "a date or a date and time",
                )
            )
        if element.tag == "scriptTask":
            found.extend(_script(element))
    return compiled, found


def _texts(process: Process) -> Iterator[tuple[str, str, str, str]]:
    for flow in process.flows:
        if flow.condition:
            yield flow.id, flow.name, flow.condition, "condition"
    for element in process.elements.values():
        where = (element.id, element.name)
        for event in element.events:
            if event.kind == "timer" and event.form != "timeCycle":
                yield *where, timer_text(event.text), event.form or "timer"
        for name, text in element.inputs.items():
            yield *where, text, f"input {name}"
        if element.tag == "scriptTask":
            yield *where, element.script, "script"
        for prop in ("recipients", "due"):
            if element.props.get(prop):
                yield *where, element.props[prop], prop


def _timer(element: Element, compiled: Mapping[str, Compiled]) -> Iterator[Finding]:
    event = element.event("timer")
    if event is None:
        return
    if event.form == "timeCycle":
        yield Finding(
            "timer-cycle",
            element.id,
            element.name,
            "Hẹn giờ lặp (timeCycle) chưa chạy được. Hãy dùng mốc hoặc khoảng thời gian.",
            "Repeating timers (timeCycle) cannot run. Use a date or a duration.",
        )
        return
    if event.form == "timeDuration":
        yield from _constant(
            element,
            compiled,
            timer_text(event.text),
            (timedelta, YearsMonths),
            "khoảng thời gian dương, ví dụ P7D",
            "a positive duration, as P7D",
        )
    else:
        yield from _constant(
            element,
            compiled,
            timer_text(event.text),
            (datetime, date),
            "ngày giờ",
            "a date or a date and time",
        )


def _constant(
    element: Element,
    compiled: Mapping[str, Compiled],
    text: str,
    wanted: tuple[type, ...],
    vi: str,
    en: str,
) -> Iterator[Finding]:
    """What reads no variable can be tried at once."""
    expression = compiled.get(text)
    if expression is None or expression.names:
        return
    try:
        value = expression.evaluate({}, now=_ANY_MOMENT)
    except DondocError:
        value = None
    negative = (isinstance(value, timedelta) and value < timedelta(0)) or (
        isinstance(value, YearsMonths) and value.months < 0
    )
    if not isinstance(value, wanted) or negative:
        yield Finding(
            "timer-type",
            element.id,
            element.name,
            f"«{text}» không phải {vi}.",
            f"«{text}» is not {en}.",
        )


def _script(element: Element) -> Iterator[Finding]:
    if element.script_format.lower() not in ("feel", "application/feel"):
        yield Finding(
            "script-format",
            element.id,
            element.name,
            f"Chỉ chạy được kịch bản FEEL, không chạy «{element.script_format}».",
            f"Only FEEL scripts run, not «{element.script_format}».",
        )
    if not element.props.get("result"):
        yield Finding(
            "script-result",
            element.id,
            element.name,
            "Kịch bản chưa nói ghi kết quả vào biến nào (dondoc:result).",
            "The script does not say which variable takes its result (dondoc:result).",
        )
