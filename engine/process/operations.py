"""What a step does to one row: operations that can be done again for another row.

Each evaluates the definition's expressions on the row's own variables. What it returns decided
where tokens went; another row may use the recorded way only if the same comes out (``script``).
``scope`` names the sub-process or process whose names an expression may read, ``path`` where its
variables live.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import DondocError
from engine.process.evaluation import Evaluation
from engine.process.events import Broadcast, Call, Send, TimerDue
from engine.process.expressions import (
    WrongType,
    collection,
    cycle,
    cycle_text,
    passed_turns,
    truth,
    whole_number,
)
from engine.process.model import EVENTS
from engine.process.variables import RESERVED, Path


class ReservedName(DondocError):
    """Data from outside under a name that stands for a scope."""

    code = "name-reserved"
    vi = "Dữ liệu có tên «{name}», không biến nào đặt tên như vậy được. Hãy đổi tên."
    en = "The data have the name «{name}», which no variable can have. Rename it."


HANDED_IN = ("unit", "directive")  # whose instance it is: every called process knows it


@dataclass(frozen=True, slots=True)
class Question:
    """An expression of an element, evaluated for a token at ``path``."""

    element: str
    scope: str
    text: str
    path: Path

    def ask(self, row: Evaluation, text: str = "") -> object:
        """Its value (``text``: the FEEL that stands for it, where it is not written as FEEL)."""
        row.at = self.element
        return row.value(self.scope, text or self.text, self.path)


@dataclass(frozen=True, slots=True)
class Check(Question):
    """A condition; ``extra`` are names that only it can read.

    ``unknown`` is what null means: a conditional event goes on waiting while its variables have no
    value; for a split or a loop there is no such way, and None makes null a fault.
    """

    extra: tuple[tuple[str, int | bool], ...] = ()
    unknown: bool | None = None

    def apply(self, row: Evaluation) -> bool:
        """True or false; raises ``WrongType`` for anything else."""
        row.at = self.element
        value = row.value(self.scope, self.text, self.path, self.extra)
        if value is None and self.unknown is not None:
            return self.unknown
        return truth(value, self.text)


@dataclass(frozen=True, slots=True)
class Count(Question):
    """How many instances: of a cardinality or of a collection."""

    items: bool

    def apply(self, row: Evaluation) -> int:
        """The number."""
        value = self.ask(row)
        if self.items:
            return len(collection(value, self.text))
        return whole_number(value, self.text)


@dataclass(frozen=True, slots=True)
class Repeats(Question):
    """How often a repeating timer repeats; -1 without end."""

    def apply(self, row: Evaluation) -> int:
        """The number."""
        return cycle(self.ask(row, cycle_text(self.text)), self.text).repeats


@dataclass(frozen=True, slots=True)
class Passed(Question):
    """How many turns of a repeating timer have passed with the one that comes now."""

    def apply(self, row: Evaluation) -> int:
        """The number, from 1: turns that nobody was there for are counted, not made up for."""
        due = row.event.due if isinstance(row.event, TimerDue) else None
        value = self.ask(row, cycle_text(self.text))
        return passed_turns(cycle(value, self.text), due, row.now, self.text)


@dataclass(frozen=True, slots=True)
class Assign:
    """A script, a decision or a data association writes a variable.

    ``path`` is where the expression reads, ``to`` where the target is looked for.
    """

    element: str
    scope: str
    text: str
    target: str
    path: Path
    to: Path

    def apply(self, row: Evaluation) -> None:
        """Write the value."""
        row.at = self.element
        row.keep(self.target, row.value(self.scope, self.text, self.path), self.text, self.to)


@dataclass(frozen=True, slots=True)
class Open:
    """A scope begins: its variables without value, ``given`` with one."""

    number: int
    names: tuple[str, ...]
    given: tuple[tuple[str, int], ...] = ()

    def apply(self, row: Evaluation) -> None:
        """Declare them."""
        row.variables.open(self.number, dict.fromkeys(self.names) | dict(self.given))


@dataclass(frozen=True, slots=True)
class Close:
    """A scope ends."""

    number: int

    def apply(self, row: Evaluation) -> None:
        """Forget its variables."""
        row.variables.close(self.number)


@dataclass(frozen=True, slots=True)
class Put:
    """Counters of a loop or of instances, written to exactly one scope."""

    number: int
    values: tuple[tuple[str, int], ...]

    def apply(self, row: Evaluation) -> None:
        """Write them."""
        for name, value in self.values:
            row.variables.put(name, value, self.number)


@dataclass(frozen=True, slots=True)
class Item(Question):
    """One instance takes its item of the collection."""

    index: int
    target: str
    number: int

    def apply(self, row: Evaluation) -> None:
        """Write it, or null where the collection has become shorter."""
        items = collection(self.ask(row), self.text)
        value = items[self.index] if self.index < len(items) else None
        row.variables.put(self.target, value, self.number)


@dataclass(frozen=True, slots=True)
class Fill:
    """The collected outputs of ``size`` instances begin as nulls, in the scope ``number``.

    ``target`` is the collecting variable's name as that scope holds it (see ``SHOWN``).
    """

    target: str
    size: int
    number: int

    def apply(self, row: Evaluation) -> None:
        """Write the list."""
        row.variables.put(self.target, [None] * self.size, self.number)


@dataclass(frozen=True, slots=True)
class Collect:
    """One instance's output goes to its place among the collected ones."""

    source: str
    path: Path
    target: str
    index: int
    number: int

    def apply(self, row: Evaluation) -> None:
        """Write it."""
        held = row.variables.get(self.target, (self.number,))
        outputs = list(held) if isinstance(held, list) else []
        outputs += [None] * (self.index + 1 - len(outputs))
        outputs[self.index] = row.variables.get(self.source, self.path)
        row.variables.put(self.target, outputs, self.number)


