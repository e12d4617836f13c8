"""What a phrase of recipients means: «Các phòng, ban, ngành; UBND các xã, thị trấn». Pure.

A phrase is cut into its parts, and each part is understood or left as it stands. What kinds of
bodies there are below a writer is data (``Below``); the words for bodies in general are here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.letter_lists import PlaceList, before_above, has_kind, place_list
from engine.unit_names import fold

ALL, ORGANS, MASS, TERRITORY, PARTY, BODY = "all", "organs", "mass", "territory", "party", "body"
LISTED, ABOVE = "listed", "above"

_WORDS = (
    ("to chuc chinh tri xa hoi", "doanthe"),
    ("to chuc chinh tri", "doanthe"),
    ("to chuc xa hoi", "doanthe"),
    ("mat tran to quoc viet nam", "mattran"),
    ("mat tran to quoc", "mattran"),
    ("uy ban mttq viet nam", "mattran"),
    ("uy ban mttqvn", "mattran"),
    ("uy ban mttq", "mattran"),
    ("uy ban mattran", "mattran"),
    ("ubmttqvn", "mattran"),
    ("ubmttq viet nam", "mattran"),
    ("ubmttq", "mattran"),
    ("mttq viet nam", "mattran"),
    ("mttq", "mattran"),
    ("mat tran", "mattran"),
    ("doan the", "doanthe"),
    ("hoi doan the", "doanthe"),
    ("uy ban nhan dan", "ubnd"),
    ("co quan chuyen mon", "coquan"),
    ("co quan", "coquan"),
    ("don vi", "donvi"),
    ("dia phuong", "diaphuong"),
    ("chuyen mon", ""),
    ("truc thuoc", ""),
    ("lien quan", ""),
    ("tren dia ban", ""),
    ("luc luong vu trang", "llvt"),
    ("ngang bo", ""),
    ("thuoc chinh phu", ""),
    ("thu truong", ""),
    ("giam doc", ""),
    ("chu tich", ""),
    ("xa hoi", "xahoi"),
)
_FILLERS = frozenset(
    ("cac", "toan", "the", "cua", "thuoc", "cap", "o", "tai", "moi", "nhung", "khac")
)
_ORGANS = frozenset(("so", "phong", "ban", "nganh", "bo", "coquan"))
_MASS = frozenset(("doanthe", "mattran", "hoi"))
_GENERAL = frozenset(("donvi", "coquan", "diaphuong"))
_PARTY = re.compile(
    r"\b(?:tinh uy|thanh uy|huyen uy|thi uy|quan uy|dang uy|dang bo|ban can su|"
    r"ban tuyen giao|ban dan van|ban to chuc (?:trung uong|tinh|huyen|thanh)|uy ban kiem tra)\b"
)
_HEAD = re.compile(
    r"(?:cac )?(?:so|phong|bo|ban|hoi|doan|lien doan|van phong|trung tam|chi cuc|cuc|kho bac|dai|"
    r"toa an|vien|cong an|thanh tra|uy ban|ubnd|truong|tram|bao|mat tran)\b"
)
_HEADED = re.compile(r"(?:các\s+)?(sở|phòng|ban|bộ|hội)\s*:\s*(.+)", re.IGNORECASE)
"""«Các phòng: Nội vụ, Tư pháp»."""
_EDGES = " .:-–+*"
_SEPARATOR = re.compile(r"[;,()/]|\s+(?:và|va)\s+|\s+-\s+(?=Ủy|UBND|Các)")


@dataclass(frozen=True, slots=True)
class Below:
    """The bodies below a writer on a day, by the words for them.

    ``places``: 'xa', 'thi tran' → their tier; ``organs`` and ``mass``: the tiers of specialised
    bodies and of those that are asked, not ordered; ``nearest``: the nearest tier of places;
    ``own``: the words for places of the writer's own kind and above ('huyen', 'tinh').
    """

    places: Mapping[str, str] = field(default_factory=dict)
    organs: tuple[str, ...] = ()
    mass: tuple[str, ...] = ()
    nearest: str = ""
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a phrase: what it means (ALL, ORGANS, …, BODY), the tier of a TERRITORY, and its
    words; a BODY is one body, to be looked up by its name.

    LISTED is a place named in a list under its kind («các xã: A, B»): ``kinds`` are those it may be
    of, as printed. ABOVE are those named before («các xã nêu trên»), of these ``kinds``, folded;
    none: whoever was named.
    """

    kind: str
    text: str
    tier: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which it is looked up."""
        return tuple(f"{kind} {self.text}" for kind in self.kinds) or (self.text,)


def understood(phrase: str, below: Below) -> list[Part]:
    """The parts of a phrase in their order; of several that mean the same, the first."""
    if above := _named_above(phrase, below):
        return [above]
    whom = before_above(phrase)
    if whom and set(_code(whom).split()) <= _GENERAL | _FILLERS:
        return [Part(ALL, whom)]
    parts = list(_cut(whom or phrase, below))
    if parts and all(part.kind == ALL for part in parts):
        return parts[:1]
    found: dict[tuple[str, ...], Part] = {}
    for part in parts:
        for one in _plainly(part, below):
            said = one.kind in (BODY, LISTED)
            key = (one.kind, fold(one.text)) if said else (one.kind, one.tier)
            found.setdefault(key, one)
    return list(found.values())


def _plainly(part: Part, below: Below) -> Iterator[Part]:
    """«Các đơn vị, địa phương» beside others: organs and places."""
    if part.kind != ALL:
        yield part
        return
    words = _coded(part.text)
    if "diaphuong" in words and below.nearest:
        yield Part(TERRITORY, part.text, below.nearest)
    if words & {"donvi", "coquan"}:
        yield Part(ORGANS, part.text)


def _cut(phrase: str, below: Below) -> Iterator[Part]:
    """The phrase at its commas and «và», but where a body's name goes on behind them, as in
    «Phòng Văn hóa, Thể thao và Du lịch»: what has no head of its own belongs to the name before.
    """
    text = unicodedata.normalize("NFC", " ".join(phrase.split()))
    if headed := _HEADED.fullmatch(text):
        items = (item.strip(_EDGES) for item in re.split("[,;]", headed[2]))
        yield from (Part(BODY, f"{headed[1].capitalize()} {item}") for item in items if item)
        return
    if listed := place_list(text, below.places):
        yield from _each(listed, below)
        return
    segments = [one for one in text.split(";") if one.strip(_EDGES)]
    if len(segments) > 1:
        for segment in segments:
            yield from _cut(segment, below)
        return
    last: Part | None = None
    end = 0
    for start, stop in _pieces(text):
        part = _part(text[start:stop].strip(_EDGES), below)
        between = text[end:start]
        if last is not None and _goes_on(last, part):
            part = Part(BODY, last.text + between + text[start:stop].rstrip(_EDGES))
        elif last is not None:
            yield last
        last, end = part, stop
    if last is not None:
        yield last


def _each(found: PlaceList, below: Below) -> Iterator[Part]:
    """Each name of a list under a kind; what has a head or a kind of its own is that."""
    tier = below.places[fold(found.kinds[0])]
    for start, stop in _pieces(found.names):
        name = found.names[start:stop].strip(_EDGES)
        if has_kind(name, below.places) or not name[:1].isupper() or _HEAD.match(fold(name)):
            yield _part(name, below)
        else:
            yield Part(LISTED, name, tier, found.kinds)


def _named_above(phrase: str, below: Below) -> Part | None:
    """«UBND các xã nêu trên»; None for anything else."""
    whom = before_above(phrase)
    if not whom:
        return None
    said = f" {fold(whom)} "
    kinds = tuple(kind for kind in (*below.places, *sorted(_ORGANS)) if f" {kind} " in said)
    return Part(ABOVE, whom, kinds=kinds) if kinds else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SEPARATOR.finditer(text):
        if text[start : found.start()].strip(_EDGES):
            yield start, found.start()
        start = found.end()
    if text[start:].strip(_EDGES):
        yield start, len(text)


def _goes_on(before: Part, part: Part) -> bool:
    """Whether the second is no body, but more of the first one's name."""
    if before.kind != BODY or part.kind != BODY:
        return False
    return bool(_HEAD.match(fold(before.text))) and not _HEAD.match(fold(part.text))


