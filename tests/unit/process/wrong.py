"""Diagrams that must be refused: how one is written down, and what many of them share."""

from dataclasses import dataclass

from tests.unit.process.conformance.drawing import (
    diagram,
    event_sub,
    process,
    sub,
)
from tests.unit.process.conformance.elements import (
    start,
)

A = "s A e"
CALLED = process("Q", "s1 t1 e1")
TIMED = '<timerEventDefinition id="td"><timeDuration>P1D</timeDuration></timerEventDefinition>'


@dataclass(frozen=True)
class Wrong:
    """A process that must be refused with ``code`` at ``element``."""

    code: str
    element: str
    source: bytes


def row(code, element, *parts, replace=("", ""), **more):
    source = diagram(*parts, **more)
    if replace[0]:
        source = source.replace(*(text.encode() for text in replace))
    return Wrong(code, element, source)


def nested(depth, name="S", inner="t1"):
    for level in range(depth):
        inner = sub(f"{name}{level}", inner)
    return inner


def handler(inner, *parts, **more):
    return event_sub("H", start("s9", inner, **more), "s9 e9", *parts)


def transaction(*parts):
    return sub("S", *parts, tag="transaction")


def data(name, *parts):
    declared = f'<dataInput id="di" name="{name}"/><inputSet/><outputSet/>'
    return f"<ioSpecification>{declared}</ioSpecification>" + "".join(parts)


def assigned(tag, text, to):
    inner = f"<assignment><from>{text}</from><to>{to}</to></assignment>"
    return f"<{tag}>{inner}</{tag}>"
