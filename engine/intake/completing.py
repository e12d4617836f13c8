"""Issuers of cited documents, completed: 'UBND huyện' is the issuer's own, a sở its province's."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.intake import doubts
from engine.intake.found import Basis, Found, Issuer
from engine.intake.lexicon_bodies import SUBJECT_FORMS
from engine.intake.localities import places_in
from engine.intake.written_names import with_small_kinds

_BARE = re.compile(
    r"(?P<body>.*\S\s)(?P<kind>tỉnh|huyện|quận|thị xã|thành phố|(?<!thị )xã|phường|thị trấn|đặc khu)$"
)
_PARTY = re.compile(r"(?P<kind>Tỉnh ủy|Huyện ủy|Quận ủy|Thị ủy|Thành ủy)$")
_SHORT = re.compile("(?<!\\w)(?:" + "|".join(map(re.escape, SUBJECT_FORMS)) + r")(?!\w)")


def completed(
    upstream: tuple[Found[Basis], ...], issuer: Found[Issuer] | None
) -> tuple[Found[Basis], ...]:
    """Each basis with its issuer's place, where the letter's own locality tells it."""
    locality = issuer.value.locality if issuer else None
    own = issuer.value.name if issuer else ""
    return tuple(_completed(basis, locality or "", own) for basis in upstream)


def _completed(basis: Found[Basis], locality: str, own: str) -> Found[Basis]:
    printed = basis.value.issuer or _unprinted(basis.value, own)
    if printed is None:
        return basis
    name = _subjects_spelt_out(with_small_kinds(printed))
    places = {place.kind: place for place in places_in(locality)}
    bare, party = _BARE.match(name), _PARTY.search(name)
    district = next((p for p in places.values() if p.level == "huyen"), None)
    province = next((p for p in places.values() if p.level == "tinh"), None)
    if own.startswith(f"{name} ") and not bare:
        full = own
    elif bare and bare["kind"] in places:
        full = f"{bare['body']}{places[bare['kind']]}"
    elif name.startswith("Sở ") and province and not _placed(name, province.name):
        full = f"{re.sub(r' (?:tỉnh|thành phố)$', '', name)} ({province})"
    elif name.startswith("Phòng ") and district and not _placed(name, district.name):
        full = f"{name} {district}"
    elif party and party["kind"] in _own_party(locality):
        full = f"{name} {_own_party(locality)[party['kind']]}"
    else:
        full = name
    if full == name:
        return replace(basis, value=replace(basis.value, issuer=name))
    doubt = (*basis.doubts, doubts.BASIS_ISSUER_COMPLETED)
    return replace(
        basis,
        value=replace(basis.value, issuer=full),
        confidence=min(basis.confidence, 0.9),
        doubts=doubt,
    )


def _placed(name: str, province: str) -> bool:
    return province in name or any(True for _ in places_in(name))


def _unprinted(basis: Basis, own: str) -> str | None:
    """Laws are the Quốc hội's; what a letter follows on without a name is its own issuer's."""
    if re.search(r"/(?:19|20)\d\d/QH\d", basis.number):
        return "Quốc hội"
    if re.search(r"/UBTVQH\d", basis.number):
        return "Ủy ban Thường vụ Quốc hội"
    return own.split(" (")[0] or None if basis.role == "Tiếp theo" else None


def _own_party(locality: str) -> dict[str, str]:
    """The committees of the issuer's own places: {'Tỉnh ủy': 'Quảng Ngãi'}."""
    kinds = {
        "tỉnh": "Tỉnh ủy",
        "huyện": "Huyện ủy",
        "quận": "Quận ủy",
        "thị xã": "Thị ủy",
        "thành phố": "Thành ủy",
    }
    return {kinds[p.kind]: p.name for p in places_in(locality) if p.kind in kinds}


def _subjects_spelt_out(name: str) -> str:
    """'Sở GD&ĐT' is written out; 'UBND' and 'HĐND' everybody reads."""
    return _SHORT.sub(lambda m: SUBJECT_FORMS[m[0]], name)
