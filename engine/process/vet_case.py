"""What every room of the vetting works on, and how a finding is made from a room's table of texts.

A room keeps its sentences in ``TEXTS``: code → (Vietnamese, English), each with the reason and the
remedy. ``vet.CODES`` is all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from engine.errors import Finding
from engine.process.model import Element, Model, Process
from engine.process.value_types import Type

MAX_ELEMENTS = 10_000
MAX_NESTING = 50

Services = Mapping[str, "frozenset[str] | Mapping[str, tuple[str, ...]]"]
"""Services by name: their inputs, with all values that one can have where they are known."""

Forms = Mapping[str, "frozenset[str] | Mapping[str, Type]"]
"""Forms by name: their fields, with what is known of the answers."""


class Said(NamedTuple):
    """A finding's sentence: the reason, and the remedy."""

    vi: str
    en: str


Texts = Mapping[str, Said]


class Decision(Protocol):
    """What a business rule task asks: evaluated like a compiled expression over ``names``."""

    @property
    def names(self) -> frozenset[str]:
        """The inputs that it needs."""
        ...

    @property
    def text(self) -> str:
        """``decision:`` and its id."""
        ...


Decisions = Mapping[str, Decision]


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A file under examination, with what it may refer to.

    ``owner`` finds an element's process, ``awaited`` the messages awaited at the other ends of an
    element's message flows.
    """

    model: Model
    services: Services
    forms: Forms
    decisions: Decisions
    owner: Mapping[str, Process]
    called: frozenset[str]
    awaited: Mapping[str, set[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One process of the file under examination."""

    file: File
    process: Process

    @property
    def elements(self) -> Iterator[Element]:
        """All elements of the process, those of its sub-processes too."""
        return iter(self.process.elements.values())


class Named(Protocol):
    """An element, a flow or a process."""

    @property
    def id(self) -> str:
        """The designer's id."""
        ...

    @property
    def name(self) -> str:
        """What is written on it."""
        ...


def made(texts: Texts, code: str, element: str, name: str = "", /, **values: object) -> Finding:
    """A finding whose sentences are the code's, filled with ``values``.

    A value that differs between the languages is given twice, as ``x_vi`` and ``x_en``.
    """
    vi, en = texts[code]
    return Finding(code, element, name, vi.format(**values), en.format(**values))


def at(texts: Texts, code: str, element: Named, /, **values: object) -> Finding:
    """A finding at an element, a flow or a process."""
    return made(texts, code, element.id, element.name, **values)


def around(process: Process, scope: str) -> Iterator[Element]:
    """The sub-processes around what stands in ``scope``, from the inside out."""
    seen: set[str] = set()
    while scope != process.id and scope in process.elements and scope not in seen:
        seen.add(scope)
        yield process.elements[scope]
        scope = process.elements[scope].scope


def holder(process: Process, element: Element) -> Element | None:
    """The sub-process that the element stands in, or None where it stands in the process."""
    return next(around(process, element.scope), None)


def begins(element: Element) -> bool:
    """Whether instances of a process can begin here."""
    instantiates = element.instantiate and element.tag in ("receiveTask", "eventBasedGateway")
    return element.tag == "startEvent" or instantiates
