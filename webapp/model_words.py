"""What each element of a diagram does, in plain words: for who approves it and cannot click on a picture.

Pure: a diagram's text in, groups of rows out. What has no plain words is quoted as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from adapters.forms import Form
from engine import timer_words
from engine.errors import InputError
from engine.process import reading, xml
from engine.process.model import Element, EventDef, Flow, Model, Process
from webapp import locale
from webapp.element_words import element_kind
from webapp.labels import ROLES, tier, words
from webapp.service_words import service

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", ""

Forms: TypeAlias = Mapping[str, Form]
MILESTONES = {
    "received": _("đã tiếp nhận văn bản"),
    "assigned": _("đã phân công"),
    "passed-on": _("đã chuyển tiếp xuống"),
    "done": _("đã thực hiện xong"),
}
REPLACED = {
    "pass": _("chuyển cho đơn vị kế thừa"),
    "merge": _("gộp vào việc của đơn vị kế thừa"),
    "cancel": _("hủy"),
}
DIRECTIVES = {
    "own": _("văn bản đang thực hiện"),
    "issued": _("văn bản ban hành trong quá trình này"),
}
RECIPIENTS = {
    "directive.recipients": _("những nơi văn bản ghi ở mục nơi nhận"),
    "superior(unit)": _("cơ quan cấp trên trực tiếp"),
    "unit": _("chính đơn vị"),
}
_BELOW = re.compile(r'(children|descendants)\(\s*unit\s*,\s*"([^"]+)"\s*\)')
_IS = re.compile(r'(\w+)\s*=\s*"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about an element; ``before`` is what the version before said, None where the same."""

    label: str
    said: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An element, or a pool's process (``head``), with its facts, and what became of it."""

    id: str
    name: str
    kind: str
    facts: tuple[Fact, ...]
    mark: str = SAME


@dataclass(frozen=True, slots=True)
class Group:
    """A pool's process and its elements, in the file's order."""

    head: Row
    rows: tuple[Row, ...]


def groups(content: str, forms: Forms) -> list[Group]:
    """Every process of a diagram with its elements. Raises ``ModelRefused`` for what is no diagram."""
    root = xml.read(content.encode())
    model = reading.parse(root)
    notes = {
        str(holder.get("id")): " ".join((node.text or "").split())
        for node in root.iter("{*}documentation")
        if (holder := node.getparent()) is not None
    }
    return [_group(_Reader(model, p, forms, notes)) for p in model.processes.values()]


def compared(before: list[Group], after: list[Group]) -> list[Group]:
    """The groups after, with what each fact was before; what is gone stands last in its group."""
    known = {group.head.id: group for group in before}
    left = {row.id: row for group in before for row in group.rows}
    now = {row.id for group in after for row in group.rows}
    found = []
    for group in after:
        old = known.pop(group.head.id, None)
        rows = [_row(left.get(row.id), row) for row in group.rows]
        rows += [_gone(row) for row in (old.rows if old else ()) if row.id not in now]
        found.append(Group(_row(old.head if old else None, group.head), tuple(rows)))
    for group in known.values():
        rows = [_gone(row) for row in group.rows if row.id not in now]
        found.append(Group(_gone(group.head), tuple(rows)))
    return found


def _row(old: Row | None, new: Row) -> Row:
    if old is None:
        return replace(new, mark=ADDED)
    was = {fact.label: fact.said for fact in old.facts}
    facts = [
        replace(f, before=was[f.label]) if was.get(f.label, f.said) != f.said else f
        for f in new.facts
    ]
    facts = [replace(f, before="") if f.label not in was else f for f in facts]
    labels = {fact.label for fact in new.facts}
    facts += [Fact(f.label, "", f.said) for f in old.facts if f.label not in labels]
    if old.name != new.name:
        facts.insert(0, Fact(gettext("Tên"), new.name, old.name))
    if old.kind != new.kind:
        facts.insert(0, Fact(gettext("Loại"), new.kind, old.kind))
    changed = any(fact.before is not None for fact in facts)
    return replace(new, facts=tuple(facts), mark=CHANGED if changed else SAME)


