"""Whole diagrams, tersely drawn.

A *sketch* is a line of ids with sequence flows between them, conditions in braces::

    run("s x1 {test = 1} A e", "x1 {default} B e", test=1).shape == "A ."

An id that no part draws gets its kind from its first letter: ``s`` start, ``e`` end, ``u`` user
task, ``t`` abstract task, ``m`` a catch of the message of its own name, ``x`` exclusive, ``p``
parallel, ``i`` inclusive, ``g`` event-based gateway; a capital is a script task that appends its
id to the variable ``trace``. Ids stand once in a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from tests.unit.process.conformance.elements import (
    catch,
    message,
    node,
    start,
    tagged,
    task,
    user,
)

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "t": "task",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "i": "inclusiveGateway",
    "g": "eventBasedGateway",
}
CODES = {
    "message": "",
    "signal": "",
    "error": ' errorCode="{}"',
    "escalation": ' escalationCode="{}"',
}
VARIABLES = "trace test n x y items results"


def sub(id: str, *parts: str, tag: str = "subProcess", **attributes: Any) -> str:
    """A sub-process; ``variables="a b"`` declares variables of its own scope."""
    names = str(attributes.pop("variables", ""))
    return node(tag, id, _declared(names) + body(*parts), **attributes)


def event_sub(id: str, *parts: str, **attributes: Any) -> str:
    return sub(id, *parts, **{"triggeredByEvent": True} | attributes)


def ad_hoc(id: str, *parts: str, until: str = "", **attributes: Any) -> str:
    done = tagged("completionCondition", until)
    return node("adHocSubProcess", id, body(*parts) + done, **attributes)


def call(id: str, called: str, inner: str = "", into: str = "", out: str = "") -> str:
    """A call activity; ``into``/``out``: ``"name=expression; name=expression"``."""
    rows = _rows("input", into) + _rows("output", out)
    return node(
        "callActivity",
        id,
        f"<extensionElements>{rows}</extensionElements>{inner}",
        calledElement=called,
    )


def body(*parts: str) -> str:
    """The content of a process or sub-process: XML as it is, sketches drawn."""
    steps = [_steps(part) for part in parts if not part.startswith("<")]
    drawn = set(re.findall(r'<\w+ id="([^"]*)"', "".join(p for p in parts if p.startswith("<"))))
    flows: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for line in steps:
        for (source, condition), (target, _) in pairwise(line):
            flow = f"{source}-{target}"
            while flow in flows:
                flow += "~"
            if condition == "default":
                defaults[source] = flow
            inner = tagged("conditionExpression", condition) if condition != "default" else ""
            flows[flow] = node("sequenceFlow", flow, inner, sourceRef=source, targetRef=target)
    said: list[str] = []
    lines = iter(steps)
    for part in parts:
        if part.startswith("<"):
            said.append(_with_defaults(part, defaults))
            continue
        for id, _ in next(lines):
            if id not in drawn:
                drawn.add(id)
                said.append(_inferred(id, defaults.get(id, "")))
    return "".join([*said, *flows.values()])


def process(id: str, *parts: str, variables: str = "", executable: bool = True) -> str:
    declared = _declared(f"{VARIABLES} {variables}")
    return node("process", id, declared + body(*parts), isExecutable=executable)


def document(*processes: str, root: str = "") -> bytes:
    """A file; everything referred to by name is made, and letters get a pool that takes them."""
    inner = "".join(processes)
    collaboration, other = _letters(inner)
    text = root + collaboration + inner + other
    made = [
        f'<{kind} id="{kind}:{name}" name="{name}"{more.format(name)}/>'
        for kind, more in CODES.items()
        for name in sorted(set(re.findall(rf'\b{kind}Ref="([^"]+)"', text)))
    ]
    text = re.sub(rf'\b({"|".join(CODES)})Ref="', r'\1Ref="\1:', text)
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:dondoc="urn:dondoc:bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' id="file" targetNamespace="t">{"".join(made)}{text}'
        "</definitions>"
    ).encode()


def diagram(*parts: str, variables: str = "", also: str = "", root: str = "") -> bytes:
    """A file with the process ``P`` of these parts; ``also`` are further processes."""
    return document(process("P", *parts, variables=variables), also, root=root)


def _rows(tag: str, rows: str) -> str:
    pairs = (row.split("=", 1) for row in rows.split(";") if row.strip())
    return "".join(
        f"<dondoc:{tag} name={quoteattr(n.strip())} expression={quoteattr(e.strip())}/>"
        for n, e in pairs
    )


def _declared(names: str) -> str:
    rows = "".join(f"<dondoc:variable name={quoteattr(name)}/>" for name in names.split())
    return f"<extensionElements>{rows}</extensionElements>" if rows else ""


def _steps(sketch: str) -> list[tuple[str, str]]:
    """(id, condition of the flow that leaves it) in order."""
    found: list[tuple[str, str]] = []
    for condition, id in re.findall(r"\{([^}]*)\}|(\S+)", sketch):
        if id:
            found.append((id, ""))
        else:
            found[-1] = (found[-1][0], condition)
    return found


def _inferred(id: str, default: str) -> str:
    given = {"default": default} if default else {}
    if id[0].isupper():
        return task(id, **given)
    if id[0] == "u":
        return user(id, **given)
    if id[0] == "m":
        return catch(id, message(id))
    return node(KINDS[id[0]], id, **given)


def _with_defaults(part: str, defaults: Mapping[str, str]) -> str:
    for id, flow in defaults.items():
        part = re.sub(
            rf'(<\w+ id="{re.escape(id)}")', rf"\1 default={quoteattr(flow)}", part, count=1
        )
    return part


def _letters(inner: str) -> tuple[str, str]:
    """A collaboration and a second pool for the letters thrown, if any are."""
    tags = ("intermediateThrowEvent", "endEvent", "sendTask")
    root = etree.fromstring(
        f'<a xmlns="{BPMN[1:-1]}" xmlns:dondoc="urn:dondoc:bpmn" xmlns:xsi="i">{inner}</a>'
    )
    thrown = [
        (found.get("id", ""), ref)
        for found in root.iter(*(BPMN + tag for tag in tags))
        for ref in found.xpath("@messageRef|*/@messageRef")
    ]
    if not thrown:
        return "", ""
    names = list(dict.fromkeys(ref for _, ref in thrown))
    taken = [start(f"take-{n}", message(n)) for n in names]
    other = process("elsewhere", *taken, *(f"take-{n} elsewhere-end" for n in names))
    pools = "".join(
        node("participant", f"pool-{p}", processRef=p, dondoc_tier=tier)
        for p, tier in (("P", "xa"), ("elsewhere", "huyen"))
    )
    flows = "".join(
        node("messageFlow", f"letter-{source}-{ref}", sourceRef=source, targetRef=f"take-{ref}")
        for source, ref in thrown
    )
    return node("collaboration", "drawn", pools + flows), other
