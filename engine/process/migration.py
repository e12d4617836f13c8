"""Which elements of one version of a model are which of another, and why some are none.

An element goes on as the one with its id, or with the id that the mapping gives. Wherever an
instance has a token, both must be of one kind and stand in the same scope; elsewhere the versions
may differ as they like. ``migration_state`` moves the tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import InputError
from engine.process.definition import Definition
from engine.process.model import Element


class BadMapping(InputError):
    """A mapping names an element that its version does not have."""

    code = "bad-mapping"
    vi = "Ánh xạ «{old}={new}»: không có phần tử «{missing}» trong phiên bản {which}. Hãy sửa."
    en = (
        "Mapping «{old}={new}»: there is no element «{missing}» in the {which_en} version. Mend it."
    )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a token cannot go on in the new version, and what helps."""

    element: str
    name: str
    code: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str

    def text(self, locale: str = "vi") -> str:
        """The obstacle as one line."""
        where = f"{self.element} «{self.name}»" if self.name else self.element
        said = (self.vi, self.remedy_vi) if locale == "vi" else (self.en, self.remedy_en)
        return f"{where}: {said[0]} {said[1]} [{self.code}]"


# code: (reason vi, reason en, remedy vi, remedy en)
_TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "element-missing": (
        "Phiên bản mới không có phần tử này.",
        "The new version does not have this element.",
        "Hãy chỉ ra phần tử thay thế nó, hoặc chờ việc ở đây xong.",
        "Name its successor, or wait until the work here is done.",
    ),
    "kind-changed": (
        "Phần tử này khác loại trong phiên bản mới ({more}).",
        "This element is of another kind in the new version ({more}).",
        "Hãy ánh xạ tới phần tử cùng loại, hoặc chờ việc ở đây xong.",
        "Map it to an element of its kind, or wait until the work here is done.",
    ),
    "scope-changed": (
        "Phần tử này nằm trong tiến trình con khác ở phiên bản mới ({more}).",
        "This element stands in another (sub-)process in the new version ({more}).",
        "Hãy ánh xạ cả tiến trình con, hoặc chờ việc ở đây xong.",
        "Map the sub-process too, or wait until the work here is done.",
    ),
    "called-changed": (
        "Phần tử gọi này gọi tiến trình khác ở phiên bản mới ({more}).",
        "This call activity calls another process in the new version ({more}).",
        "Hãy ánh xạ tiến trình được gọi, hoặc chờ nó chạy xong.",
        "Map the called process, or wait until it has ended.",
    ),
    "flow-missing": (
        "Nhánh đã tới đây theo luồng «{more}», phiên bản mới không có luồng này vào phần tử.",
        "A token came over the flow «{more}», which does not lead here in the new version.",
        "Hãy chỉ ra luồng thay thế nó, hoặc chờ các nhánh gặp nhau.",
        "Name the flow's successor, or wait until the branches have met.",
    ),
    "join-complete": (
        "Mọi luồng vào của cổng này ở phiên bản mới đã có nhánh tới, không còn gì kích hoạt nó.",
        "Every flow into this gateway in the new version has its token: nothing would set it off.",
        "Hãy chờ các nhánh gặp nhau rồi mới chuyển.",
        "Wait until the branches have met.",
    ),
    "quantity-changed": (
        "Số nhánh cần để bắt đầu phần tử này đã đổi trong khi có nhánh đang chờ.",
        "The number of tokens that start this element has changed while some wait.",
        "Hãy giữ startQuantity, hoặc chờ phần tử bắt đầu.",
        "Keep startQuantity, or wait until it has started.",
    ),
    "events-changed": (
        "Một phần các sự kiện mà phần tử này chờ đã xảy ra, phiên bản mới chờ các sự kiện khác.",
        "Some of the events that it waits for have happened; the new version waits for others.",
        "Hãy giữ các sự kiện của phần tử, hoặc chờ đủ sự kiện.",
        "Keep the element's events, or wait until all have happened.",
    ),
    "order-changed": (
        "Thứ tự các việc trong tiến trình con tùy biến này đã đổi khi một số việc đã xong.",
        "The order of the activities in this ad hoc sub-process has changed after some were done.",
        "Hãy giữ thứ tự các việc đã bắt đầu, hoặc chờ xong.",
        "Keep the order of those begun, or wait until it is finished.",
    ),
    "compensation-lost": (
        "Việc này đã xong và có thể phải hoàn tác, phiên bản mới không còn cách hoàn tác nó.",
        "It was completed and may have to be undone; nothing undoes it in the new version.",
        "Hãy vẽ lại xử lý bù trừ cho nó, hoặc ánh xạ tới việc có bù trừ.",
        "Draw its compensation again, or map it to an activity that has one.",
    ),
    "stuck": (
        "Sau khi chuyển, không còn gì có thể tiếp tục tiến trình tại đây.",
        "After the move nothing could move the process on from here any more.",
        "Hãy giữ sự kiện mà tiến trình đang chờ, hoặc chuyển bước trước.",
        "Keep the event that the process waits for, or move the token first.",
    ),
    "fault": (
        "Không tính được: {more}",
        "It cannot be computed: {more}",
        "Hãy sửa biểu thức trong phiên bản mới hoặc dữ liệu.",
        "Mend the expression in the new version, or the data.",
    ),
}