def _gone(row: Row) -> Row:
    return replace(row, mark=REMOVED)


@dataclass(frozen=True, slots=True)
class _Reader:
    model: Model
    process: Process
    forms: Forms
    notes: Mapping[str, str]

    def called(self, element: str) -> str:
        found = self.model.process_of(element)
        return (found.elements[element].name if found else "") or element


def _group(of: _Reader) -> Group:
    process, facts = of.process, []
    if process.tiers:
        facts.append(Fact(gettext("Cấp thực hiện"), ", ".join(map(tier, process.tiers))))
    if process.variables:
        facts.append(Fact(gettext("Được đưa vào"), ", ".join(process.variables)))
    if note := of.notes.get(process.id):
        facts.append(Fact(gettext("Ghi chú"), note))
    head = Row(process.id, process.name, gettext("Tiến trình"), tuple(facts))
    return Group(head, tuple(_element(of, e) for e in process.elements.values()))


def _element(of: _Reader, element: Element) -> Row:
    said = [
        *_person(of, element),
        *_system(of, element),
        *_events(of, element),
        *_turns(element),
        *_ways(of, element),
    ]
    if note := of.notes.get(element.id):
        said.append((gettext("Ghi chú"), note))
    kind = element_kind(element.tag, [event.kind for event in element.events])
    once: dict[str, list[str]] = {}
    for label, text in said:
        if text:
            once.setdefault(label, []).append(text)
    facts = tuple(Fact(label, "; ".join(texts)) for label, texts in once.items())
    return Row(element.id, element.name, kind, facts)


Said: TypeAlias = Iterator[tuple[str, str]]


def _person(of: _Reader, element: Element) -> Said:
    props = element.props
    yield gettext("Ai làm"), _named(ROLES, props.get("role", ""))
    if form := props.get("form", ""):
        known = of.forms.get(form)
        yield gettext("Biểu mẫu"), f"{words(known.title)} ({form})" if known else form
    yield gettext("Biểu mẫu theo biểu thức"), props.get("formFrom", "")
    yield gettext("Hạn"), _timer(props.get("due", ""), timer_words.DATE)
    yield (
        gettext("Làm xong thì đơn vị được tính là"),
        _named(MILESTONES, props.get("milestone", "")),
    )
    yield gettext("Khi đơn vị được thay thế"), _named(REPLACED, props.get("whenReplaced", ""))


def _system(of: _Reader, element: Element) -> Said:
    props = element.props
    if handler := props.get("handler", ""):
        named = service(handler)
        yield gettext("Hệ thống làm gì"), named if named == handler else f"{named} ({handler})"
    yield gettext("Tính"), element.script
    yield gettext("Tra quyết định"), props.get("decision", "")
    if element.called:
        called = of.model.processes.get(element.called)
        yield gettext("Gọi tiến trình"), (called.name if called else "") or element.called
    for name, expression in element.inputs.items():
        yield gettext("Đầu vào «%(name)s»", name=name), expression
    for name, expression in element.outputs.items():
        yield gettext("Trả về «%(name)s»", name=name), expression
    for move in (*element.data_in, *element.data_out):
        yield gettext("Ghi vào «%(name)s»", name=move.target), move.expression
    yield gettext("Biến nhận kết quả"), props.get("result", "")
    yield gettext("Nơi nhận"), _recipients(props.get("recipients", ""))
    yield gettext("Thuộc văn bản"), _named(DIRECTIVES, props.get("directive", ""))


def _events(of: _Reader, element: Element) -> Said:
    for event in element.events:
        yield _event(of, event)
    if element.attached_to:
        yield gettext("Gắn vào"), of.called(element.attached_to)
    if element.attached_to and not element.for_compensation:
        stops = gettext("dừng việc đó") if element.interrupting else gettext("việc đó vẫn tiếp tục")
        if not any(event.kind == "compensate" for event in element.events):
            yield gettext("Khi xảy ra"), stops
    if element.handler:
        yield gettext("Hoàn tác bằng"), of.called(element.handler)


