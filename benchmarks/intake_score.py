"""Drafts against listings: what was found, what was missed, what was made up.

Only what a listing has a key for is scored: a piece of a letter cannot show its whole head.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.intake_pairs import (
    Listing,
    dated_reports,
    fits,
    is_dated,
    key,
    matched,
    nearness,
    rule,
)
from benchmarks.intake_words import alike, folded, same, stands_in
from engine.intake.duty_doubts import COUNTED


@dataclass
class Score:
    """``right`` and ``asked`` count by subject; ``misses`` say what differs, a line each."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def say(self, subject: str, right: bool, where: str, gold: object, draft: object) -> None:
        """One thing asked for, and whether it is right."""
        self.asked[subject] += 1
        self.right[subject] += right
        if not right:
            self.misses.append(f"{where}  {subject}: {gold!r} ≠ {draft!r}")

    def share(self, subject: str) -> float | None:
        """Right ones of those asked; None where nothing was asked."""
        asked = self.asked[subject]
        return self.right[subject] / asked if asked else None


def scored(gold: Listing, draft: Listing, text: str, score: Score) -> None:
    """Add one letter's comparison to ``score``."""
    file = gold["file"]
    for name, wanted, found, like in _header(gold, draft):
        score.say(f"header.{name}", like(wanted, found), file, wanted, found)
    _lists(gold, draft, file, score)
    _headings(gold, draft, file, score)
    _reports(gold, draft, file, score)
    _tasks(gold, draft, file, score)
    for what, day in _dates(draft):
        score.say("dates standing in the text", stands_in(day, text), file, what, day)


def _header(
    gold: Listing, draft: Listing
) -> Iterator[tuple[str, Any, Any, Callable[[Any, Any], bool]]]:
    yield from _fields(gold, draft, "doc", {"number": same, "symbol": same, "type": same})
    yield from _fields(gold, draft, "issuer", {"name": alike, "level": same})
    yield from _fields(gold, draft, "issued", dict.fromkeys(("date", "year", "place"), _same_words))
    if gold.get("subject") is not None:
        yield "subject", gold["subject"], draft.get("subject"), _same_subject
    names = ("authority", "on_behalf", "title", "name")
    yield from _fields(gold, draft, "signer", dict.fromkeys(names, same))


def _fields(
    gold: Listing, draft: Listing, part: str, likes: Mapping[str, Callable[[Any, Any], bool]]
) -> Iterator[tuple[str, Any, Any, Callable[[Any, Any], bool]]]:
    prefix = "" if part == "doc" else f"{part}."
    listed = gold.get(part) or {}
    for name, like in likes.items():
        if name in listed:
            yield prefix + name, listed[name], (draft.get(part) or {}).get(name), like


def _same_words(a: object, b: object) -> bool:
    return folded(str(a)) == folded(str(b))


def _same_subject(a: str | None, b: str | None) -> bool:
    """«Về việc» before a subject is part of it or not, as a reader likes."""
    return folded(a).removeprefix("về việc ") == folded(b).removeprefix("về việc ")


