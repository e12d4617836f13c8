"""Bringing units in: everything is checked first, then written with COPY, in one go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine.errors import InputError
from engine.unit_names import fold, key_of
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit to import; ``parent`` is the code of the unit above, on ``valid_from``."""

    code: str
    name: str
    short_name: str
    place: str
    tier: str
    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    field: str | None = None
    fields: tuple[str, ...] = ()
    requested: bool = False
    national: bool = False
    province_code: str | None = None
    aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """The unit of code ``predecessor`` ends on the day ``on``; ``successor`` is valid that day.

    The first one given for a unit is the heir of what cannot be split among several.
    """

    predecessor: str
    successor: str
    on: date


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import changed; all zeros when the same data comes again."""

    inserted: int
    updated: int
    successions: int


class UnitsRefused(InputError):
    """Units that contradict each other or what is stored; nothing was written."""

    code = "units-refused"
    vi = "Không nhập được danh mục đơn vị, dòng «{unit}»: {why_vi}."
    en = "The units cannot be imported, «{unit}»: {why}."


@dataclass(slots=True)
class _Span:
    """A unit's stretch of validity, stored or about to be."""

    id: int
    code: str
    start: date
    end: date | None
    parent: int | None

    def covers(self, other: _Span) -> bool:
        """Whether this stretch holds all of the other."""
        return self.start <= other.start and (self.end or date.max) >= (other.end or date.max)


def import_units(
    session: Session, rows: Iterable[UnitRow], successions: Iterable[Succession] = ()
) -> ImportSummary:
    """Insert or change the units of ``rows``, known by (code, valid_from); others stay.

    Runs in the caller's transaction and takes the table's write lock until it ends. Raises
    UnitsRefused before anything is written: a repeated row, overlapping validity of one code, a
    parent that is missing or not valid all the time, a circle of parents, a national unit that is
    not at the top, a succession whose ends do not meet on its day.
    """
    session.flush()
    session.execute(text("LOCK TABLE unit, unit_succession IN SHARE ROW EXCLUSIVE MODE"))
    wanted = list(rows)
    book = _Book(session, wanted)
    book.check(wanted)
    links: dict[tuple[int, int], tuple[int, int, date, int]] = {}
    heirs: Counter[int] = Counter()
    for old, new, on in map(book.link, successions):
        if (old, new) not in links:
            links[old, new] = (old, new, on, heirs[old])
            heirs[old] += 1
    written = _write(session, Unit.__tablename__, _COLUMNS, ("id",), book.records(wanted))
    linked = _write(
        session,
        "unit_succession",
        _LINK,
        ("predecessor_id", "successor_id"),
        sorted(links.values()),
    )
    if written or linked:
        # Before that every look-up of a name would read all that was just written.
        session.execute(text("SELECT gin_clean_pending_list('ix_unit_keys')"))
        session.execute(text("ANALYZE unit, unit_succession"))
        session.expire_all()
    return ImportSummary(book.fresh, written - book.fresh, linked)


