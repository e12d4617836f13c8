"""Forms as designers write them (``bpmn/forms/*.json``), and the answers people give to them.

The keys of a form are described in ``bpmn/forms/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from marshmallow import Schema, ValidationError

from adapters.form_fields import LOCALES, TYPES, build
from engine.errors import InputError

_NUMBERS = frozenset({"integer", "decimal"})
_TEXTS = frozenset({"text", "textarea"})
_ROLLUPS = frozenset({"sum", "mean", "latest", "none"})
_FOR_TYPES = {
    "options": frozenset({"choice"}),
    "max_length": _TEXTS,
    "min": _NUMBERS,
    "max": _NUMBERS,
    "unit": _NUMBERS,
}
_ALWAYS = frozenset({"name", "type", "label", "help", "required", "rollup"})

Words = Mapping[str, str]
"""One text in every language: {"vi": ..., "en": ...}."""


class BadForm(InputError):
    """A form's file that the page could not draw."""

    code = "bad-form"
    vi = "Biểu mẫu {form} sai: {why}."
    en = "The form {form} is wrong: {why}."


class AnswersRefused(InputError):
    """Answers that do not fit; ``errors`` is one sentence for each field's name."""

    code = "answers-refused"
    vi = "Có {count} ô chưa đúng. Hãy sửa các ô được đánh dấu."
    en = "{count} field(s) are not right. Correct the marked ones."

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(count=len(self.errors))


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``options`` are (value, label); ``min`` and ``max`` are included."""

    name: str
    type: str
    label: Words
    required: bool
    help: Words | None = None
    options: tuple[tuple[str, Words], ...] = ()
    max_length: int | None = None
    min: float | None = None
    max: float | None = None
    unit: Words | None = None
    rollup: str = "none"

    @classmethod
    def from_json(cls, form: str, data: Mapping[str, Any]) -> Self:
        """The field of one entry of ``fields``; raises BadForm."""
        name = str(data.get("name", "?"))
        _check_field(form, name, data)
        known = {key: data[key] for key in data if key != "options"}
        options = tuple(
            (str(o["value"]), _words(form, o["label"])) for o in data.get("options", ())
        )
        return cls(**known, options=options)


@dataclass(frozen=True)
class Form:
    """A form by its file's name, its fields in the order they are asked."""

    name: str
    title: Words
    fields: tuple[Field, ...]

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """The marshmallow schema of each language; only the sentences differ."""
        return {
            locale: Schema.from_dict({f.name: build(f, locale) for f in self.fields})()
            for locale in LOCALES
        }

    def answers(self, raw: Mapping[str, str], locale: str) -> dict[str, Any]:
        """Typed answers from what a page sent: every field's name, None where nothing was given.

        str, int, Decimal, date, bool, as the field's type says. Names that are not fields are
        ignored. Raises AnswersRefused with a sentence in ``locale`` for each wrong field.
        """
        given = {f.name: raw[f.name].strip() for f in self.fields if f.name in raw}
        filled = {name: value for name, value in given.items() if value != ""}
        try:
            loaded = self.schemas[locale].load(filled)
        except ValidationError as refused:
            messages: dict[str, list[str]] = refused.messages_dict
            raise AnswersRefused({name: said[0] for name, said in messages.items()}) from None
        return dict(loaded)


def read(path: Path) -> Form:
    """The form of one file; raises BadForm."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return parse(path.stem, data)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadForm(form=path.stem, why=str(error)) from error


def parse(name: str, data: Mapping[str, Any]) -> Form:
    """The form of a file's content; raises BadForm."""
    if not isinstance(data, dict) or not isinstance(data.get("fields"), list):
        raise BadForm(form=name, why="«fields» must be a list")
    fields = tuple(Field.from_json(name, field) for field in data["fields"])
    names = [field.name for field in fields]
    if len(set(names)) != len(names):
        raise BadForm(form=name, why="two fields have the same name")
    return Form(name, _words(name, data.get("title")), fields)


def catalogue(folder: Path) -> dict[str, Form]:
    """All forms of a folder by name; raises BadForm for the first that is wrong."""
    return {path.stem: read(path) for path in sorted(folder.glob("*.json"))}


def field_names(forms: Mapping[str, Form]) -> dict[str, frozenset[str]]:
    """What a diagram may read of each form (``engine.process.vet.Forms``)."""
    return {name: frozenset(f.name for f in form.fields) for name, form in forms.items()}


def _check_field(form: str, name: str, data: Mapping[str, Any]) -> None:
    kind = data.get("type")
    allowed = _ALWAYS | {key for key, kinds in _FOR_TYPES.items() if kind in kinds}
    values = [option.get("value") for option in data.get("options", ())]
    _words(form, data.get("label"))
    for optional in ("help", "unit"):
        if optional in data:
            _words(form, data[optional])
    faults = (
        (not (name.isascii() and name.isidentifier()), "is no name"),
        (kind not in TYPES, f"has no known type «{kind}»"),
        (bool(set(data) - allowed), f"may not have {sorted(set(data) - allowed)}"),
        (not isinstance(data.get("required"), bool), "must say «required»: true or false"),
        (kind == "choice" and not values, "has no options"),
        (len(set(values)) != len(values), "has two options of the same value"),
        (data.get("rollup", "none") not in _ROLLUPS, f"rollup must be one of {sorted(_ROLLUPS)}"),
    )
    for wrong, why in faults:
        if wrong:
            raise BadForm(form=form, why=f"«{name}» {why}")


def _words(form: str, words: Any) -> Words:
    if not isinstance(words, dict) or set(words) != set(LOCALES) or not all(words.values()):
        raise BadForm(form=form, why=f"a text needs both languages: {words}")
    return words
