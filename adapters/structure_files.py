"""A change of structure as a file: YAML, or CSV with a line for each change.

YAML::

    changes:
      - {merge: [00001, 00002], into: 99001, name: UBND xã Mới, parent: "52"}
      - {abolish: "540", into: [52]}
      - {rename: "52.noivu", name: Sở Nội vụ và Dân tộc}
      - {create: 99002, name: …, parent: "52", tier: xa}

CSV has the columns change, units, into (codes separated by blanks) and, as needed, name,
short_name, place, parent, tier, kind.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from engine.errors import InputError
from engine.restructuring_changes import KINDS, UnitChange

_TEXTS = ("name", "short_name", "place", "parent", "tier")
_FIELDS = {*_TEXTS, "kind", "into"}


class BadStructureFile(InputError):
    """A file that describes no changes."""

    code = "structure-file"
    vi = "Tệp thay đổi tổ chức {path} có lỗi ở {entry}: {why_vi}."
    en = "The file of changes {path} is wrong at {entry}: {why}."


def read(path: Path) -> list[UnitChange]:
    """The changes of a ``.csv`` file or of a YAML one. Raises BadStructureFile."""
    try:
        if path.suffix.lower() == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as lines:
                entries: Any = [_line(line) for line in csv.DictReader(lines)]
        else:
            # Codes are texts: 00001 must not become a number. This loader makes texts only.
            text = path.read_text("utf-8")
            entries = yaml.load(text, Loader=yaml.BaseLoader)["changes"]  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, csv.Error) as wrong:
        raise _bad(path, "-", "không đọc được", f"it cannot be read ({wrong})") from wrong
    if not isinstance(entries, list) or not entries:
        raise _bad(path, "changes", "không có thay đổi nào", "there are no changes")
    return [_change(path, nth, entry) for nth, entry in enumerate(entries, 1)]


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    filled = {name: value.strip() for name, value in line.items() if name and value}
    return {filled.pop("change", ""): filled.pop("units", "").split(), **filled}


def _change(path: Path, nth: int, entry: Any) -> UnitChange:
    if not isinstance(entry, Mapping):
        raise _bad(path, nth, "phải là các cặp khóa và giá trị", "it must be keys and values")
    kinds = [kind for kind in KINDS if kind in entry]
    unknown = sorted(set(entry) - _FIELDS - set(KINDS))
    if len(kinds) != 1 or unknown:
        listed = ", ".join(KINDS)
        said = ", ".join(unknown) or "-"
        raise _bad(
            path,
            nth,
            f"cần đúng một trong {listed}; khóa lạ: {said}",
            f"exactly one of {listed} is needed; unknown keys: {said}",
        )
    (kind,) = kinds
    texts = {name: str(entry.get(name, "")) for name in _TEXTS}
    units, into = _codes(entry[kind]), _codes(entry.get("into", ()))
    return UnitChange(kind, units, into, unit_kind=str(entry.get("kind", "")), **texts)


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))


def _bad(path: Path, entry: object, why_vi: str, why: str) -> BadStructureFile:
    return BadStructureFile(path=path, entry=entry, why_vi=why_vi, why=why)
