"""What a designer begins with: one pool with a start, a table with one rule, a form with one question."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

from adapters.forms import BadForm, Form, loaded
from engine.model_releases import DIAGRAM, TABLE

_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dondoc="urn:dondoc:bpmn" id="{key}-file" name={title} targetNamespace="urn:dondoc:models">
  <collaboration id="{key}-collaboration">
    <participant id="{key}-pool" name={title} processRef="{key}" dondoc:tier="xa" />
  </collaboration>
  <process id="{key}" name={title} isExecutable="true">
    <startEvent id="{key}-start" name="Bắt đầu" />
  </process>
  <bpmndi:BPMNDiagram id="{key}-diagram">
    <bpmndi:BPMNPlane id="{key}-plane" bpmnElement="{key}-collaboration">
      <bpmndi:BPMNShape id="{key}-pool-shape" bpmnElement="{key}-pool" isHorizontal="true">
        <dc:Bounds x="160" y="80" width="900" height="260" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{key}-start-shape" bpmnElement="{key}-start">
        <dc:Bounds x="252" y="192" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="247" y="235" width="46" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</definitions>
"""
_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="{key}-file" name={title} namespace="urn:dondoc:models:{key}">
  <inputData id="{key}-input" name="n">
    <variable id="{key}-input-variable" name="n" typeRef="number" />
  </inputData>
  <decision id="{key}" name={title}>
    <variable id="{key}-variable" name="{name}" typeRef="string" />
    <informationRequirement id="{key}-requirement">
      <requiredInput href="#{key}-input" />
    </informationRequirement>
    <decisionTable id="{key}-table" hitPolicy="FIRST">
      <input id="{key}-column" label="n">
        <inputExpression id="{key}-column-expression" typeRef="number">
          <text>n</text>
        </inputExpression>
      </input>
      <output id="{key}-result" typeRef="string" />
      <rule id="{key}-rule-1">
        <inputEntry id="{key}-rule-1-input">
          <text></text>
        </inputEntry>
        <outputEntry id="{key}-rule-1-output">
          <text>"..."</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{key}-drd">
      <dmndi:DMNShape id="{key}-shape" dmnElementRef="{key}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
      <dmndi:DMNShape id="{key}-input-shape" dmnElementRef="{key}-input">
        <dc:Bounds height="45" width="125" x="188" y="260" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def blank(kind: str, key: str, title: str) -> str:
    """A model of that kind with as little as it can have."""
    own = key if key[:1].isalpha() else f"m-{key}"
    safe = "".join(c for c in own if c.isascii() and (c.isalnum() or c in "-_")) or "m"
    if kind == DIAGRAM:
        return _DIAGRAM.format(key=safe, title=quoteattr(title))
    if kind == TABLE:
        return _TABLE.format(key=safe, title=quoteattr(title), name=safe.replace("-", "_"))
    both = {"vi": title, "en": title}
    question = {
        "name": "content",
        "type": "textarea",
        "label": {"vi": "Nội dung", "en": "Content"},
        "required": True,
    }
    return json.dumps({"title": both, "fields": [question]}, ensure_ascii=False, indent=2)


def readable(name: str, content: str) -> Form | None:
    """A form as its page would ask it; None for one that cannot be drawn."""
    try:
        return loaded(name, content)
    except BadForm:
        return None