def _event(of: _Reader, event: EventDef) -> tuple[str, str]:
    if event.kind == "timer":
        return gettext("Khi nào"), _timer(event.text, event.form)
    if event.kind == "conditional":
        return gettext("Điều kiện"), _condition(of, event.text)
    if event.kind == "compensate":
        return gettext("Hoàn tác"), of.called(event.text) if event.text else gettext("tất cả")
    labels = {
        "message": gettext("Văn bản, thông điệp"),
        "signal": gettext("Tín hiệu"),
        "error": gettext("Mã lỗi"),
        "escalation": gettext("Mã leo thang"),
        "link": gettext("Liên kết"),
    }
    return labels.get(event.kind, event.kind), event.text


def _turns(element: Element) -> Said:
    many, loop = element.instances, element.loop
    if many is not None:
        each = many.collection or many.cardinality
        order = gettext("lần lượt") if many.sequential else gettext("cùng lúc")
        yield (
            gettext("Nhiều lượt"),
            gettext("mỗi mục của %(list)s, %(order)s", list=each, order=order),
        )
        yield gettext("Đủ khi"), many.completion
    if loop is not None:
        yield gettext("Lặp khi còn"), loop.condition
        yield gettext("Nhiều nhất mấy lần"), loop.maximum
    yield gettext("Đi tiếp khi"), element.activation
    yield gettext("Xong khi"), element.completion


def _ways(of: _Reader, element: Element) -> Said:
    flows = of.process.outgoing(element.id)
    if len(flows) == 1 and not flows[0].condition:
        yield gettext("Rồi đến"), of.called(flows[0].target)
        return
    for flow in flows:
        label = gettext("Đến «%(name)s»", name=of.called(flow.target))
        yield label, _way(of, element, flow)


def _way(of: _Reader, element: Element, flow: Flow) -> str:
    if flow.id == element.default:
        return str(gettext("khi không nhánh nào khác đúng"))
    if flow.condition:
        return str(gettext("nếu %(what)s", what=_condition(of, flow.condition)))
    if element.tag == "eventBasedGateway":
        return str(gettext("nếu sự kiện này đến trước"))
    return flow.name or str(gettext("luôn luôn"))


def _named(table: Mapping[str, Any], code: str) -> str:
    return str(table.get(code, code))


def _timer(text: str, form: str) -> str:
    if not text:
        return ""
    try:
        said = timer_words.of(text, form)
    except InputError:
        return text
    told = said.vi if locale.current() == "vi" else said.en
    return str(told if f"«{text}»" in told else f"{told} ({text})")


def _recipients(text: str) -> str:
    if not text:
        return ""
    if found := _BELOW.fullmatch(text):
        units = tier(found[2])
        told = (
            gettext("các đơn vị trực thuộc cấp %(tier)s", tier=units)
            if found[1] == "children"
            else gettext("mọi đơn vị bên dưới cấp %(tier)s", tier=units)
        )
    elif text in RECIPIENTS:
        told = str(RECIPIENTS[text])
    else:
        return text
    return f"{told} ({text})"


def _condition(of: _Reader, text: str) -> str:
    """«Kết luận» là «Đạt» (decision = "accept"), where a form of this process asks that question."""
    found = _IS.fullmatch(text.removeprefix("=").strip())
    if found is None:
        return text
    asked = (e.props.get("form", "") for e in of.process.elements.values())
    for form in (of.forms[name] for name in dict.fromkeys(asked) if name in of.forms):
        for question in form.fields:
            label = dict(question.options).get(found[2])
            if question.name == found[1] and label is not None:
                said = gettext("«%(q)s» là «%(a)s»", q=words(question.label), a=words(label))
                return f"{said} ({text})"
    return text
