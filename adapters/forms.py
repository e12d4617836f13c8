"""Forms as designers write them (``bpmn/forms/*.json``), and the answers people give to them.

The keys of a form are described in ``bpmn/forms/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from marshmallow import Schema, ValidationError

from adapters.form_checks import contradictions
from adapters.form_fields import LOCALES, TYPES, build
from engine.errors import Finding, InputError
from engine.figures import LATEST, NIL, Figure, Needed, Rules, Text
from engine.form_models import Shape, answers, unreadable
from engine.process.value_types import Type

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
_ALWAYS = frozenset(
    {"name", "type", "label", "help", "required", "required_if", "rollup", "prefill"}
)

Words = Mapping[str, str]
"""One text in every language: {"vi": ..., "en": ...}."""


class BadForm(InputError):
    """A form's file that the page could not draw; ``element`` is the field."""

    code = "bad-form"
    vi = "Biểu mẫu {form} sai: {why_vi}."
    en = "The form {form} is wrong: {why}."

    def __init__(self, *, form: str, why: str, why_vi: str, field: str = "") -> None:
        self.element = field
        super().__init__(form=form, why=why, why_vi=why_vi)


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
    """One question. ``options`` are (value, label); ``min`` and ``max`` are included.

    ``required_if`` holds the answers to other questions that make this one required; ``prefill``
    says whether a new report begins with last period's answer (None: a stock does).
    """

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
    required_if: Mapping[str, str] = field(default_factory=dict)
    prefill: bool | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it asks for a number."""
        return self.type in _NUMBERS

    @property
    def prefilled(self) -> bool:
        """Whether a new report begins with last period's answer."""
        return self.rollup == LATEST if self.prefill is None else self.prefill

    @property
    def figure(self) -> Figure:
        """A number's definition as the engine checks it."""
        low, high = (None if b is None else Decimal(str(b)) for b in (self.min, self.max))
        return Figure(
            self.name,
            self.type,
            self.label,
            self.unit,
            low,
            high,
            self.rollup,
            self.prefilled,
        )

    @classmethod
    def from_json(cls, form: str, data: Mapping[str, Any]) -> Self:
        """The field of one entry of ``fields``; raises BadForm."""
        if not isinstance(data, dict):
            raise BadForm(
                form=form,
                why="a field is no object with its keys",
                why_vi="có câu hỏi không viết thành nhóm khóa và giá trị",
            )
        name = str(data.get("name", "?"))
        _check_field(form, name, data)
        known = {key: data[key] for key in data if key != "options"}
        options = tuple(
            (str(o["value"]), _words(form, o["label"], name)) for o in data.get("options", ())
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

    @cached_property
    def rules(self) -> Rules:
        """What the engine, too, checks of its answers."""
        needed = (
            Needed(f.name, f.label, other, value)
            for f in self.fields
            for other, value in f.required_if.items()
        )
        texts = (Text(f.name, f.label, f.max_length) for f in self.fields if f.type in _TEXTS)
        return Rules(figures_of(self), tuple(needed), tuple(texts))

    @cached_property
    def contradictions(self) -> tuple[Finding, ...]:
        """Why nobody could answer it, at each question."""
        return tuple(contradictions(self.fields))

    @cached_property
    def shape(self) -> dict[str, Shape]:
        """What of its questions must stay as it is in a later version."""
        return {
            f.name: Shape(
                f.type,
                frozenset(value for value, _ in f.options),
                f.unit["vi"] if f.unit else "",
                f.rollup,
            )
            for f in self.fields
        }

    def answers(self, raw: Mapping[str, str], locale: str) -> dict[str, Any]:
        """Typed answers from what a page sent: every field's name, None where nothing was given.

        str, int, Decimal, date, bool, as the field's type says. Names that are not fields are
        ignored. A nil report may leave its figures blank. Raises AnswersRefused with a sentence in
        ``locale`` for each wrong field.
        """
        nil = raw.get(NIL) == "true"
        loaded = self._loaded(raw, locale, [f.name for f in self.fields if nil and f.is_figure])
        answers = {f.name: loaded.get(f.name) for f in self.fields}
        if wrong := self.rules.problems(answers):
            raise AnswersRefused({p.name: p.vi if locale == "vi" else p.en for p in wrong})
        return answers

    def draft(self, raw: Mapping[str, str], locale: str) -> dict[str, Any]:
        """As ``answers``, of what is not finished: only what was given, nothing is required."""
        return self._loaded(raw, locale, True)

    def as_typed(self, answers: Mapping[str, object]) -> dict[str, str]:
        """Answers as they would be typed; blanks are left out."""
        given = {f.name: answers.get(f.name) for f in self.fields}
        return {name: typed(value) for name, value in given.items() if value is not None}

    def _loaded(self, raw: Mapping[str, str], locale: str, partial: Any) -> dict[str, Any]:
        given = {f.name: raw[f.name].strip() for f in self.fields if f.name in raw}
        filled = {name: value for name, value in given.items() if value != ""}
        try:
            return dict(self.schemas[locale].load(filled, partial=partial))
        except ValidationError as refused:
            messages: dict[str, list[str]] = refused.messages_dict
            raise AnswersRefused({name: said[0] for name, said in messages.items()}) from None


def typed(value: object) -> str:
    """An answer as it would be typed: 12,5 and 14/05/2023, ``true``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def read(path: Path) -> Form:
    """The form of one file; raises BadForm."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return parse(path.stem, data)
    except (OSError, ValueError) as error:
        why = unreadable(error)
        raise BadForm(form=path.stem, why=why.en, why_vi=why.vi) from error


def parse(name: str, data: Mapping[str, Any]) -> Form:
    """The form of a file's content; raises BadForm."""
    if not isinstance(data, dict) or not isinstance(data.get("fields"), list):
        raise BadForm(form=name, why="«fields» must be a list", why_vi="«fields» phải là danh sách")
    fields = tuple(Field.from_json(name, entry) for entry in data["fields"])
    names = [f.name for f in fields]
    for twice in dict.fromkeys(one for one in names if names.count(one) > 1):
        raise BadForm(
            form=name,
            field=twice,
            why=f"two fields have the same name «{twice}»",
            why_vi=f"hai câu hỏi cùng một tên «{twice}»",
        )
    for asked in fields:
        if unknown := ", ".join(sorted(set(asked.required_if) - set(names))):
            raise BadForm(
                form=name,
                field=asked.name,
                why=f"«{asked.name}» is required by «{unknown}»: no field",
                why_vi=f"«{asked.name}» phụ thuộc «{unknown}», không có câu hỏi đó",
            )
    return Form(name, _words(name, data.get("title")), fields)


def loaded(name: str, content: str) -> Form:
    """The form of a file's text; raises BadForm."""
    try:
        return parse(name, json.loads(content))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        why = unreadable(error)
        raise BadForm(form=name, why=why.en, why_vi=why.vi) from error


def figures_of(form: Form) -> tuple[Figure, ...]:
    """The form's figures, in the order they are asked."""
    return tuple(f.figure for f in form.fields if f.is_figure)


def rules(forms: Mapping[str, Form]) -> dict[str, Rules]:
    """What the engine checks of each form's answers (``Engine.forms``)."""
    return {name: form.rules for name, form in forms.items()}


def catalogue(folder: Path) -> dict[str, Form]:
    """All forms of a folder by name; raises BadForm for the first that is wrong."""
    return {path.stem: read(path) for path in sorted(folder.glob("*.json"))}


def field_names(forms: Mapping[str, Form]) -> dict[str, Mapping[str, Type]]:
    """What a diagram may read of each form (``engine.process.vet.Forms``)."""
    return {name: answers(form.shape) for name, form in forms.items()}


def _check_field(form: str, name: str, data: Mapping[str, Any]) -> None:
    kind = data.get("type")
    allowed = _ALWAYS | {key for key, kinds in _FOR_TYPES.items() if kind in kinds}
    _words(form, data.get("label"), name)
    for optional in ("help", "unit"):
        if optional in data:
            _words(form, data[optional], name)
    extra = ", ".join(sorted(set(data) - allowed))
    options = data.get("options", [])
    values = [str(one["value"]) for one in options] if _listed(options) else []
    twice = ", ".join(dict.fromkeys(value for value in values if values.count(value) > 1))
    rollups = ", ".join(sorted(_ROLLUPS))
    faults = (
        (
            not (name.isascii() and name.isidentifier()),
            "is no name",
            "không dùng làm tên được: chỉ chữ a-z, số và gạch dưới",
        ),
        (kind not in TYPES, f"has no known type ({kind})", f"có kiểu trả lời không có ({kind})"),
        (bool(extra), f"may not have {extra}", f"không được có {extra}"),
        (
            not isinstance(data.get("required"), bool),
            "must say «required»: true or false",
            "phải ghi «required»: true hoặc false",
        ),
        (
            name == NIL and kind != "boolean",
            "says that nothing arose and must be a boolean",
            "báo không phát sinh nên phải là câu hỏi có hoặc không",
        ),
        (
            data.get("rollup", "none") not in _ROLLUPS,
            f"rollup must be one of {rollups}",
            f"có cách tổng hợp (rollup) không thuộc {rollups}",
        ),
        (
            not _listed(options),
            "must list its options as objects with «value» and «label»",
            "phải ghi lựa chọn (options) thành danh sách, mỗi mục có «value» và «label»",
        ),
        (kind == "choice" and not options, "has no options", "chưa có lựa chọn nào"),
        (
            bool(twice),
            f"has two options of the same value: {twice}",
            f"có hai lựa chọn cùng giá trị: {twice}",
        ),
    )
    for wrong, why, why_vi in faults:
        if wrong:
            raise BadForm(form=form, field=name, why=f"«{name}» {why}", why_vi=f"«{name}» {why_vi}")


def _listed(options: object) -> bool:
    return isinstance(options, list) and all(
        isinstance(one, dict) and {"value", "label"} <= one.keys() for one in options
    )


def _words(form: str, words: Any, of: str = "") -> Words:
    if not isinstance(words, dict) or set(words) != set(LOCALES) or not all(words.values()):
        at_en, at_vi = (f"«{of}» has a text that", f"«{of}» có chữ") if of else ("the title", "tên")
        raise BadForm(
            form=form,
            field=of,
            why=f"{at_en} is not written in both languages",
            why_vi=f"{at_vi} chưa ghi đủ cả tiếng Việt và tiếng Anh",
        )
    return words
