"""The national list of units, early 2025 and since 2025-07-01, from ``data/``.

Territories come from ``units.csv.gz`` (made by ``tools/build_units_data.py``); the bodies that sit
at them (ministries, sở, phòng, đoàn thể) from the template ``bodies.yaml``, which is policy and
may be edited. A legacy table row's true first day is not in the source: it counts as valid since
``records_begin`` of the template.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from engine.errors import InputError
from engine.unit_import import Succession, UnitRow

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything ``engine.unit_import.import_units`` needs."""

    rows: list[UnitRow]
    successions: list[Succession]


class TemplateRefused(InputError):
    """The template of bodies says something it cannot mean."""

    code = "bodies-template"
    vi = "Tệp mẫu cơ quan {path} có lỗi ở «{entry}»: {why}. Hãy sửa tệp."
    en = "The template of bodies {path} is wrong at «{entry}»: {why}. Correct the file."


@dataclass(frozen=True, slots=True)
class Office:
    """A line of the template: a body at each territory of ``at`` (level-state, "province-old").

    ``until``/``since`` narrow the territory's own validity. ``into``: the field at the same
    territory that takes over on ``until``. ``covers``: fields it answers for besides its own.
    ``kinds``, ``only`` and ``but`` choose territories by kind and by code.
    """

    field: str
    name: str
    tier: str
    at: tuple[str, ...]
    short: str = ""
    kind: str = ""
    covers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    into: str | None = None
    requested: bool = False
    kinds: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


@dataclass(slots=True)
class _Territory:
    level: str
    state: str
    row: UnitRow
    successors: list[str]
    offices: list[UnitRow] = field(default_factory=list)


def load(territories: Path = DATA / "units.csv.gz", bodies: Path = DATA / "bodies.yaml") -> Dataset:
    """Read both files; raises TemplateRefused."""
    template = yaml.safe_load(bodies.read_text("utf-8"))
    try:
        lands = list(_territories(territories, template))
        rows, successions = _national(template)
        offices = [_office(entry, bodies) for entry in template["offices"]]
    except KeyError as missing:
        raise TemplateRefused(path=bodies, entry=missing, why="missing") from missing
    by_place: dict[str, list[Office]] = defaultdict(list)
    for office in offices:
        for at in office.at:
            by_place[at].append(office)
    for land in lands:
        chosen = [o for o in by_place[f"{land.level}-{land.state}"] if _fits(o, land.row)]
        land.offices = [row for office in chosen for row in _office_row(office, land.row)]
        successions += _merged(chosen, land)
        rows += [land.row, *land.offices]
    return Dataset(rows, successions + list(_handed_over(lands)))


def _territories(path: Path, template: Mapping[str, Any]) -> Iterator[_Territory]:
    """The UBND of each territory, with the codes of its successors."""
    begin, reform = template["records_begin"], template["reform"]
    province: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for line in sorted(csv.DictReader(lines), key=lambda ln: _LEVELS.index(ln["level"])):
            level, state, code = line["level"], line["state"], line["code"]
            old = state == "old"
            province[state + code] = province.get(state + line["parent"], code)
            place = f"{line['type'].lower()} {line['name']}"
            land = template["types"][line["type"]]
            row = UnitRow(
                code=code,
                name=template["body"]["name"].format(place=place),
                short_name=template["body"]["short"].format(place=place),
                place=place,
                tier=template["tiers"][level],
                kind=land["kind"],
                parent=line["parent"] or template["root"],
                valid_from=begin if old else reform,
                valid_to=reform if old else None,
                province_code=province[state + code],
                aliases=tuple(_aliases(line, place, land["abbreviations"], template["body"])),
                latitude=float(line["lat"]) if line["lat"] else None,
                longitude=float(line["lon"]) if line["lon"] else None,
            )
            yield _Territory(level, state, row, line["successors"].split())


_LEVELS = ("province", "district", "commune")
"""Levels of the file, in the order in which each can know its province."""


