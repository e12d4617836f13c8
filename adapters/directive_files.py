"""Directives from YAML files: read, validated, every fault at its line; see docs/directive-file.md.

Scalars are taken as the text that stands in the file, so that number 037 keeps its zero and no
word turns into a boolean; the schema gives them their types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError

from adapters.directive_fields import SEPARATOR
from adapters.directive_schema import DeadlineSchema, DirectiveSchema
from engine.deadline_rules import Rule
from engine.drafts import DirectiveDraft, DirectiveRefused, Problems, Source

SAMPLES = Path(__file__).parent / "data" / "directives"
MAX_BYTES = 1_000_000
MAX_DEPTH = 20


def samples() -> list[Path]:
    """The directive files that come with the product, by name."""
    return sorted(SAMPLES.glob("*.yaml"))


def sample_texts() -> dict[str, bytes]:
    """Their bytes, by name."""
    return {path.stem: path.read_bytes() for path in samples()}


def read(path: Path) -> DirectiveDraft:
    """The draft in a file; raises DirectiveRefused with every fault, and OSError."""
    with path.open("rb") as file:
        return parse(file.read(MAX_BYTES + 1), path.name)


def parse(data: bytes, name: str) -> DirectiveDraft:
    """The draft in the bytes of a file called ``name``; raises DirectiveRefused."""
    plain, lines = _tree(data, name)
    return _draft(plain, Source(name, lambda path: _line(lines, path)))


def load(content: Mapping[str, Any]) -> DirectiveDraft:
    """The draft in a file's plain data, kept elsewhere; raises DirectiveRefused."""
    return _draft(dict(content), Source())


def dump(content: Mapping[str, Any]) -> bytes:
    """A file's plain data as the file; ``parse`` reads it again."""
    text: str = yaml.dump(
        dict(content), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100
    )
    return text.encode()


class _Plain(yaml.SafeDumper):
    """Repeated parts are written out: a directive file has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def _draft(plain: dict[str, Any], source: Source) -> DirectiveDraft:
    draft: DirectiveDraft = _made(DirectiveSchema(), _dated(plain), source)
    recipients = tuple(
        replace(group, path=f"recipients[{n}]") for n, group in enumerate(draft.recipients)
    )
    obligations = tuple(
        replace(duty, path=f"obligations[{n}]") for n, duty in enumerate(draft.obligations)
    )
    return replace(
        draft, recipients=recipients, obligations=obligations, content=plain, source=source
    )


def parse_rule(text: str) -> Rule:
    """The rule that a deadline's fields in YAML or JSON mean; raises DirectiveRefused."""
    plain, lines = _tree(text.encode(), "")
    return rule(plain, Source("", lambda path: _line(lines, path)))


def rule(deadline: Mapping[str, Any], source: Source | None = None) -> Rule:
    """The rule that a deadline's fields mean; raises DirectiveRefused."""
    made: Rule = _made(DeadlineSchema(), deadline, source or Source())
    return made


