"""Why a letter asks: «Để tổng hợp, báo cáo UBND tỉnh, Sở Y tế đề nghị …» says who gathers what comes and whom it goes up to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.intake.actors import body_at, listed, names
from engine.intake.duty_context import Around, Placed
from engine.intake.found import AD_HOC, Found, Report
from engine.intake.gathered import folded
from engine.intake.report_filling import own_name
from engine.intake.sentences import sentences

_I = re.IGNORECASE
_PURPOSE = re.compile(
    r"(?:(?:Theo|Thực\shiện|Căn\scứ)\s[^;.]{5,300}?[,;]\s)?(?:Để|Nhằm|Phục\svụ)\s(?P<what>[^;.]{0,300}?),\s(?:(?P<who>(?-i:[A-ZĐỦ])[^;.,]{1,90}?)\s)?"
    r"(?:trân\strọng\s|kính\s)?(?:đề\snghị|yêu\scầu|giao(?!\sthông))(?!\w)",
    _I,
)
_GATHERS = re.compile(r"tổng\shợp|xây\sdựng\sbáo\scáo|có\s(?:cơ\ssở|căn\scứ)", _I)
_UP = re.compile(r"(?:báo\scáo|trình)\s(?:(?:cho|lên|với|gửi)\s)?(?=\S)", _I)
_ALONE = re.compile(r"(?:Để|Nhằm|Phục\svụ)\s(?P<what>[^;.]{10,400})\.?\s*$", _I)
_ASKS = re.compile(
    r"(?P<who>(?-i:[A-ZĐỦ])[^;.,]{1,90}?)\s(?:trân\strọng\s|kính\s)?(?:đề\snghị|yêu\scầu)(?!\w)",
    _I,
)
"""«Nhằm … kịp thời tổng hợp báo cáo gửi UBND quận. Trung tâm đề nghị …»: two sentences, or paragraphs."""


@dataclass(frozen=True, slots=True)
class _Purpose:
    gatherer: str
    up: tuple[str, ...]


def purposed(
    reports: Sequence[Found[Report]], places: Iterable[Placed], known: Around
) -> list[Found[Report]]:
    """``reports``, those to the one who says why it asks with who gathers them and whom they go up to."""
    said = _said(places, known)
    return [_with(found, said, known.issuer) for found in reports] if said else list(reports)


def _said(places: Iterable[Placed], known: Around) -> _Purpose | None:
    alone: tuple[str, ...] = ()
    for place in places:
        text = place.paragraph.text
        for start, end in sentences(text):
            if alone and (asks := _ASKS.match(text, start, end)):
                name = _speaker(text, asks, known.issuer)
                return _Purpose(name, alone) if name else None
            alone = _alone(text, start, end)
            found = _PURPOSE.match(text, start, end)
            if found is None or not _GATHERS.search(found["what"]):
                continue
            up = _UP.search(text, found.start("what"), found.end("what"))
            group = listed(text, up.end(), found.end("what")) if up else []
            name = _speaker(text, found, known.issuer)
            if group and name:
                return _Purpose(name, names(group))
    return None


def _alone(text: str, start: int, end: int) -> tuple[str, ...]:
    """Whom what is gathered goes up to, of a sentence that only says what the letter is for."""
    found = _ALONE.match(text, start, end)
    if found is None or not _COLLECTS.search(found["what"]):
        return ()
    up = _UP.search(text, found.start("what"), found.end("what"))
    return names(listed(text, up.end(), found.end("what"))) if up else ()


_COLLECTS = re.compile(r"(?:tổng\shợp|kịp\sthời)\s?,?\s(?:tổng\shợp\s)?(?=báo\scáo|trình)", _I)


def _speaker(text: str, found: re.Match[str], issuer: str | None) -> str | None:
    """Who asks: named before «đề nghị», else the issuer."""
    if found["who"] is None:
        return issuer
    body = body_at(text, found.start("who"), found.end("who"))
    return own_name(body.name, issuer) if body else None


def _with(found: Found[Report], said: _Purpose, issuer: str | None) -> Found[Report]:
    report = found.value
    mine = folded(said.gatherer)
    if report.kind == AD_HOC or report.consolidator or report.goes_up_to or not report.to:
        return found
    to = folded(report.to)
    own = report.to == issuer or mine.startswith(to) or to.startswith(mine) or to.endswith(mine)
    if not own or any(folded(name) in (mine, to) for name in report.who):
        return found
    if any(folded(name) == to for name in said.up):
        return found
    return replace(found, value=replace(report, consolidator=report.to, goes_up_to=said.up))