def _aliases(
    line: Mapping[str, str], place: str, abbreviations: list[str], body: Mapping[str, Any]
) -> Iterator[str]:
    """Place, bare name, short forms, "UBND tỉnh" and former names, all as people write them."""
    yield place
    yield line["name"]
    yield body["short"].format(place=line["type"].lower())
    yield body["name"].format(place=line["type"].lower())
    former = line["aliases"].split()
    for short in abbreviations:
        for name in [line["name"], *(former if line["level"] == _LEVELS[0] else ())]:
            yield f"{short} {name}"
            yield body["short"].format(place=f"{short} {name}")
    yield from former


def _national(template: Mapping[str, Any]) -> tuple[list[UnitRow], list[Succession]]:
    """The root, the ministries and the bodies beside them."""
    rows: list[UnitRow] = []
    successions: list[Succession] = []
    for entry in template["national"]:
        until = entry.get("until")
        row = UnitRow(
            code=entry["code"],
            name=entry["name"],
            short_name=entry.get("short", entry["name"]),
            place=template["country"],
            tier=entry["tier"],
            kind=entry.get("kind", entry["tier"]),
            parent=None if entry["code"] == template["root"] else template["root"],
            valid_from=entry.get("since", template["records_begin"]),
            valid_to=until,
            field=entry.get("field"),
            fields=tuple(entry.get("covers", ())),
            requested=entry.get("requested", False),
            national=entry.get("national", True),
            aliases=tuple(entry.get("aliases", ())),
        )
        rows.append(row)
        if "into" in entry:
            successions.append(Succession(row.code, entry["into"], until))
    return rows, successions


def _office(entry: dict[str, Any], path: Path) -> Office:
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    try:
        office = Office(**given)
    except TypeError as wrong:
        raise TemplateRefused(path=path, entry=entry.get("name"), why=wrong) from wrong
    if office.into and not office.until:
        raise TemplateRefused(path=path, entry=office.name, why="«into» needs «until»")
    return office


def _fits(office: Office, land: UnitRow) -> bool:
    return (
        (not office.kinds or land.kind in office.kinds)
        and (not office.only or land.code in office.only)
        and land.code not in office.but
    )


def _office_row(office: Office, land: UnitRow) -> Iterator[UnitRow]:
    """The office at that territory, if their times meet."""
    start = max(land.valid_from, office.since or land.valid_from)
    ends = [end for end in (land.valid_to, office.until) if end is not None]
    end = min(ends) if ends else None
    if end is not None and end <= start:
        return
    short = office.short or office.name
    yield replace(
        land,
        code=f"{land.code}.{office.field}",
        name=f"{office.name} {land.place}",
        short_name=f"{short} {land.place}",
        tier=office.tier,
        kind=office.kind or office.tier,
        parent=land.code,
        valid_from=start,
        valid_to=end,
        field=office.field,
        fields=office.covers,
        requested=office.requested,
        aliases=(office.name, short, *office.aliases, *_placed(office.aliases, land.place)),
        latitude=None,
        longitude=None,
    )


def _placed(aliases: tuple[str, ...], place: str) -> Iterator[str]:
    return (f"{alias} {place}" for alias in aliases)


def _merged(chosen: list[Office], land: _Territory) -> Iterator[Succession]:
    """Offices that one beside them took over while the territory stayed."""
    ended = {(row.field, row.valid_to) for row in land.offices}
    for office in chosen:
        if office.into and office.until and (office.field, office.until) in ended:
            code = land.row.code
            yield Succession(f"{code}.{office.field}", f"{code}.{office.into}", office.until)


def _handed_over(lands: list[_Territory]) -> Iterator[Succession]:
    """What ended with a territory: to the successor's UBND, and its office of that field.

    An office ending with its territory passes to the office of its own field at each successor
    of the territory, else to the one that covers that field, else to the UBND there.
    """
    current = {land.row.code: land for land in lands if land.row.valid_to is None}
    for land in lands:
        for target in (current[code] for code in land.successors):
            day = target.row.valid_from
            yield Succession(land.row.code, target.row.code, day)
            for office in land.offices:
                if office.valid_to == day:
                    yield Succession(office.code, _heir(office, target).code, day)


def _heir(office: UnitRow, target: _Territory) -> UnitRow:
    own = [row for row in target.offices if row.field == office.field]
    covering = [row for row in target.offices if office.field in row.fields]
    return next(iter(own + covering), target.row)
