"""A change of structure as a file: YAML, or CSV with a line for each change.

YAML::

    changes:
      - {merge: [00001, 00002], into: 99001, name: UBND xã Mới, parent: "52"}
      - {abolish: "540", into: [52]}
      - {rename: "52.noivu", name: Sở Nội vụ và Dân tộc}
      - {create: 99002, name: …, parent: "52", tier: xa}

CSV and the first sheet of an Excel workbook have the columns change, units, into (codes separated
by blanks) and, as needed, name, short_name, place, parent, tier, kind; in Excel in this order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

import yaml

from adapters import spreadsheets
from engine.errors import InputError
from engine.restructuring_changes import KINDS, UnitChange

_TEXTS = ("name", "short_name", "place", "parent", "tier")
_FIELDS = {*_TEXTS, "kind", "into"}
COLUMNS = ("change", "units", "into", "name", "short_name", "place", "parent", "tier", "kind")
MAX_BYTES = 4_000_000


class BadStructureFile(InputError):
    """A file that describes no changes."""

    code = "structure-file"
    vi = "Tệp thay đổi tổ chức {path} có lỗi ở {entry}: {why_vi}."
    en = "The file of changes {path} is wrong at {entry}: {why}."


def read(path: Path) -> list[UnitChange]:
    """The changes of a ``.csv`` or ``.xlsx`` file or of a YAML one. Raises BadStructureFile."""
    return parse(path.read_bytes(), str(path))


def parse(data: bytes, name: str) -> list[UnitChange]:
    """The changes in the bytes of a file of that name. Raises BadStructureFile."""
    if len(data) > MAX_BYTES:
        raise _bad(name, "-", "tệp quá lớn (tối đa 4 MB)", "the file is too large (4 MB at most)")
    try:
        entries = _entries(data, PurePath(name).suffix.lower())
    except (
        yaml.YAMLError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        csv.Error,
        InputError,
    ) as wrong:
        raise _bad(name, "-", "không đọc được", f"it cannot be read ({wrong})") from wrong
    if not isinstance(entries, list) or not entries:
        raise _bad(name, "changes", "không có thay đổi nào", "there are no changes")
    return [_change(name, nth, entry) for nth, entry in enumerate(entries, 1)]


def _entries(data: bytes, suffix: str) -> Any:
    if suffix == ".xlsx":
        rows = spreadsheets.read(io.BytesIO(data))
        return [_line(dict(zip(COLUMNS, cells, strict=False))) for _, cells in rows]
    if suffix == ".csv":
        lines = io.StringIO(data.decode("utf-8-sig"), newline="")
        return [_line(line) for line in csv.DictReader(lines)]
    # Codes are texts: 00001 must not become a number. This loader makes texts only.
    return yaml.load(data.decode("utf-8-sig"), Loader=yaml.BaseLoader)["changes"]  # noqa: S506


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    filled = {name: value.strip() for name, value in line.items() if name and value}
    change, units = filled.pop("change", ""), filled.pop("units", "")
    return {change: units.split(), **filled}


def _change(path: str, nth: int, entry: Any) -> UnitChange:
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


def _bad(path: str, entry: object, why_vi: str, why: str) -> BadStructureFile:
    return BadStructureFile(path=path, entry=entry, why_vi=why_vi, why=why)