def _dated(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data, the last step of each deadline given the file's own day of issue."""
    if not isinstance(plain.get("obligations"), list):
        return plain
    own = plain.get("issued_on", "")
    return {**plain, "obligations": [_stepped(duty, own) for duty in plain["obligations"]]}


def _stepped(duty: Any, issued_on: Any) -> Any:
    deadline = duty.get("deadline") if isinstance(duty, Mapping) else None
    if not isinstance(deadline, Mapping):
        return duty
    steps = deadline.get("earlier")
    if not isinstance(steps, list) or not steps or not isinstance(steps[-1], Mapping):
        return duty
    last = {"issued_on": issued_on, **steps[-1]}
    return {**duty, "deadline": {**deadline, "earlier": [*steps[:-1], last]}}


def _made(schema: Schema, plain: Mapping[str, Any], source: Source) -> Any:
    """What the schema makes of the data."""
    problems = Problems(source)
    try:
        return schema.load(plain)
    except ValidationError as error:
        for path, message in _flat(error.messages, ""):
            vi, _, en = message.partition(SEPARATOR)
            problems.add(path, vi, en or vi)
        raise DirectiveRefused(problems.found) from None


def _tree(data: bytes, name: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The file as plain data, and the line of each path; raises DirectiveRefused."""
    if len(data) > MAX_BYTES:
        vi, en = f"Tệp quá lớn (trên {MAX_BYTES} byte).", f"The file exceeds {MAX_BYTES} bytes."
        raise _refused(name, None, vi, en)
    try:
        text = data.decode("utf-8-sig")
        _vet(text, name)
        root = yaml.compose(text, yaml.BaseLoader)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _refused(name, line, "Tệp không phải UTF-8.", "The file is not UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        said = f"{error.problem or error.context}"
        vi, en = f"Tệp YAML sai cú pháp ({said}).", f"The YAML is malformed ({said})."
        raise _refused(name, mark.line + 1 if mark else None, vi, en) from None
    except yaml.YAMLError as error:
        said = str(error).splitlines()[0]
        vi, en = f"Tệp YAML có ký tự lạ ({said}).", f"The YAML has odd characters ({said})."
        raise _refused(name, None, vi, en) from None
    lines: dict[str, int] = {}
    plain = _plain(root, "", lines, name)
    if not isinstance(plain, dict):
        vi = "Tệp phải là các mục «tên: giá trị»."
        raise _refused(name, 1, vi, "The file must be made of «name: value» fields.")
    return plain, lines


def _vet(text: str, name: str) -> None:
    """Refuse what would cost too much to build: deep nesting and aliases."""
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            vi = "Không dùng tham chiếu (*) trong tệp văn bản."
            raise _refused(name, line, vi, "Aliases (*) are not allowed in a directive file.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            vi = f"Các mục lồng nhau quá {MAX_DEPTH} cấp."
            raise _refused(name, line, vi, f"Fields nest deeper than {MAX_DEPTH} levels.")


def _refused(name: str, line: int | None, vi: str, en: str) -> DirectiveRefused:
    problems = Problems(Source(name, lambda path: line))
    problems.add("", vi, en)
    return DirectiveRefused(problems.found)


def _plain(node: yaml.Node | None, path: str, lines: dict[str, int], name: str) -> Any:
    if node is None:
        return None
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value)
        return [_plain(item, f"{path}[{n}]", lines, name) for n, item in items]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                said = key.value if isinstance(key, yaml.ScalarNode) else "?"
                vi, en = f"Mục «{said}» ghi hai lần.", f"Field «{said}» stands there twice."
                raise _refused(name, line, vi, en)
            below = f"{path}.{key.value}" if path else key.value
            lines[below] = line
            found[key.value] = _plain(value, below, lines, name)
        return found
    return node.value


def _line(lines: Mapping[str, int], path: str) -> int | None:
    """The line of ``path``, or of the nearest thing around it that is in the file."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


def _flat(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    """marshmallow's tree of messages as (path, message)."""
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            if isinstance(key, int):
                yield from _flat(below, f"{path}[{key}]")
            elif key == "_schema":
                yield from _flat(below, path)
            else:
                yield from _flat(below, f"{path}.{key}" if path else key)
    elif isinstance(messages, list):
        for message in messages:
            yield from _flat(message, path)
    else:
        yield path, str(messages)


class DirectiveFiles:
    """These functions as the port ``engine.ports.DirectiveFormat``."""

    def parse(self, data: bytes, name: str) -> DirectiveDraft:
        """See ``parse``."""
        return parse(data, name)

    def load(self, content: Mapping[str, Any]) -> DirectiveDraft:
        """See ``load``."""
        return load(content)

    def rule(self, deadline: Mapping[str, Any]) -> Rule:
        """See ``rule``."""
        return rule(deadline)

    def dump(self, content: Mapping[str, Any]) -> bytes:
        """See ``dump``."""
        return dump(content)
