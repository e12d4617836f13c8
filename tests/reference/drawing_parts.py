"""The parts of a BPMN file that are text alone: definitions, event definitions, declarations."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from tests.reference import blocks as b
from tests.reference.terms import Term, feel

CODED = {"error": "errorCode", "escalation": "escalationCode"}


def tag_text(tag: str, id: str, inner: str, attributes: Mapping[str, str]) -> str:
    """One element."""
    given = "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items())
    return f"<{tag} id={quoteattr(id)}{given}>{inner}</{tag}>"


def multi(marker: b.Multi, number: int) -> str:
    """A multi-instance marker."""
    parts, more = [], ""
    if marker.cardinality is not None:
        parts.append(f"<loopCardinality>{escape(feel(marker.cardinality))}</loopCardinality>")
    if marker.collection is not None:
        text = feel(marker.collection)
        if text.isidentifier():
            parts.append(f"<loopDataInputRef>{text}</loopDataInputRef>")
        else:
            more = f" dondoc:collection={quoteattr(text)}"
    if marker.collect:
        parts.append(f"<loopDataOutputRef>{marker.collect}</loopDataOutputRef>")
    if marker.item:
        parts.append(f'<inputDataItem id="in{number}" name="{marker.item}"/>')
    if marker.output:
        parts.append(f'<outputDataItem id="out{number}" name="{marker.output}"/>')
    if marker.until is not None:
        parts.append(f"<completionCondition>{escape(feel(marker.until))}</completionCondition>")
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(marker.sequential).lower()}"{more}>'
        f"{''.join(parts)}</multiInstanceLoopCharacteristics>"
    )


class Definitions:
    """What stands at the root of the file, made as it is referred to."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.refs: dict[tuple[str, str], str] = {}
        self.roots: list[str] = []

    def ref(self, kind: str, name: str) -> str:
        """The id of a message, signal, error or escalation."""
        if (kind, name) not in self.refs:
            self.refs[kind, name] = id = f"{kind[:2]}{self.chance.randrange(16**5):x}-{name}"
            code = f" {CODED[kind]}={quoteattr(name)}" if kind in CODED else ""
            shown = f"any {name}" if kind in CODED else name
            self.roots.append(f"<{kind} id={quoteattr(id)} name={quoteattr(shown)}{code}/>")
        return self.refs[kind, name]

    def event(self, trigger: b.Trigger) -> str:
        """The definition of what is waited for."""
        text = self._event(trigger)
        if self.chance.random() < 0.9:
            return text
        id = f"def{len(self.roots)}"
        self.roots.append(text.replace("EventDefinition", f'EventDefinition id="{id}"', 1))
        return f"<eventDefinitionRef>{id}</eventDefinitionRef>"

    def _event(self, trigger: b.Trigger) -> str:
        kind = trigger.kind
        if kind in ("timer", "cycle"):
            text = f"PT{trigger.amount}H"
            if kind == "cycle":
                text = f"R{trigger.times or ''}/{text}"
            form = "timeCycle" if kind == "cycle" else "timeDuration"
            return f"<timerEventDefinition><{form}>{text}</{form}></timerEventDefinition>"
        if kind == "conditional":
            assert trigger.condition is not None
            text = escape(feel(trigger.condition))
            return (
                f"<conditionalEventDefinition><condition>{text}</condition>"
                "</conditionalEventDefinition>"
            )
        ref = f' {kind}Ref="{self.ref(kind, trigger.name)}"' if trigger.name else ""
        return f"<{kind}EventDefinition{ref}/>"

    def thrown(self, kind: str, name: str, ids: Mapping[str, str]) -> str:
        """The definition of what is thrown."""
        if kind in ("", "terminate", "cancel"):
            return f"<{kind}EventDefinition/>" if kind else ""
        if kind == "compensate":
            ref = f' activityRef="{ids[name]}"' if name else ""
            return f"<compensateEventDefinition{ref}/>"
        return f'<{kind}EventDefinition {kind}Ref="{self.ref(kind, name)}"/>'

    def variables(self, names: Iterable[str]) -> str:
        """A scope's own variables."""
        shown = "".join(f"<dondoc:variable name={quoteattr(n)}/>" for n in names)
        return f"<extensionElements>{shown}</extensionElements>" if shown else ""

    def bindings(
        self,
        inputs: Iterable[tuple[str, Term]],
        tag: str,
        outputs: Iterable[tuple[str, Term]] = (),
    ) -> str:
        """What is handed in and out."""
        rows = [(tag, *i) for i in inputs] + [("output", *o) for o in outputs]
        shown = "".join(
            f"<dondoc:{t} name={quoteattr(n)} expression={quoteattr(feel(e))}/>" for t, n, e in rows
        )
        return f"<extensionElements>{shown}</extensionElements>" if shown else ""

    def file(self, processes: Mapping[str, str], letters: list[tuple[str, str]]) -> bytes:
        """The whole file; letters go to a further pool that begins with them."""
        drawn, other = "", ""
        if letters:
            names = sorted({name for _, name in letters})
            for name in names:
                event = f'<messageEventDefinition messageRef="{self.ref("message", name)}"/>'
                flow = {"sourceRef": f"q-{name}", "targetRef": "q-end"}
                other += tag_text("startEvent", f"q-{name}", event, {})
                other += tag_text("sequenceFlow", f"q-flow-{name}", "", flow)
            end = tag_text("endEvent", "q-end", "", {})
            other = f'<process id="q" isExecutable="true">{other}{end}</process>'
            for i, (source, name) in enumerate(letters):
                ends = {"sourceRef": source, "targetRef": f"q-{name}"}
                drawn += tag_text("messageFlow", f"q-mf{i}", "", ends)
            for process, tier in [*((p, "xa") for p in processes), ("q", "huyen")]:
                pool = {"processRef": process, "dondoc:tier": tier}
                drawn = tag_text("participant", f"pool-{process}", "", pool) + drawn
            drawn = f'<collaboration id="drawn">{drawn}</collaboration>'
        body = [*self.roots, *processes.values()]
        self.chance.shuffle(body)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
            ' xmlns:dondoc="urn:dondoc:bpmn" id="file" targetNamespace="t">'
            f"{drawn}{''.join(body)}{other}</definitions>"
        ).encode()