@dataclass(frozen=True, slots=True)
class Publish:
    """What was collected inside becomes visible outside."""

    name: str
    path: Path
    to: Path

    def apply(self, row: Evaluation) -> None:
        """Write it."""
        row.variables.set(self.name, row.variables.get(self.name, self.path), self.to)


@dataclass(frozen=True, slots=True)
class Enter:
    """A called process begins, in a scope of its own: its inputs, and whose instance it is."""

    element: str
    path: Path
    number: int
    names: tuple[str, ...]

    def apply(self, row: Evaluation) -> None:
        """Open its scope with the inputs' values."""
        row.at = self.element
        element = row.definition.element(self.element)
        values: dict[str, object] = dict.fromkeys(self.names)
        for name in HANDED_IN:
            values[name] = row.variables.get(name, self.path)
        for name, text in element.inputs.items():
            values[name] = row.value(element.scope, text, self.path)
        row.variables.open(self.number, values)


@dataclass(frozen=True, slots=True)
class Return:
    """A called process has ended: its outputs."""

    element: str
    called: str
    path: Path
    to: Path

    def apply(self, row: Evaluation) -> None:
        """Write them all; each is evaluated before any is written."""
        row.at = self.element
        outputs = row.definition.element(self.element).outputs
        values = {n: row.value(self.called, text, self.path) for n, text in outputs.items()}
        for name, value in values.items():
            row.keep(name, value, outputs[name], self.to)


@dataclass(frozen=True, slots=True)
class Take:
    """What came with the event is written where it arrives."""

    path: Path

    def apply(self, row: Evaluation) -> None:
        """Write every name. Raises ``ReservedName`` for one that no variable can have."""
        for name, value in row.payload.items():
            if name.startswith(RESERVED):
                raise ReservedName(name=name)
            row.variables.set(name, value, self.path)


@dataclass(frozen=True, slots=True)
class Pack:
    """What an event thrown inside the instance carries to its catchers."""

    element: str
    path: Path

    def apply(self, row: Evaluation) -> None:
        """Evaluate its inputs; what an activity's marker throws carries nothing."""
        is_event = row.definition.element(self.element).tag in EVENTS
        row.outer.append(row.payload)
        row.payload = row.inputs(self.element, self.path) if is_event else {}


@dataclass(frozen=True, slots=True)
class Unpack:
    """The catchers of a thrown event have it: what came before it is the event at hand again."""

    def apply(self, row: Evaluation) -> None:
        """Forget what it carried."""
        row.payload = row.outer.pop()


@dataclass(frozen=True, slots=True)
class Effect:
    """A service task or a throw asks something of the world outside.

    ``signal`` or ``message`` names which of a throw's events it is.
    """

    element: str
    path: Path
    signal: str = ""
    message: str = ""

    def apply(self, row: Evaluation) -> None:
        """Note the call, the letter or the signal."""
        row.at = self.element
        element = row.definition.element(self.element)
        is_event = element.tag in EVENTS
        inputs = row.inputs(self.element, self.path) if is_event or not self.signal else {}
        if self.signal:
            row.effects.append(Broadcast(element.id, self.signal, inputs))
        elif element.tag == "serviceTask":
            row.effects.append(Call(element.id, element.props["handler"], inputs))
        else:
            row.effects.append(self._send(row, inputs))

    def _send(self, row: Evaluation, inputs: dict[str, object]) -> Send:
        element = row.definition.element(self.element)
        text = element.props["recipients"]
        recipients = row.value(element.scope, text, self.path)
        if recipients is None:
            raise WrongType(text=text, got="null", wanted="units", wanted_vi="các đơn vị nhận")
        return Send(
            element=element.id,
            name=self.message,
            recipients=recipients,
            directive=element.props.get("directive", "own"),
            data=inputs,
        )


Operation = (
    Check
    | Count
    | Repeats
    | Passed
    | Assign
    | Open
    | Close
    | Put
    | Item
    | Fill
    | Collect
    | Publish
    | Enter
    | Return
    | Take
    | Pack
    | Unpack
    | Effect
)
