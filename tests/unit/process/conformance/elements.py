"""Elements of a diagram as text: tasks and events, event definitions, loop markers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr


def node(tag: str, id: str, inner: str = "", **attributes: Any) -> str:
    """Any element; ``dondoc_role`` becomes ``dondoc:role``, True and False what XML says."""
    given = "".join(
        f" {k.replace('_', ':', 1)}={quoteattr(text(v))}" for k, v in attributes.items()
    )
    return f"<{tag} id={quoteattr(id)}{given}>{inner}</{tag}>"


def task(id: str, inner: str = "", said: str = "", **attributes: Any) -> str:
    """A script task that appends ``said`` (FEEL; its id) to the trace; ``inner`` its markers."""
    text = f"append(trace, {said or quoteattr(id)})"
    return script(id, text, "trace", inner, **attributes)


def script(id: str, text: str, result: str, inner: str = "", **attributes: Any) -> str:
    given = {"scriptFormat": "feel", "dondoc_result": result} | attributes
    return node("scriptTask", id, f"{inner}<script>{escape(text)}</script>", **given)


def user(id: str, inner: str = "", **attributes: Any) -> str:
    given = {"dondoc_role": "chuyenvien", "dondoc_form": "form"} | attributes
    return node("userTask", id, inner, **given)


def start(id: str, inner: str = "", keep: bool = False, **attributes: Any) -> str:
    """``keep``: the start of an event sub-process that interrupts nothing."""
    given: dict[str, Any] = {"isInterrupting": False} if keep else {}
    return node("startEvent", id, inner, **given | attributes)


def end(id: str, inner: str = "", **attributes: Any) -> str:
    return node("endEvent", id, inner, **_letter(inner) | attributes)


def catch(id: str, inner: str, **attributes: Any) -> str:
    return node("intermediateCatchEvent", id, inner, **attributes)


def throw(id: str, inner: str = "", **attributes: Any) -> str:
    return node("intermediateThrowEvent", id, inner, **_letter(inner) | attributes)


def on(id: str, host: str, inner: str, keep: bool = False, **attributes: Any) -> str:
    """A boundary event; ``keep``: it does not interrupt."""
    given: dict[str, Any] = {"cancelActivity": False} if keep else {}
    return node("boundaryEvent", id, inner, attachedToRef=host, **given | attributes)


def message(name: str, **attributes: Any) -> str:
    return _definition("message", messageRef=name, **attributes)


def signal(name: str, **attributes: Any) -> str:
    return _definition("signal", signalRef=name, **attributes)


def error(code: str = "", **attributes: Any) -> str:
    return _definition("error", **({"errorRef": code} if code else {}) | attributes)


def escalation(code: str = "", **attributes: Any) -> str:
    return _definition("escalation", **({"escalationRef": code} if code else {}) | attributes)


def compensation(activity: str = "", **attributes: Any) -> str:
    return _definition("compensate", **({"activityRef": activity} if activity else {}) | attributes)


def condition(text: str, **attributes: Any) -> str:
    return _definition("conditional", tagged("condition", text), **attributes)


def timer(duration: str = "P1D", *, date: str = "", cycle: str = "", **attributes: Any) -> str:
    form, text = ("timeDate", date) if date else ("timeCycle", cycle) if cycle else ("", duration)
    return _definition("timer", tagged(form or "timeDuration", text), **attributes)


def link(name: str) -> str:
    return _definition("link", name=name)


def cancel() -> str:
    return _definition("cancel")


def terminate() -> str:
    return _definition("terminate")


def loop(condition: str = "", before: bool = False, maximum: int | str = "") -> str:
    given = {"testBefore": "true"} if before else {}
    given |= {"loopMaximum": str(maximum)} if maximum != "" else {}
    inner = tagged("loopCondition", condition)
    return (
        f"<standardLoopCharacteristics{attributes_of(given)}>{inner}</standardLoopCharacteristics>"
    )


def multi(
    cardinality: str | int = "",
    *,
    over: str = "",
    item: str = "",
    out: str = "",
    into: str = "",
    until: str = "",
    sequential: bool = False,
    inner: str = "",
    **attributes: Any,
) -> str:
    """Instances: ``cardinality``, or one for each of the list ``over`` (as ``item``).

    The value of ``out`` in each is collected in the list ``into``; ``until`` ends them early.
    """
    parts = [
        tagged("loopCardinality", str(cardinality)),
        tagged("loopDataInputRef", over),
        tagged("loopDataOutputRef", into),
        f"<inputDataItem name={quoteattr(item)}/>" if item else "",
        f"<outputDataItem name={quoteattr(out)}/>" if out else "",
        inner,
        tagged("completionCondition", until),
    ]
    given = attributes_of({"isSequential": sequential} | attributes)
    tag = "multiInstanceLoopCharacteristics"
    return f"<{tag}{given}>{''.join(parts)}</{tag}>"


def for_compensation(id: str, by: str, **attributes: Any) -> str:
    """The compensation boundary ``by-<id>`` of an activity and its handler, a trace task ``by``."""
    boundary = on(f"{by}-{id}", id, compensation())
    handler = task(by, isForCompensation=True, **attributes)
    return boundary + handler + handled(f"{by}-{id}", by)


def handled(boundary: str, handler: str) -> str:
    """The association from a compensation boundary to its handler."""
    return node(
        "association",
        f"{boundary}~{handler}",
        sourceRef=boundary,
        targetRef=handler,
        associationDirection="One",
    )


def text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def attributes_of(given: Mapping[str, object]) -> str:
    return "".join(f" {k.replace('_', ':', 1)}={quoteattr(text(v))}" for k, v in given.items())


def tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""


def _definition(kind: str, inner: str = "", **attributes: Any) -> str:
    tag = f"{kind}EventDefinition"
    return f"<{tag}{attributes_of(attributes)}>{inner}</{tag}>"


def _letter(inner: str) -> dict[str, Any]:
    return {"dondoc_recipients": "[]"} if "messageRef" in inner else {}
