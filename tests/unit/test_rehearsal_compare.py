"""What two rehearsals are said to differ in, and which day is the worst."""

from __future__ import annotations

from dataclasses import replace

from engine.deployments import Loaded
from engine.process.definition import definitions
from engine.rehearsal_compare import differences
from engine.rehearsal_figures import MAIL, Rehearsed, Sent
from engine.rehearsal_reach import BRANCH, Unreached, unreached
from tests.helpers.rehearsing import CASCADE, shipped
from webapp.setup import make_engine


def rehearsed(elements: str, missed: str = "", sent: tuple[Sent, ...] = ()) -> Rehearsed:
    """A result of which only its diagram's elements, what was missed and what was sent are known."""
    found = tuple(Unreached("p", "P", name, name.upper(), "task") for name in missed)
    return Rehearsed(
        label="v", key="k", seed=1, begins="", ends="", tiers=(), sent=sent, samples=(), waits=(),
        tasks_of={}, faults=(), unreached=found, elements=tuple(elements),
    )  # fmt: skip


def test_what_one_version_misses_and_what_it_does_not_have_are_told_apart() -> None:
    """a is reached by both, b by the second only, c by the first only; d is not in the second."""
    found = differences(rehearsed("abcd", "bd"), rehearsed("abc", "c"))
    told = {d.where: (d.before, d.after, d.lacking) for d in found if d.what == "unreached"}
    assert told == {
        "k/b": (1.0, 0.0, ""),
        "k/c": (0.0, 1.0, ""),
        "k/d": (1.0, None, "after"),
    }


def test_tasks_of_an_element_that_the_other_version_lacks_are_no_dash() -> None:
    first = replace(rehearsed("ab"), tasks_of={"k/a": 3, "k/b": 4})
    found = differences(first, replace(rehearsed("a"), tasks_of={}))
    assert {d.where: (d.after, d.lacking) for d in found} == {
        "k/a": (None, ""),
        "k/b": (None, "after"),
    }


def test_of_days_with_as_many_mails_the_first_is_the_worst() -> None:
    days = ("2023-04-17", "2023-04-14", "2023-04-15")
    sent = tuple(Sent(on, "xa", MAIL, 7 if on != "2023-04-15" else 3) for on in days)
    assert rehearsed("", sent=sent).worst_morning == ("2023-04-14", 7)


def test_a_branch_that_no_token_took_is_told_but_not_the_ways_behind_what_none_reached() -> None:
    library = make_engine(lambda *_: None).library
    model, processes = definitions(shipped().encode(), "k:1", library.services, library.forms, None)
    loaded = Loaded(1, CASCADE, 1, model, processes)
    gateway = "tinh-hinh-thuc"
    taken = f"{gateway}-den-ban-hanh-trien-khai"
    key = next(d.key for d in processes.values() if gateway in d.process.elements)
    missed = [u for u in unreached(loaded, {key: {gateway, taken}}) if u.tag == BRANCH]
    branch = "Trực tiếp thực hiện"
    assert [(u.element, u.name) for u in missed] == [
        (
            f"{gateway}-den-to-chuc-thuc-hien",
            f"Hình thức triển khai? → Tổ chức thực hiện ({branch})",
        )
    ]
