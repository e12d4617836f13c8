"""Make ``adapters/data/units.csv.gz`` from PyPI ``vietnamadminunits`` 1.0.4 (MIT).

Not needed to run the product. How it was made::

    pip download --no-deps -d /tmp/vau vietnamadminunits==1.0.4
    unzip -d /tmp/vau /tmp/vau/vietnamadminunits-1.0.4-py3-none-any.whl
    python tools/build_units_data.py /tmp/vau

Three facts of the source that this file must get right:

- ``admin_units_legacy`` has 10,040 rows for 10,035 communes: the other five rows stand for the
  island districts without communes (Bạch Long Vĩ, Cồn Cỏ, Hoàng Sa, Lý Sơn, Côn Đảo). They make
  a district and no commune; the converter gives each its đặc khu as successor.
- In ``DICT_PROVINCE_WARD_DIVIDED`` a divided commune is joined to its new communes by bare name,
  so namesakes within one new province list each other's successors, up to 100 km away. Of
  namesakes listing the same new commune only the nearest keeps it (29 links are dropped); the
  default successor is never dropped.
- Eight names have a type column or capital at odds with the name; the name is followed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent.parent / "adapters" / "data"
TYPES = (
    "Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã",
)  # fmt: skip
HEADER = (
    "level", "state", "code", "type", "name", "parent", "successors", "aliases", "lat", "lon",
)  # fmt: skip

Row = dict[str, Any]
Line = tuple[str, ...]


def main(source: Path) -> None:
    """Read the unpacked wheel under ``source`` and write the compact file and the notice."""
    package = source / "vietnamadminunits"
    db = sqlite3.connect(package / "data" / "dataset.db")
    db.row_factory = sqlite3.Row
    old = [dict(row) for row in db.execute("select * from admin_units_legacy")]
    new = [dict(row) for row in db.execute("select * from admin_units")]
    converter = json.loads((package / "data" / "converter_2025.json").read_text("utf-8"))
    lines = sorted(set(legacy_lines(old, new, converter)) | set(current_lines(new)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(lines)
    OUT.mkdir(exist_ok=True)
    (OUT / "units.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    notice = next(source.glob("*.dist-info/licenses/LICENSE")).read_text("utf-8")
    head = "units.csv.gz is derived from vietnamadminunits 1.0.4 (PyPI), under this licence:\n\n"
    (OUT / "LICENSE-vietnamadminunits.txt").write_text(head + notice, "utf-8")
    print(f"{len(lines)} lines, {(OUT / 'units.csv.gz').stat().st_size} bytes")


def legacy_lines(old: list[Row], new: list[Row], converter: Row) -> list[Line]:
    """Provinces, districts and communes as of early 2025, with their successors' codes."""
    into = successors(old, new, converter)
    new_code = {row["provinceKey"]: row["provinceCode"] for row in new}
    province_into = {
        key: new_code[target] for target, keys in converter["DICT_PROVINCE"].items() for key in keys
    }
    lines = []
    for row in old:
        target = province_into[row["provinceKey"]]
        lines.append(line("province", "old", row, "province", "", target))
        own = " ".join(into[key_of(row)]) if row["wardKey"] is None else target
        lines.append(line("district", "old", row, "district", row["provinceCode"], own))
        if row["wardKey"] is not None:
            codes = " ".join(into[key_of(row)])
            lines.append(line("commune", "old", row, "ward", row["districtCode"], codes))
    return lines


def current_lines(new: list[Row]) -> list[Line]:
    """Provinces and communes since 2025-07-01."""
    lines = []
    for row in new:
        lines.append(line("province", "new", row, "province", "", ""))
        lines.append(line("commune", "new", row, "ward", row["provinceCode"], ""))
    return lines


def line(level: str, state: str, row: Row, at: str, parent: str, into: str) -> Line:
    """One line of the compact file; coordinates are kept for provinces only."""
    kind, name = split_type(row[at])
    aliases = [a for a in json.loads(row[f"{at}Alias"] or "[]") if not a.startswith("district")]
    where = ("", "")
    if at == "province":
        where = (f"{row['provinceLat']:.4f}", f"{row['provinceLon']:.4f}")
    own = " ".join(dict.fromkeys(aliases))
    return (level, state, row[f"{at}Code"], kind, name, parent, into, own, *where)


def split_type(full: str) -> tuple[str, str]:
    """'Thị Trấn Prao' -> ('Thị trấn', 'Prao')."""
    for kind in TYPES:
        if full.lower().startswith(kind.lower() + " "):
            return kind, full[len(kind) + 1 :].strip()
    raise SystemExit(f"no known type in {full!r}")


def key_of(row: Row) -> str:
    """The converter's key of a legacy row."""
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def successors(old: list[Row], new: list[Row], converter: Row) -> dict[str, list[str]]:
    """Legacy key -> codes of the new communes, the default successor first."""
    target = {(row["provinceKey"], row["wardKey"]): row for row in new}
    legacy = {key_of(row): row for row in old}
    into: dict[str, list[str]] = defaultdict(list)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, keys in wards.items():
            for key in keys:
                into[key].append(target[province, ward]["wardCode"])
    whole = {key: codes[0] for key, codes in into.items()}
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        parts_of = {
            key: [target[province, part["newWardKey"]] for part in by_default(parts)]
            for key, parts in divided.items()
        }
        claims = {key: {ward["wardCode"] for ward in wards} for key, wards in parts_of.items()}
        claims |= {key: {code} for key, code in whole.items()}
        for key, wards in parts_of.items():
            into[key] = [
                ward["wardCode"]
                for number, ward in enumerate(wards)
                if number == 0 or is_nearest(key, ward, claims, legacy)
            ]
    missing = [key for key in legacy if not into[key]]
    if missing:
        raise SystemExit(f"no successor: {missing}")
    return into


def by_default(parts: list[Row]) -> list[Row]:
    """The default successor first."""
    return sorted(parts, key=lambda part: not part["isDefaultNewWard"])


def is_nearest(key: str, ward: Row, claims: dict[str, set[str]], legacy: dict[str, Row]) -> bool:
    """Whether no other commune of the same name that lists ``ward`` is nearer to it."""
    name, near = key.rsplit("_", 1)[1], distance(legacy[key], ward)
    rivals = [
        other
        for other, codes in claims.items()
        if other != key and other.rsplit("_", 1)[1] == name and ward["wardCode"] in codes
    ]
    kept = all(near <= distance(legacy[rival], ward) for rival in rivals)
    if not kept:
        print(f"dropped: {key} -> {ward['ward']} ({near:.0f} km)")
    return kept


def distance(a: Row, b: Row) -> float:
    """Kilometres between two communes' centres, on a plane: only nearer or farther matters."""
    north = (a["wardLat"] - b["wardLat"]) * 111.2
    east = (a["wardLon"] - b["wardLon"]) * 111.2 * math.cos(math.radians(a["wardLat"]))
    return math.hypot(north, east)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
