"""Small diagrams for tests: each function gives one element as text, ``xml`` a whole file.

``define("x", start("s"), user("a"), end("e"), path("s", "a", "e"))`` is a vetted process with the
variables x, ready for ``advance``. Messages are made for every name that is used.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from engine.process.definition import Definition, definitions

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SERVICES = {"echo": frozenset({"value"}), "ping": frozenset[str]()}
FORMS = {"form": frozenset({"answer", "route", "n"})}


def node(tag: str, id: str, inner: str = "", **attributes: str) -> str:
    """Any element; ``dondoc_role`` becomes ``dondoc:role``."""
    given = "".join(f" {k.replace('_', ':', 1)}={quoteattr(v)}" for k, v in attributes.items())
    return f"<{tag} id={quoteattr(id)}{given}>{inner}</{tag}>"


def start(id: str, message: str = "") -> str:
    return node("startEvent", id, _message(message))


def end(id: str, message: str = "", terminate: bool = False, **more: str) -> str:
    inner = "<terminateEventDefinition/>" if terminate else _message(message)
    return node("endEvent", id, inner, **more)


def user(id: str, **more: str) -> str:
    return node("userTask", id, **{"dondoc_role": "chuyenvien", "dondoc_form": "form"} | more)


def service(id: str, handler: str = "ping", **inputs: str) -> str:
    return node("serviceTask", id, _inputs(inputs), dondoc_handler=handler)


def script(id: str, text: str, result: str) -> str:
    body = f"<script>{_text(text)}</script>"
    return node("scriptTask", id, body, scriptFormat="feel", dondoc_result=result)


def gate(id: str, kind: str = "exclusive", default: str = "") -> str:
    tag = "eventBasedGateway" if kind == "event" else f"{kind}Gateway"
    return node(tag, id, **({"default": default} if default else {}))


def throw(id: str, message: str, recipients: str = "[]", **inputs: str) -> str:
    return node(
        "intermediateThrowEvent",
        id,
        _inputs(inputs) + _message(message),
        dondoc_recipients=recipients,
    )


def catch(id: str, message: str = "", date: str = "", duration: str = "") -> str:
    return node("intermediateCatchEvent", id, _event(message, date, duration))


def boundary(
    id: str,
    on: str,
    message: str = "",
    date: str = "",
    duration: str = "",
    interrupting: bool = False,
) -> str:
    return node(
        "boundaryEvent",
        id,
        _event(message, date, duration),
        attachedToRef=on,
        cancelActivity=str(interrupting).lower(),
    )


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    inner = f"<conditionExpression>{_text(condition)}</conditionExpression>" if condition else ""
    return node(
        "sequenceFlow", id or f"{source}-{target}", inner, sourceRef=source, targetRef=target
    )


def path(*elements: str) -> str:
    """Plain flows from each element to the next; ids are ``a-b``."""
    return "".join(flow(a, b) for a, b in pairwise(elements))


def process(id: str, *parts: str, variables: str = "") -> str:
    declared = "".join(f"<dondoc:variable name={quoteattr(v)}/>" for v in variables.split())
    return (
        f'<process id="{id}" isExecutable="true"><extensionElements>{declared}'
        f"</extensionElements>{''.join(parts)}</process>"
    )


def pool(process_id: str, tier: str) -> str:
    return node("participant", f"pool-{process_id}", processRef=process_id, dondoc_tier=tier)


def letter(source: str, target: str) -> str:
    return node("messageFlow", f"mf-{source}-{target}", sourceRef=source, targetRef=target)


def xml(*processes: str, collaboration: str = "") -> bytes:
    """A file of these processes; a throw without a message flow gets none."""
    body = "".join(processes)
    names = sorted(set(re.findall(r'messageRef="([^"]*)"', body)))
    messages = "".join(f'<message id="{n}" name="{n}"/>' for n in names if n != "nowhere")
    drawn = f'<collaboration id="drawn">{collaboration}</collaboration>' if collaboration else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:dondoc="urn:dondoc:bpmn" xmlns:tool="urn:some-editor" id="d" targetNamespace="t">'
        f"{messages}{drawn}{body}</definitions>"
    ).encode()


def sample(variables: str, *parts: str) -> bytes:
    """A file with the process ``p``; letters it throws go to a second pool that waits for them."""
    body = "".join(parts)
    thrown = re.findall(
        r'<(?:intermediateThrowEvent|endEvent|sendTask) id="([^"]*)"[^>]*>(?:<extension.*?</ext'
        r'ensionElements>)?<messageEventDefinition messageRef="([^"]*)"',
        body,
    )
    other, drawn = "", ""
    if thrown:
        starts = "".join(
            start(f"q-{i}", m) + flow(f"q-{i}", "q-e")
            for i, m in enumerate(dict.fromkeys(m for _, m in thrown))
        )
        other = process("q", starts, end("q-e"))
        at = {m: f"q-{i}" for i, m in enumerate(dict.fromkeys(m for _, m in thrown))}
        drawn = pool("p", "xa") + pool("q", "huyen") + "".join(letter(t, at[m]) for t, m in thrown)
    return xml(process("p", body, variables=variables), other, collaboration=drawn)


def define(variables: str, *parts: str) -> Definition:
    """The vetted process ``p`` of ``sample``. Raises ``ModelRefused``."""
    return read(sample(variables, *parts))["p"]


def read(source: bytes) -> dict[str, Definition]:
    """The vetted processes of a file."""
    return definitions(source, "test:1", SERVICES, FORMS)[1]


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _message(name: str) -> str:
    return f'<messageEventDefinition messageRef="{name}"/>' if name else ""


def _event(message: str, date: str, duration: str) -> str:
    for form, text in (("timeDate", date), ("timeDuration", duration)):
        if text:
            return f"<timerEventDefinition><{form}>{_text(text)}</{form}></timerEventDefinition>"
    return _message(message)


def _inputs(inputs: dict[str, str]) -> str:
    if not inputs:
        return ""
    rows = "".join(
        f"<dondoc:input name={quoteattr(n)} expression={quoteattr(e)}/>" for n, e in inputs.items()
    )
    return f"<extensionElements>{rows}</extensionElements>"