class _Book:
    """All units after the import, as spans; ids of new ones are taken from the sequence."""

    def __init__(self, session: Session, rows: Sequence[UnitRow]) -> None:
        stored = select(Unit.id, Unit.code, Unit.valid_from, Unit.valid_to, Unit.parent_id)
        spans = [_Span(*row) for row in session.execute(stored)]
        self.spans = {(span.code, span.start): span for span in spans}
        new = [row for row in rows if (row.code, row.valid_from) not in self.spans]
        self.fresh = len(new)
        for row, number in zip(new, _ids(session, len(new)), strict=True):
            span = _Span(number, row.code, row.valid_from, row.valid_to, None)
            self.spans[row.code, row.valid_from] = span
        for row in rows:
            self.spans[row.code, row.valid_from].end = row.valid_to
        self.by_id = {span.id: span for span in self.spans.values()}
        self.of_code: dict[str, list[_Span]] = defaultdict(list)
        for span in self.spans.values():
            self.of_code[span.code].append(span)

    def at(self, code: str, day: date) -> _Span | None:
        """The unit of that code on that day."""
        for span in self.of_code.get(code, ()):
            if span.start <= day and (span.end is None or day < span.end):
                return span
        return None

    def check(self, rows: Sequence[UnitRow]) -> None:
        """Refuse what contradicts itself; sets the parents."""
        seen: set[tuple[str, date]] = set()
        for row in rows:
            if (row.code, row.valid_from) in seen:
                raise _refused(row.code, "trùng mã và ngày hiệu lực", "the row is given twice")
            seen.add((row.code, row.valid_from))
            if row.valid_to is not None and row.valid_to <= row.valid_from:
                raise _refused(row.code, "hết hiệu lực trước khi có", "it ends before it begins")
        self._check_overlaps()
        for row in rows:
            self._set_parent(row)
        self._check_parents()
        for row in rows:
            parent = self.spans[row.code, row.valid_from].parent
            if row.national and parent is not None and self.by_id[parent].parent is not None:
                raise _refused(row.code, "không ở cấp đầu", "a national unit is not at the top")

    def _check_overlaps(self) -> None:
        for code, spans in self.of_code.items():
            spans.sort(key=lambda span: span.start)
            for earlier, later in pairwise(spans):
                if earlier.end is None or earlier.end > later.start:
                    raise _refused(code, "trùng thời gian hiệu lực", "its validities overlap")

    def _set_parent(self, row: UnitRow) -> None:
        span = self.spans[row.code, row.valid_from]
        span.parent = None
        if row.parent is not None:
            parent = self.at(row.parent, row.valid_from)
            if parent is None:
                raise _refused(
                    row.code, f"không có đơn vị cấp trên {row.parent}", f"no parent {row.parent}"
                )
            span.parent = parent.id

    def _check_parents(self) -> None:
        """Every unit's validity lies within its parent's, and no chain of parents closes."""
        safe: set[int] = set()
        for span in self.by_id.values():
            path: list[int] = []
            here: _Span | None = span
            while here is not None and here.id not in safe:
                if here.id in path:
                    raise _refused(here.code, "vòng cấp trên", "its chain of parents is a circle")
                path.append(here.id)
                above = self.by_id[here.parent] if here.parent is not None else None
                if above is not None and not above.covers(here):
                    why = "cấp trên không có hiệu lực suốt thời gian đó"
                    raise _refused(here.code, why, f"parent {above.code} is not valid all the time")
                here = above
            safe.update(path)

    def link(self, succession: Succession) -> tuple[int, int, date]:
        """A succession by ids."""
        old = self.at(succession.predecessor, succession.on - timedelta(days=1))
        new = self.at(succession.successor, succession.on)
        if old is None or old.end != succession.on:
            why = f"không hết hiệu lực ngày {succession.on}"
            raise _refused(succession.predecessor, why, f"it does not end on {succession.on}")
        if new is None:
            why = f"không có hiệu lực ngày {succession.on}"
            raise _refused(succession.successor, why, f"it is not valid on {succession.on}")
        return old.id, new.id, succession.on

    def records(self, rows: Sequence[UnitRow]) -> list[tuple[object, ...]]:
        """The rows as ``_COLUMNS`` has them."""
        return [_record(self.spans[row.code, row.valid_from], row) for row in rows]


_COLUMNS = (
    "id", "code", "name", "short_name", "place", "tier", "kind", "field", "fields", "parent_id",
    "requested", "national", "valid_from", "valid_to", "province_code", "aliases", "keys", "search",
    "latitude", "longitude",
)  # fmt: skip
_LINK = ("predecessor_id", "successor_id", "on", "position")


def _record(span: _Span, row: UnitRow) -> tuple[object, ...]:
    own = [row.field] if row.field else []
    fields = list(dict.fromkeys([*own, *row.fields]))
    keys = sorted({key_of(name) for name in (row.name, row.short_name, *row.aliases)} - {""})
    search = f"{fold(row.short_name)} {fold(row.name)}"
    return (
        span.id, row.code, row.name, row.short_name, row.place, row.tier, row.kind, row.field,
        fields, span.parent, row.requested, row.national, row.valid_from, row.valid_to,
        row.province_code, list(row.aliases), keys, search, row.latitude, row.longitude,
    )  # fmt: skip


def _refused(unit: str, why_vi: str, why: str) -> UnitsRefused:
    return UnitsRefused(unit=unit, why_vi=why_vi, why=why)


def _ids(session: Session, count: int) -> list[int]:
    sequence = func.pg_get_serial_sequence("unit", "id")
    taken = select(func.nextval(sequence)).select_from(func.generate_series(1, count).alias())
    return list(session.scalars(taken))


def _write(
    session: Session,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    records: Sequence[Sequence[object]],
) -> int:
    """COPY into a staging table and merge; returns how many rows were new or changed."""
    names = ", ".join(f'"{name}"' for name in columns)
    rest = [name for name in columns if name not in key]
    session.execute(text(f"CREATE TEMP TABLE staging AS SELECT {names} FROM {table} LIMIT 0"))
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:
        for record in records:
            copy.write_row(record)
    merged = session.connection().execute(
        text(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM staging "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET "
            + ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
            + f" WHERE ({_of(table, rest)}) IS DISTINCT FROM ({_of('excluded', rest)})"
        )
    )
    session.execute(text("DROP TABLE staging"))
    return merged.rowcount


def _of(table: str, columns: Sequence[str]) -> str:
    return ", ".join(f'{table}."{name}"' for name in columns)
