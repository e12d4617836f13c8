"""Names as an office writes them: capitals into ordinary case, short forms written out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from engine.intake.lexicon_bodies import PHRASES, SHORT_FORMS, SUBJECTS
from engine.intake.lexicon_places import (
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    PROVINCE_KINDS,
    PROVINCE_SPELLINGS,
    PROVINCES,
)

_KINDS: Final = (*PROVINCE_KINDS, *DISTRICT_KINDS, *COMMUNE_KINDS, "thành phố")
_PLACE: Final = re.compile(
    r"(?<!\w)(?P<kind>" + "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True)) + r")"
    r"(?P<gap>\s+)(?!(?<=huyện\s)đoàn\s|(?<=tỉnh\s)đoàn\s)(?P<name>.+)$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    r"(?P<kind>(?:Huyện|Quận|Thị|Thành|Tỉnh) (?:ủy|đoàn)"
    r"|Trường(?: THPT| THCS| PTDTNT| Tiểu học| Mầm non| Trung học cơ sở| Trung học phổ thông))"
    r" (?P<name>.+)$",
    re.IGNORECASE,
)
_TONES: Final = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oạ": "ọa", "uỷ": "ủy", "uý": "úy", "uỳ": "ùy", "uỵ": "ụy",
}  # fmt: skip
_OLD_TONE: Final = re.compile("(?<!q)(?:" + "|".join(_TONES) + r")(?!\w)", re.IGNORECASE)


def tidy(text: str) -> str:
    """One blank between words, marks of tone where offices now put them ('Uỷ ban' is Ủy ban)."""
    text = re.sub(r"\s+", " ", text).strip(" ,;.:")
    return _OLD_TONE.sub(lambda m: _as_case(_TONES[m[0].lower()], m[0]), text)


def _as_case(text: str, like: str) -> str:
    """``text`` with capitals where ``like`` has them."""
    return "".join(c.upper() if x.isupper() else c for c, x in zip(text, like, strict=True))


def in_capitals(text: str) -> bool:
    """Whether every letter is a capital ('UBND TỈNH HÀ GIANG')."""
    return text.isupper()


def with_small_kinds(name: str) -> str:
    """'UBND Thị xã Kinh Môn' has its kind of place in small letters; short forms of bodies stay."""
    name = tidy(name)
    return name if in_capitals(_without_short_forms(name)) else _with_kind_lowered(name)


def written(name: str, letter: str = "") -> str:
    """A body's name in ordinary case, short forms written out.

    ``letter`` is the letter's text, which usually spells its issuer's name itself.

    >>> written("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI")
    'Sở Lao động - Thương binh và Xã hội'
    """
    name = tidy(name)
    if not in_capitals(_without_short_forms(name)):
        return _spelt_out(name, capitals=False)
    spelt = _spelt_out(name, capitals=True)
    head, place = split_place(spelt)
    head = _ordinary(head, letter) if head else ""
    return _sentence(f"{head} {place}".strip())


def split_place(name: str) -> tuple[str, str]:
    """A name and the place at its end, written 'huyện Vị Xuyên'; '' where it has none.

    >>> split_place("ỦY BAN NHÂN DÂN HUYỆN VỊ XUYÊN")
    ('ỦY BAN NHÂN DÂN', 'huyện Vị Xuyên')
    """
    match = _PLACE.search(name)
    while match is not None and not _is_place_name(match):
        match = _PLACE.search(name, match.end("kind"))
    if match is None:
        return name, ""
    kind = match["kind"].lower()
    inner, more = split_place(match["name"])
    inner = re.sub(r"[\s,–-]+$", "", inner)
    name_of_it = named(inner)
    kind = "Thành phố" if name_of_it == "Hồ Chí Minh" else kind
    place = f"{kind} {name_of_it}"
    return name[: match.start()].strip(" ,-–"), f"{place} {more}".strip() if more else place


def named(place: str) -> str:
    """A place's name in ordinary case: a province as the lexicon has it, else a capital each word."""
    place = re.sub(r"\s+", " ", place.strip(" ,.;-–"))
    known = province(place)
    if known:
        return known
    words = re.split(r"([\s-]+)", place)
    return "".join(w[:1].upper() + w[1:].lower() for w in words)


