"""Stories from YAML files, read with marshmallow, every fault at its line; docs/story-file.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Range

from adapters import directive_files
from adapters.directive_fields import (
    CODE,
    MISSING,
    SEPARATOR,
    Clock,
    Day,
    Flag,
    Items,
    Number,
    Strict,
    Text,
    both,
    said,
)
from adapters.directive_files import _flat, _line, _tree
from adapters.story_happenings import HappeningField, named, reference
from engine import policies
from engine.deadlines import LOCAL
from engine.drafts import DirectiveRefused, Problems, Source
from engine.errors import InputError
from engine.story import Story
from engine.story_behaviour import OPENS, Habit, Rule, When
from engine.story_happenings import Happening, StoryRefused
from engine.story_reporting import OfReport

_MOST_DAYS = 1000.0


class Share(fields.Field[float]):
    """A part of the whole: 0.85 or 85%."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s*(%?)", str(value).strip())
        share = float(found[1]) / (100 if found[2] else 1) if found else -1.0
        if not 0 <= share <= 1:
            raise ValidationError(
                both(
                    "Phải là một phần từ 0 đến 1, hoặc từ 0% đến 100%.",
                    "This must be a share from 0 to 1, or 0% to 100%.",
                )
            )
        return share


class Days(fields.Float):
    """Working days, with parts of a day."""

    default_error_messages = {
        "invalid": both("Phải là số ngày làm việc.", "This must be a number of working days.")
    }

    def __init__(self) -> None:
        super().__init__(
            load_default=None,
            validate=Range(
                0,
                _MOST_DAYS,
                error=both("Số ngày phải từ 0 đến 1000.", "The days must be from 0 to 1000."),
            ),
        )


class Names(Items):
    """One name, or a list of names."""

    def __init__(self) -> None:
        super().__init__(Text(required=True))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        wrapped = [value] if isinstance(value, str) else value
        return super()._deserialize(wrapped, attr, data, **kwargs)


class WhenSchema(Strict):
    """For which tasks a rule is."""

    form, element, role, milestone, tier = Names(), Names(), Names(), Names(), Names()
    requested = Flag(load_default=None)
    again = Flag(load_default=None)

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> When:
        """The condition the engine checks."""
        lists: dict[str, Any] = {
            f"{name}s": tuple(data.pop(name))
            for name in ("form", "element", "role", "milestone", "tier")
        }
        return When(**lists, **data)


class HabitSchema(Strict):
    """What a share of the officers does."""

    share = Share(required=True, error_messages={"required": MISSING})
    within, before_due, after_due = Days(), Days(), Days()
    after_rung = Text(load_default="")
    never = Flag(load_default=False)

    @validates_schema(skip_on_field_errors=True)
    def one_moment(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Exactly one way of saying when; a rung also needs ``within``."""
        ways = [
            data["before_due"] is not None,
            data["after_due"] is not None,
            data["never"],
            data["within"] is not None,
        ]
        if sum(ways) != 1 or (data["after_rung"] and data["within"] is None):
            raise ValidationError(
                both(
                    "Hãy ghi đúng một cách: within, before_due, after_due, after_rung (kèm within) "
                    "hoặc never.",
                    "Give exactly one of within, before_due, after_due, after_rung (with within), "
                    "never.",
                )
            )

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Habit:
        """The habit."""
        return Habit(**data)


class RuleSchema(Strict):
    """How the tasks of ``when`` are done."""

    when = fields.Nested(WhenSchema, load_default=When)
    habits = Items(HabitSchema)
    passes_on = Share(load_default=1.0)
    returns = Share(load_default=0.0)

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Rule:
        """The rule; its shares must make 1."""
        try:
            return Rule(**data | {"habits": tuple(data["habits"])})
        except InputError as error:
            raise ValidationError({"habits": said(error).messages}) from None


class Settings(fields.Field[tuple[tuple[str, str], ...]]):
    """Policies for everybody: name and value."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise ValidationError(
                both("Phải là «chính sách: giá trị».", "This must be «policy: value».")
            )
        wrong = {}
        for key, raw in value.items():
            try:
                policies.known(key).read(raw)
            except InputError as error:
                wrong[key] = said(error).messages
        if wrong:
            raise ValidationError(wrong)
        return tuple(value.items())