def _coded(text: str) -> set[str]:
    return set(_code(text).split())


def _code(text: str) -> str:
    said = f" {fold(text)} "
    for words, code in _WORDS:
        said = said.replace(f" {words} ", f" {code} ")
    return " ".join(said.split())


def _part(text: str, below: Below) -> Part:
    folded = fold(text)
    if _PARTY.search(folded):
        return Part(PARTY, text)
    words = [word for word in _code(text).split() if word not in _FILLERS]
    tier = _place(words, below)
    if tier:
        return Part(TERRITORY, text, tier)
    words = _without_level(words, below)
    if words and set(words) <= _GENERAL and set(words) != {"coquan"}:
        return Part(ALL, text)
    if words == ["diaphuong"] and below.nearest:
        return Part(TERRITORY, text, below.nearest)
    if words and set(words) <= _ORGANS | {"donvi"}:
        return Part(ORGANS, text)
    if words and set(words) <= _MASS:
        return Part(MASS, text)
    return Part(BODY, text)


def _place(words: list[str], below: Below) -> str:
    """The tier of «UBND các xã», «thị trấn», «các xã trên địa bàn huyện»; '' for anything else."""
    said = [word for word in words if word != "ubnd"]
    for at in range(1, len(said)):
        level = any(" ".join(said[at : at + size]) in below.own for size in (1, 2))
        if level and (found := below.places.get(" ".join(said[:at]))):
            return found
    return below.places.get(" ".join(said), "")


def _without_level(words: list[str], below: Below) -> list[str]:
    """Without «huyện», «thị xã Kinh Môn» at the end: the level at which the bodies stand."""
    for size in (1, 2):
        for at in range(1, len(words) - size + 1):
            if " ".join(words[at : at + size]) in below.own and (
                set(words[:at]) <= _ORGANS | _MASS | _GENERAL
            ):
                return words[:at]
    return words