MAPPABLE = frozenset(
    ("element-missing", "kind-changed", "scope-changed", "called-changed", "flow-missing")
)
"""Codes of what a mapping may help against."""


def obstacle(element: str, name: str, code: str, vi: str = "", en: str = "") -> Obstacle:
    """The obstacle of this code; ``vi`` and ``en`` say more of it."""
    texts = _TEXTS[code]
    said = (texts[0].format(more=vi), texts[1].format(more=en or vi))
    return Obstacle(element, name, code, *said, *texts[2:])


@dataclass(frozen=True, eq=False)
class Plan:
    """Two versions of one process; ``mapping`` holds old → new ids of elements and flows."""

    old: Definition
    new: Definition
    mapping: Mapping[str, str]
    back: Mapping[str, str]
    obstacles: Mapping[str, Obstacle]  # by the old element's id: why a token there cannot move

    def to(self, old_id: str) -> str:
        """The new id of an element or flow of the old version; it need not exist."""
        if old_id == self.old.process.id:
            return self.new.process.id
        return self.mapping.get(old_id, old_id)

    def origin(self, new_id: str) -> Element | None:
        """The old element that goes on as this one."""
        old_id = self.back.get(new_id, "" if new_id in self.mapping else new_id)
        return self.old.elements.get(old_id)

    def same_events(self, old: Element, new: Element) -> bool:
        """Whether both wait for events of the same kinds, in the same place."""
        return (
            [e.kind for e in old.events] == [e.kind for e in new.events]
            and self.to(old.attached_to) == new.attached_to
            and self.to(old.scope) == new.scope
        )


def plan(old: Definition, new: Definition, mapping: Mapping[str, str]) -> Plan:
    """What becomes of each element. Raises ``BadMapping``."""
    known_old, known_new = ids_of(old), ids_of(new)
    for before, after in mapping.items():
        given = {"old": before, "new": after}
        if before not in known_old:
            raise BadMapping(**given, missing=before, which="cũ", which_en="old")
        if after not in known_new:
            raise BadMapping(**given, missing=after, which="mới", which_en="new")
    found = Plan(old, new, mapping, {n: o for o, n in mapping.items()}, {})
    against = ((e.id, _against(found, e)) for e in old.elements.values())
    return Plan(old, new, mapping, found.back, {i: o for i, o in against if o is not None})


def ids_of(definition: Definition) -> set[str]:
    """What a mapping can name: elements and flows, also of called processes, and these."""
    processes = {e.process for e in definition.elements.values()}
    flows = {w.flow for n in definition.spec.task_specs.values() for w in getattr(n, "ways", ())}
    return {*definition.elements, *processes, *flows}


def _against(found: Plan, old: Element) -> Obstacle | None:
    new = found.new.elements.get(found.to(old.id))
    if new is None:
        return obstacle(old.id, old.name, "element-missing")
    before, after = _kind(old), _kind(new)
    if before != after:
        told = "; ".join(f"{b} → {a}" for b, a in zip(before, after, strict=True) if b != a)
        return obstacle(old.id, old.name, "kind-changed", told)
    if found.to(old.scope) != new.scope:
        return obstacle(old.id, old.name, "scope-changed", f"{old.scope} → {new.scope}")
    if old.called and found.to(old.called) != new.called:
        return obstacle(old.id, old.name, "called-changed", f"{old.called} → {new.called}")
    return None


def _kind(element: Element) -> tuple[str, ...]:
    """What must be the same for a token to go on, in words of BPMN."""
    marker = "loop" if element.loop else "" if not element.instances else "multiInstance"
    if element.instances:
        marker += " isSequential" if element.instances.sequential else " parallel"
    # A gateway listens at whatever follows it; any other element keeps what it waits for.
    return (
        element.tag,
        marker,
        " ".join(e.kind for e in element.events),
        "triggeredByEvent" if element.by_event else "",
        "isForCompensation" if element.for_compensation else "",
        element.ordering,
    )