def _lists(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    if "upstream" in gold:
        _upstream(gold, draft, file, score)
    for name in ("recipients", "cc"):
        if name in gold:
            a = [folded(x) for x in gold.get(name) or []]
            b = [folded(x) for x in draft.get(name) or []]
            score.say(f"header.{name}", a == b, file, gold.get(name), draft.get(name))


def _upstream(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    optional = {_basis(u) for u in gold["upstream"] if u.get("optional")}
    wanted = sorted({_basis(u) for u in gold["upstream"]} - optional)
    found = sorted({_basis(u) for u in draft["upstream"]} - optional)
    score.say("header.upstream", wanted == found, file, wanted, found)


def _basis(basis: Listing) -> str:
    return f"{_number(basis)} {basis.get('date')}"


def _number(basis: Listing) -> str:
    return "".join(str(basis.get("number") or "").split()).casefold()


def _headings(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    """Titled ones: listings differ on which numbered paragraphs without a title they name."""
    if "headings" not in gold:
        return
    wanted, found = (
        Counter((h["number"], folded(h["title"])) for h in one["headings"] if _titled(h))
        for one in (gold, draft)
    )
    for each in wanted - found:
        score.misses.append(f"{file}  heading missed: {each}")
    for each in found - wanted:
        score.misses.append(f"{file}  heading too many: {each}")
    both = sum((wanted & found).values())
    for name, all_of in (("recall", wanted), ("precision", found)):
        score.right[f"headings.{name}"] += both
        score.asked[f"headings.{name}"] += sum(all_of.values())


def _titled(heading: Listing) -> bool:
    return bool(heading["title"]) and not heading["title"].startswith("(run-in)")


def _reports(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    if "reports" not in gold:
        return
    pairs, missed, extra = dated_reports(gold, draft)
    for one in missed:
        score.misses.append(f"{file}  report missed: {key(one)} {one['phrase'][:90]!r}")
    for one in extra:
        score.misses.append(f"{file}  report too many: {key(one)} {one['phrase'][:90]!r}")
    for name, all_of in (
        ("recall", len(pairs) + len(missed)),
        ("precision", len(pairs) + len(extra)),
    ):
        score.right[f"dated reports.{name}"] += len(pairs)
        score.asked[f"dated reports.{name}"] += all_of
    for a, b in pairs:
        _pair(a, b, file, score)
    _undated(gold, draft, file, score)


def _pair(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    where = f"{file} {gold.get('deadline') or rule(gold.get('recurrence'))}"
    if "kind" in gold:
        score.say("report.kind", gold["kind"] == draft["kind"], where, gold["kind"], draft["kind"])
    if "recurrence" in gold:
        rules = rule(gold["recurrence"]), rule(draft.get("recurrence"))
        score.say("report.recurrence", rules[0] == rules[1], where, *rules)
    if "last_ok_date" in gold and not (gold.get("year_uncertain") or gold.get("deadline_also")):
        last = gold["last_ok_date"], draft.get("last_ok_date")
        score.say("report.last_ok_date", last[0] == last[1], where, *last)
    for name in ("to", "via", "consolidator"):
        if name in gold:
            a, b = gold[name], draft.get(name)
            score.say(f"report.{name}", alike(a, b), where, a, b)
    for name in ("who", "goes_up_to"):
        if name in gold:
            one, other = "; ".join(gold[name] or []), "; ".join(draft.get(name) or [])
            score.say(f"report.{name}", alike(one, other), where, one, other)


def _undated(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    """Undated reports are found again by the words they share."""
    found = [r for r in draft["reports"] if not is_dated(r)]
    for one in (r for r in gold["reports"] if not is_dated(r)):
        near = max(found, key=lambda r: nearness(one, r), default=None)
        seen = near is not None and nearness(one, near) > 0.5
        if one.get("optional"):
            found = [r for r in found if not (seen and r is near)]
            continue
        score.say("undated reports.recall", seen, file, one["phrase"][:90], None)
        score.right["undated reports.precision"] += seen
    score.asked["undated reports.precision"] += len(found)


def _tasks(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    if "tasks" not in gold:
        return
    wanted = [t for t in gold["tasks"] if is_dated(t)]
    found = [t for t in draft.get("tasks", []) if is_dated(t)]
    pairs, missed, extra = matched(wanted, found)
    optional = [r for r in gold.get("reports", []) if r.get("optional") and is_dated(r)]
    extra = [t for t in extra if not any(fits(r, t) for r in optional)]
    as_reports = [r for r in draft["reports"] if is_dated(r)]
    for one in missed:
        if one.get("submission") and any(fits(one, r) for r in as_reports):
            pairs.append((one, one))
        else:
            score.misses.append(f"{file}  task missed: {key(one)} {one['phrase'][:90]!r}")
    for one in extra:
        score.misses.append(f"{file}  task too many: {key(one)} {one['phrase'][:90]!r}")
    for name, all_of in (
        ("recall", len(wanted) - sum(bool(t.get("optional")) for t in wanted)),
        ("precision", len(pairs) + len(extra)),
    ):
        score.right[f"dated tasks.{name}"] += len(pairs)
        score.asked[f"dated tasks.{name}"] += all_of


def _dates(draft: Listing) -> Iterator[tuple[str, dt.date]]:
    """Every day a draft gives but those counted from a printed one; the last acceptable one follows from another."""
    for name in ("reports", "tasks"):
        shown = draft.get("evidence", {}).get(name) or [{}] * len(draft[name])
        for one, evidence in zip(draft[name], shown, strict=True):
            if COUNTED.isdisjoint(evidence.get("doubts", ())):
                yield from _days(name, one, ("deadline", "start"))
    yield from _days("issued", draft["issued"], ("date", "not_before"))
    for one in draft["upstream"]:
        yield from _days("upstream", one, ("date",))
    for one in draft["campaigns"]:
        yield from _days("campaign", one, ("start", "end"))


def _days(what: str, one: Listing, keys: Sequence[str]) -> Iterator[tuple[str, dt.date]]:
    for name in keys:
        if one.get(name):
            yield f"{what}.{name}", dt.date.fromisoformat(one[name])
