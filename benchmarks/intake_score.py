"""Drafts against listings: what was found, what was missed, what was made up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.intake_words import alike, folded, same, stands_in

Listing = dict[str, Any]


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
    for name in ("number", "symbol", "type"):
        yield name, gold["doc"].get(name), draft["doc"].get(name), same
    yield "issuer.name", gold["issuer"].get("name"), draft["issuer"].get("name"), alike
    yield "issuer.level", gold["issuer"].get("level"), draft["issuer"].get("level"), same
    for name in ("date", "year", "place"):
        wanted, found = gold["issued"].get(name), draft["issued"].get(name)
        yield f"issued.{name}", wanted, found, lambda a, b: folded(str(a)) == folded(str(b))
    if gold.get("subject") is not None:
        yield "subject", gold["subject"], draft.get("subject"), _same_subject
    for name in ("authority", "on_behalf", "title", "name"):
        yield f"signer.{name}", gold["signer"].get(name), draft["signer"].get(name), same


def _same_subject(a: str | None, b: str | None) -> bool:
    """«Về việc» before a subject is part of it or not, as a reader likes."""
    return folded(a).removeprefix("về việc ") == folded(b).removeprefix("về việc ")


def _lists(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    wanted = [(_number(u), u.get("date")) for u in gold["upstream"]]
    found = [(_number(u), u.get("date")) for u in draft["upstream"]]
    score.say(
        "header.upstream", sorted(map(str, wanted)) == sorted(map(str, found)), file, wanted, found
    )
    for name in ("recipients", "cc"):
        a = [folded(x) for x in gold.get(name) or []]
        b = [folded(x) for x in draft.get(name) or []]
        score.say(f"header.{name}", a == b, file, gold.get(name), draft.get(name))


def _number(basis: Listing) -> str:
    return "".join(str(basis.get("number") or "").split()).casefold()


def _headings(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    """Titled ones: listings differ on which numbered paragraphs without a title they name."""
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


def is_dated(report: Listing) -> bool:
    """A day, a recurrence with a day, or days counted from an event."""
    return report.get("deadline") is not None or report.get("boundary") not in (None, "none")


def _key(report: Listing) -> tuple[str, ...]:
    """What must be right of a dated report: its day or the rule of its days, and the boundary."""
    day = report.get("deadline")
    rule = "" if day else _rule(report.get("recurrence")) + _within(report.get("within"))
    return str(day), rule, str(report.get("boundary"))


def _rule(recurrence: Listing | None) -> str:
    return "".join(f"{k}={v};" for k, v in sorted((recurrence or {}).items()) if v is not None)


def _within(within: Listing | None) -> str:
    return "".join(f"{k}={v};" for k, v in sorted((within or {}).items()) if k != "since" and v)


def dated_reports(
    gold: Listing, draft: Listing
) -> tuple[list[tuple[Listing, Listing]], list[Listing], list[Listing]]:
    """The dated reports both have, those missed, and those made up; a marked submission is neither."""
    wanted = [r for r in gold["reports"] if is_dated(r)]
    found = [r for r in draft["reports"] if is_dated(r)]
    pairs, missed, extra = _matched(wanted, found)
    submissions = {_key(t) for t in gold.get("tasks", []) if t.get("submission")}
    return pairs, missed, [r for r in extra if _key(r) not in submissions]


def _reports(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    pairs, missed, extra = dated_reports(gold, draft)
    for one in missed:
        score.misses.append(f"{file}  report missed: {_key(one)} {one['phrase'][:90]!r}")
    for one in extra:
        score.misses.append(f"{file}  report too many: {_key(one)} {one['phrase'][:90]!r}")
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
    where = f"{file} {gold.get('deadline') or _rule(gold.get('recurrence'))}"
    score.say("report.kind", gold["kind"] == draft["kind"], where, gold["kind"], draft["kind"])
    rules = _rule(gold.get("recurrence")), _rule(draft.get("recurrence"))
    score.say("report.recurrence", rules[0] == rules[1], where, *rules)
    last = gold.get("last_ok_date"), draft.get("last_ok_date")
    score.say("report.last_ok_date", last[0] == last[1], where, *last)
    for name in ("to", "via", "consolidator"):
        a, b = gold.get(name), draft.get(name)
        score.say(f"report.{name}", alike(a, b), where, a, b)
    for name in ("who", "goes_up_to"):
        one, other = "; ".join(gold.get(name) or []), "; ".join(draft.get(name) or [])
        score.say(f"report.{name}", alike(one, other), where, one, other)


def _undated(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    """Undated reports are found again by the words they share."""
    found = [r for r in draft["reports"] if not is_dated(r)]
    for one in (r for r in gold["reports"] if not is_dated(r)):
        near = max(found, key=lambda r: _nearness(one, r), default=None)
        seen = near is not None and _nearness(one, near) > 0.5
        score.say("undated reports.recall", seen, file, one["phrase"][:90], None)
        score.right["undated reports.precision"] += seen
    score.asked["undated reports.precision"] += len(found)


def _matched(
    wanted: Sequence[Listing], found: Sequence[Listing]
) -> tuple[list[tuple[Listing, Listing]], list[Listing], list[Listing]]:
    """Pairs with the same key, the nearest words first; what is left on either side."""
    left, pairs, missed = list(found), [], []
    for one in wanted:
        same_key = [r for r in left if _key(r) == _key(one)]
        if not same_key:
            missed.append(one)
            continue
        best = max(same_key, key=lambda r: _nearness(one, r))
        left.remove(best)
        pairs.append((one, best))
    return pairs, missed, left


def _nearness(a: Listing, b: Listing) -> float:
    """The share of the listing's words that the other phrase has too."""
    x, y = set(folded(a.get("phrase")).split()), set(folded(b.get("phrase")).split())
    who = alike("; ".join(a.get("who") or []), "; ".join(b.get("who") or []))
    return len(x & y) / max(1, len(x)) + 0.3 * who


def _tasks(gold: Listing, draft: Listing, file: str, score: Score) -> None:
    wanted = [t for t in gold.get("tasks", []) if is_dated(t)]
    found = [t for t in draft.get("tasks", []) if is_dated(t)]
    pairs, missed, extra = _matched(wanted, found)
    as_reports = [_key(r) for r in draft["reports"] if is_dated(r)]
    for one in missed:
        if one.get("submission") and _key(one) in as_reports:
            pairs.append((one, one))
        else:
            score.misses.append(f"{file}  task missed: {_key(one)} {one['phrase'][:90]!r}")
    for one in extra:
        score.misses.append(f"{file}  task too many: {_key(one)} {one['phrase'][:90]!r}")
    for name, all_of in (("recall", len(wanted)), ("precision", len(pairs) + len(extra))):
        score.right[f"dated tasks.{name}"] += len(pairs)
        score.asked[f"dated tasks.{name}"] += all_of


def _dates(draft: Listing) -> Iterator[tuple[str, dt.date]]:
    """Every day a draft gives; the last acceptable one follows from another."""
    for name in ("reports", "tasks"):
        for one in draft[name]:
            yield from _days(name, one, ("deadline", "start"))
    yield from _days("issued", draft["issued"], ("date", "not_before"))
    for one in draft["upstream"]:
        yield from _days("upstream", one, ("date",))
    for one in draft["campaigns"]:
        yield from _days("campaign", one, ("start", "end"))


def _days(what: str, one: Listing, keys: Sequence[str]) -> Iterator[tuple[str, dt.date]]:
    for key in keys:
        if one.get(key):
            yield f"{what}.{key}", dt.date.fromisoformat(one[key])