class StorySchema(Strict):
    """The whole file."""

    title = Text(required=True)
    seed = Number(required=True, error_messages={"required": MISSING})
    directive = Text(required=True)
    start = Day(load_default=None)
    start_at = Clock(load_default=None)
    end = Day(load_default=None)
    days_off = Items(Day(required=True))
    working_weekends = Items(Day(required=True))
    rules = Items(RuleSchema)
    policies = Settings(load_default=())
    rollups_close = Days()
    happenings = Items(HappeningField())
    note = Text(load_default="")


def read(path: Path) -> Story:
    """The story in a file, with its directive; raises StoryRefused, DirectiveRefused, OSError."""
    with path.open("rb") as file:
        data = file.read(directive_files.MAX_BYTES + 1)
    try:
        plain, lines = _tree(data, path.name)
    except DirectiveRefused as refused:
        raise StoryRefused(refused.problems) from None
    problems = Problems(Source(path.name, lambda where: _line(lines, where)))
    try:
        loaded: dict[str, Any] = StorySchema().load(plain)
    except ValidationError as error:
        for where, message in _flat(error.messages, ""):
            vi, _, en = message.partition(SEPARATOR)
            problems.add(where, vi, en or vi)
        raise StoryRefused(problems.found) from None
    return _story(path, loaded, problems)


def _story(path: Path, loaded: Mapping[str, Any], problems: Problems) -> Story:
    wanted = loaded["directive"]
    file = _directive_file(path, wanted)
    if not file.is_file():
        known = ", ".join(sample.stem for sample in directive_files.samples())
        problems.add(
            "directive",
            f"Không có tệp văn bản «{wanted}». Các mẫu có sẵn: {known}.",
            f"There is no directive file «{wanted}». The samples are: {known}.",
        )
        raise StoryRefused(problems.found)
    draft = directive_files.read(file)
    at = loaded["start_at"] or OPENS
    start = datetime.combine(loaded["start"] or draft.issued_on, at, LOCAL)
    story = Story(
        title=loaded["title"],
        seed=loaded["seed"],
        directive=draft,
        start=start,
        end=loaded["end"],
        rules=tuple(loaded["rules"]),
        days_off=tuple(loaded["days_off"]),
        working_weekends=tuple(loaded["working_weekends"]),
        policies=loaded["policies"],
        rollups_close=loaded["rollups_close"],
        happenings=tuple(
            replace(happening, path=f"happenings[{n}]")
            for n, happening in enumerate(loaded["happenings"])
        ),
        source=problems.source,
    )
    _vet(story, problems)
    return story


def _vet(story: Story, problems: Problems) -> None:
    """What a happening says of the story itself: its day, and what it goes on with."""
    begun: set[str] = set()
    for happening in sorted(story.happenings, key=attrgetter("at")):
        if not story.begins <= happening.at < story.ends:
            problems.add(
                f"{happening.path}.on",
                f"Ngày này ngoài kịch bản ({story.begins:%d/%m/%Y} đến trước {story.ends:%d/%m/%Y}).",
                f"This day is outside the story ({story.begins:%d/%m/%Y} to before "
                f"{story.ends:%d/%m/%Y}).",
            )
        name, about = named(happening), reference(happening)
        if name in begun and name:
            vi = f"Tên «{name}» đã dùng."
            problems.add(f"{happening.path}.name", vi, f"The name «{name}» is taken.")
        if about and about not in begun:
            problems.add(
                f"{happening.path}.about",
                f"Trước ngày này không có việc nào tên «{about}».",
                f"Nothing named «{about}» happens before this day.",
            )
        _vet_report(story, happening, problems)
        begun.add(name)
    if problems.found:
        raise StoryRefused(problems.found)


def _vet_report(story: Story, happening: Happening, problems: Problems) -> None:
    """The report it names is one of the directive's, or a remedy's (KP1, …)."""
    if not isinstance(happening, OfReport):
        return
    code = happening.report
    known = [duty.code for duty in story.directive.obligations if duty.rule.is_dated]
    if code in known or re.fullmatch(r"KP\d+", code):
        return
    listed = ", ".join(known) or "–"
    problems.add(
        f"{happening.path}.report",
        f"Văn bản không có chế độ báo cáo «{code}» có hạn. Các chế độ: {listed}; KP1, KP2, … là "
        "việc khắc phục sau kiểm tra.",
        f"The directive has no dated report «{code}». It has: {listed}; KP1, KP2, … are remedies of "
        "an inspection.",
    )


def _directive_file(story: Path, wanted: str) -> Path:
    """A sample's name, or a path seen from the story's folder."""
    if re.fullmatch(CODE, wanted):
        return directive_files.SAMPLES / f"{wanted}.yaml"
    return story.parent / wanted
