"""What a model holds, told beside its picture: steps in words, tables as tables, forms as questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import InputError, ModelRefused
from engine.model_releases import DIAGRAM, FORM, TABLE
from engine.process import differences
from engine.process.differences import MOVED, Change
from webapp import blank_models, model_words, table_words
from webapp.pages.form_view import known_forms


@dataclass(frozen=True, slots=True)
class Contents:
    """One of the three is filled, by kind; ``changes`` are a table's or form's against before."""

    groups: list[model_words.Group] | None = None
    decisions: list[table_words.Decision] | None = None
    form: Any = None
    changes: tuple[Change, ...] = ()
    against: str = ""


def contents(
    kind: str, key: str, text: str, before: str | None = None, against: str = ""
) -> Contents:
    """Of ``text``, compared with ``before`` (called ``against``) where there is one.

    What cannot be read is left out: the findings beside it say why.
    """
    try:
        made = _contents(kind, key, text)
    except (ModelRefused, InputError):
        return Contents()
    if before is None:
        return made
    try:
        return _compared(kind, made, text, before, against)
    except (ModelRefused, InputError, ValueError):
        return made


def _contents(kind: str, key: str, text: str) -> Contents:
    if kind == DIAGRAM:
        return Contents(groups=model_words.groups(text, known_forms()))
    if kind == TABLE:
        return Contents(decisions=table_words.decisions(text))
    return Contents(form=blank_models.readable(key, text))


def _compared(kind: str, made: Contents, text: str, before: str, against: str) -> Contents:
    if made.groups is not None:
        old = model_words.groups(before, known_forms())
        return Contents(groups=model_words.compared(old, made.groups), against=against)
    changes = differences.compare(kind, before, text)
    told = tuple(change for change in changes if change.what != MOVED)
    if made.decisions is not None:
        was = table_words.decisions(before)
        told = tuple(change for change in told if change.tag != "rule")  # shown in their cells
        return Contents(
            decisions=table_words.compared(was, made.decisions), changes=told, against=against
        )
    return Contents(form=made.form, changes=told if kind == FORM else (), against=against)