@cache
def province(name: str) -> str | None:
    """The province of exactly this name, in any case and spelling; None where there is none."""
    return _provinces().get(re.sub(r"\s+", " ", name).casefold().strip(" ,.;"))


@cache
def _provinces() -> dict[str, str]:
    table = {p.casefold(): p for p in PROVINCES}
    return table | {s.casefold(): p for s, p in PROVINCE_SPELLINGS.items()}


def _is_place_name(match: re.Match[str]) -> bool:
    """'XÃ HỘI' is no commune, 'TỈNH ĐOÀN' no province; but 'XÃ ĐOÀN KẾT' is one."""
    first = match["name"].split()[0].casefold()
    if match["kind"].casefold() == "xã" and first in {"hội", "viên"}:
        return match.string[: match.start()].casefold().endswith("nhân dân ")
    if match.start() == 0 and first in {"đoàn", "đội"}:
        return False
    return first not in {"ủy", "uỷ", "và", "-", "–"}


def _without_short_forms(name: str) -> str:
    return " ".join(w for w in name.split() if w.strip(",") not in SHORT_FORMS) or name


def _spelt_out(name: str, *, capitals: bool) -> str:
    words = []
    for word in name.split(" "):
        bare = word.rstrip(",")
        full = SHORT_FORMS.get(bare)
        words.append((full.upper() if capitals else full) + word[len(bare) :] if full else word)
    text = " ".join(words)
    return text if capitals else _with_kind_lowered(text)


def _with_kind_lowered(name: str) -> str:
    """'Ủy ban nhân dân Huyện Vị Xuyên' has its kind of place in small letters."""
    kinds = "Tỉnh|Huyện|Quận|Thị xã|Thị Xã|Xã|Phường|Thị trấn|Thị Trấn|Thành phố|Thành Phố|Đặc khu"
    pattern = rf"(?<=\S )(?:{kinds})(?= |$)(?! ủy| đoàn| Hội| hội)"
    return re.sub(pattern, lambda m: m[0].lower(), name).replace(
        "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"
    )


def _ordinary(name: str, letter: str) -> str:
    """Known phrases as the lexicon writes them, the rest as the letter does, or in small letters."""
    text = _known(name)
    if text is not None:
        return text
    after = _NAMED_AFTER.match(name)
    if after:
        return f"{_by_phrases(after['kind'])} {named(after['name'])}"
    shown = _as_the_letter_has_it(name, letter)
    return shown or _by_phrases(name)


@cache
def _lexicon() -> dict[str, str]:
    table: dict[str, str] = {}
    for kind in ("Sở", "Bộ", "Phòng", "Cục", "Vụ"):
        table |= {f"{kind} {s}".casefold(): f"{kind} {s}" for s in SUBJECTS}
    return table | {p.casefold(): p for p in PHRASES}


def _known(name: str) -> str | None:
    return _lexicon().get(name.casefold())


def _as_the_letter_has_it(name: str, letter: str) -> str | None:
    """The name as the letter itself writes it in ordinary case; None where it never does."""
    pattern = r"\s+".join(map(re.escape, name.split()))
    found = [m[0] for m in re.finditer(pattern, letter, re.IGNORECASE) if not m[0].isupper()]
    if not found:
        return None
    best = max(set(found), key=found.count)
    return tidy(best[:1].upper() + best[1:])


@cache
def _phrases() -> re.Pattern[str]:
    long = (s.casefold() for s in SUBJECTS if len(s.split()) > 3)
    known = sorted({*_lexicon(), *long, *_provinces()}, key=len)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, reversed(known))) + r")(?!\w)")


@cache
def _spelling() -> dict[str, str]:
    return _lexicon() | {s.casefold(): s for s in SUBJECTS} | _provinces()


def _by_phrases(name: str) -> str:
    return _phrases().sub(lambda m: _spelling()[m[0]], name.casefold())


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]
