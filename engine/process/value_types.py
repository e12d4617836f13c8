"""What is known of a value before there is one: its kind, its choices, the members of a context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Type:
    """``kind`` is FEEL's name of it ('' not known).

    ``values`` are all that a text can be, () any; ``members`` all that a context has, {} any. Null is
    always possible: a form's question may be left unanswered.
    """

    kind: str = ""
    values: tuple[str, ...] = ()
    members: Mapping[str, Type] = field(default_factory=dict)


ANY = Type()
TEXT, NUMBER, BOOLEAN, DATE = Type("string"), Type("number"), Type("boolean"), Type("date")
MOMENT, DURATION, LIST, CONTEXT = (
    Type("date and time"),
    Type("days and time duration"),
    Type("list"),
    Type("context"),
)
NULL = Type("null")


def choice(values: Iterable[str]) -> Type:
    """A text that is one of these."""
    return Type("string", tuple(values))


def context(**members: Type) -> Type:
    """A context that has these members and no others."""
    return Type("context", members=members)


UNIT = context(id=NUMBER, code=TEXT, name=TEXT, tier=TEXT)
"""What a process knows of a unit (``engine.contexts.of_unit``)."""

DIRECTIVE = context(id=NUMBER, label=TEXT, subject=TEXT, issuer=UNIT, recipients=ANY)
"""What a process knows of its directive; ``recipients`` the issuer's own process only."""

ALWAYS: Mapping[str, Type] = {"unit": UNIT, "directive": DIRECTIVE}
"""Names that every process has."""

HANDED: Mapping[str, Type] = {
    "report": context(id=NUMBER, title=TEXT, period=TEXT),
    "incident": context(id=NUMBER, title=TEXT, urgency=TEXT),
    "assignment": context(id=NUMBER, task=TEXT),
    "campaign": context(id=NUMBER, name=TEXT),
    "letter": context(id=NUMBER, title=TEXT, period=TEXT),
    "round": context(id=NUMBER, title=TEXT, regime=TEXT),
    **dict.fromkeys(
        ("consolidator", "holder", "inspected", "inspector", "receiver", "reporter"), UNIT
    ),
}
"""Variables that the product hands to its own processes, where a process declares them."""

_FIELDS: Mapping[str, Type] = {
    "text": TEXT,
    "textarea": TEXT,
    "integer": NUMBER,
    "decimal": NUMBER,
    "date": DATE,
    "boolean": BOOLEAN,
}


def of_field(kind: str, options: Iterable[str] = ()) -> Type:
    """The answers to a form's question of this type."""
    return choice(options) if kind == "choice" else _FIELDS.get(kind, ANY)
