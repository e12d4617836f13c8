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
    r"(?P<gap>\s+)(?P<name>.+)$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    r"(?P<kind>(?:Huyện|Quận|Thị|Thành|Tỉnh) ủy"
    r"|Trường(?: THPT| THCS| PTDTNT| Tiểu học| Mầm non| Trung học cơ sở| Trung học phổ thông))"
    r" (?P<name>.+)$",
    re.IGNORECASE,
)
_SPELLINGS = (("Uỷ", "Ủy"), ("uỷ", "ủy"), ("UỶ", "ỦY"), ("Toà", "Tòa"), ("TOÀ", "TÒA"))
_WHERE_SPELT_OLD = (("hoá", "hóa"), ("HOÁ", "HÓA"), ("Hoà ", "Hòa "), ("HOÀ ", "HÒA "))


def tidy(text: str) -> str:
    """One blank between words, marks of tone where offices now put them ('Uỷ ban' is Ủy ban)."""
    text = re.sub(r"\s+", " ", text).strip(" ,;.:")
    for old, new in (*_SPELLINGS, *_WHERE_SPELT_OLD):
        text = text.replace(old, new)
    return text


def in_capitals(text: str) -> bool:
    """Whether every letter is a capital ('UBND TỈNH HÀ GIANG')."""
    return text.isupper()


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
    if match is None or not _is_place_name(match["kind"], match["name"]):
        return name, ""
    kind = match["kind"].lower()
    inner, more = split_place(match["name"])
    inner = re.sub(r"[\s,–-]+$", "", inner)
    place = f"{kind} {named(inner)}"
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


def _is_place_name(kind: str, name: str) -> bool:
    """'XÃ HỘI' is no commune; a kind alone ('UBND TỈNH') has no name."""
    first = name.split()[0].casefold() if name.split() else ""
    if kind.casefold() == "xã" and first in {"hội", "viên"}:
        return False
    return first not in {"ủy", "uỷ", "đoàn", "đội", "và", ""}


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
    return re.sub(pattern, lambda m: m[0].lower(), name)


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
    known = sorted({*_lexicon(), *(s.casefold() for s in SUBJECTS), *_provinces()}, key=len)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, reversed(known))) + r")(?!\w)")


@cache
def _spelling() -> dict[str, str]:
    return _lexicon() | {s.casefold(): s for s in SUBJECTS} | _provinces()


def _by_phrases(name: str) -> str:
    return _phrases().sub(lambda m: _spelling()[m[0]], name.casefold())


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]
