"""A letter held against the units and directives of its day: found, told apart, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine import cascade
from engine.directives import record
from engine.instances import Engine
from engine.intake.found import (
    BEFORE,
    NO_LATER,
    Basis,
    Deadline,
    Draft,
    Duties,
    Found,
    Header,
    Issued,
    Issuer,
    Report,
    Task,
)
from engine.letter_names import AMBIGUOUS, CHOSEN, EVERYBODY, FOUND, NEAREST, UNKNOWN
from engine.letter_notes import notes
from engine.letter_proposal import for_unit, propose
from engine.letter_resolving import Resolved, resolve
from engine.people import Actor
from engine.received_findings import Finding, taken_apart
from engine.selectors import children
from engine.unit_names import find
from engine.units import Unit
from tests.helpers.drafting import FORM, member, sample
from tests.helpers.statements import statements

pytestmark = pytest.mark.usefixtures("units")

ON = date(2023, 4, 5)
NOW = datetime(2023, 4, 6, 2, tzinfo=UTC)
PHONG = "Phòng Lao động - Thương binh và Xã hội"


def due(on: date, boundary: str = BEFORE) -> Deadline:
    """A printed day with the last one that is in time."""
    last = on if boundary == NO_LATER else date.fromordinal(on.toordinal() - 1)
    return Deadline(on, boundary, last)


def letter(
    issuer: Issuer | None,
    recipients: tuple[str, ...] = (),
    *reports: Report,
    on: date | None = ON,
    tasks: tuple[Task, ...] = (),
    **header: Any,
) -> list[Finding]:
    """The findings of a letter."""
    around = Header(
        number=Found("77"),
        symbol=Found("UBND-VX"),
        type=Found("cong_van"),
        issuer=Found(issuer) if issuer else None,
        issued=Found(Issued(on, 2023)),
        subject=Found("tiêm chủng"),
        recipients=tuple(Found(text) for text in recipients),
    )
    duties = Duties(
        reports=tuple(Found(one) for one in reports), tasks=tuple(Found(one) for one in tasks)
    )
    return taken_apart(Draft("", replace(around, **header), (), duties))


def understood(session: Session, where: str, findings: list[Finding]) -> Resolved:
    """As the clerk of that unit would see it."""
    return resolve(session, member(session, where, at=NOW), findings, NOW.date())


def codes(session: Session, findings: list[Finding], resolved: Resolved, where: str) -> list[str]:
    """What is to be looked at."""
    unit = find(session, where, ON)
    return [n.code for n in notes(session, findings, resolved, unit.id, NOW.date())]


VI_XUYEN = Issuer("Ủy ban nhân dân huyện Vị Xuyên", "huyen", "huyện Vị Xuyên, tỉnh Hà Giang")
HERE = "huyện Vị Xuyên, tỉnh Hà Giang"


def test_a_name_that_several_bear_is_not_chosen_from(session: Session) -> None:
    several = letter(Issuer("UBND huyện Châu Thành", "huyen"))
    far = understood(session, HERE, several)
    assert far.issuer.why == AMBIGUOUS
    assert far.issuer.unit is None
    assert len(far.issuer.candidates) > 3
    assert codes(session, several, far, HERE)[0] == "issuer-several"


def test_of_several_the_one_above_the_reader_is_proposed_and_marked(session: Session) -> None:
    several = letter(Issuer("UBND huyện Châu Thành", "huyen"))
    own = find(session, "huyện Châu Thành, tỉnh Bến Tre", ON)
    commune = children(session, own.id, "xa", ON)[0]
    where = f"{commune.name}, huyện Châu Thành, tỉnh Bến Tre"
    near = understood(session, where, several)
    assert near.issuer.why == NEAREST
    assert near.issuer.unit == own
    assert "issuer-nearest" in codes(session, several, near, where)


def test_a_clerks_choice_comes_before_any_look_up(session: Session) -> None:
    several = letter(Issuer("UBND huyện Châu Thành", "huyen"))
    own = find(session, "huyện Châu Thành, tỉnh Long An", ON)
    chosen = [
        replace(one, chosen={"unit": own.code}) if one.kind == "issuer" else one for one in several
    ]
    found = understood(session, HERE, chosen)
    assert (found.issuer.unit, found.issuer.why) == (own, CHOSEN)


def test_an_unknown_issuer_stops_and_says_so(session: Session) -> None:
    odd = letter(Issuer("Hội Những người yêu sách", "khac"))
    found = understood(session, HERE, odd)
    assert found.issuer.why == UNKNOWN
    assert codes(session, odd, found, HERE)[0] == "issuer-unknown"


@pytest.mark.parametrize(
    ("phrase", "tiers"),
    [
        ("Các phòng, ban, ngành huyện", {"phong"}),
        ("UBND các xã, thị trấn", {"xa"}),
        ("Mặt trận Tổ quốc và các đoàn thể huyện", {"doan-the"}),
        ("Các cơ quan, đơn vị, địa phương", {"phong", "xa"}),
        (f"{PHONG}; Phòng Y tế", {"phong"}),
        ("UBND xã Việt Lâm", {"xa"}),
    ],
)
def test_recipients_are_the_units_of_the_letters_day(
    session: Session, phrase: str, tiers: set[str]
) -> None:
    found = understood(session, HERE, letter(VI_XUYEN, (phrase,)))
    ((_, meant),) = found.recipients
    assert {session.get_one(Unit, unit).tier for unit in meant.members} == tiers
    assert meant.why == FOUND


def test_a_specialised_body_writes_to_those_below_the_body_it_belongs_to(session: Session) -> None:
    so = Issuer("Sở Y tế tỉnh Hà Giang", "so", "tỉnh Hà Giang")
    findings = letter(so, ("UBND các huyện, thành phố", "Các sở, ban, ngành"))
    found = understood(session, HERE, findings)
    districts, bodies = (meant for _, meant in found.recipients)
    province = find(session, "tỉnh Hà Giang", ON)
    assert districts.members == {u.id for u in children(session, province.id, "huyen", ON)}
    assert found.issuer.unit is not None
    assert found.issuer.unit.id not in bodies.members
    content = propose(findings, found).content
    assert content["recipients"][1]["except"] == [found.issuer.unit.code]
    loaded = FORM.load({**content, "issuer": found.issuer.unit.code, "process": "cascade"})
    directive = record(session, loaded, NOW)
    assert set(directive.content["selection"]) == districts.members | bodies.members


def test_after_the_districts_a_province_writes_to_its_wards(session: Session) -> None:
    on = date(2025, 9, 1)
    issuer = Issuer("Ủy ban nhân dân tỉnh Gia Lai", "tinh", "tỉnh Gia Lai")
    findings = letter(issuer, ("UBND các xã, phường",), on=on)
    actor = Actor(1, find(session, "tỉnh Gia Lai", on).id, frozenset({"vanthu"}), "x")
    found = resolve(session, actor, findings, on)
    assert found.ours
    assert len(found.recipients[0][1].members) > 100


def test_a_body_that_is_now_another_is_found_by_either_name(session: Session) -> None:
    on = date(2025, 9, 1)
    report = Report(
        "annual",
        "báo cáo năm",
        to="Sở Lao động - Thương binh và Xã hội (nay là Sở Nội vụ)",
        deadline=due(date(2025, 11, 15)),
    )
    issuer = Issuer("Ủy ban nhân dân tỉnh Gia Lai", "tinh", "tỉnh Gia Lai")
    actor = Actor(1, find(session, "tỉnh Gia Lai", on).id, frozenset({"vanthu"}), "x")
    found = resolve(session, actor, letter(issuer, (), report, on=on), on)
    consolidator = found.reports[0].consolidator
    assert consolidator is not None
    assert consolidator.unit is not None
    assert consolidator.unit.name == "Sở Nội vụ tỉnh Gia Lai"


def test_a_body_without_a_place_is_no_commune_of_a_like_name(session: Session) -> None:
    found = understood(session, HERE, letter(VI_XUYEN, ("Công an huyện",)))
    assert found.recipients[0][1].members == frozenset()


def test_what_a_letter_asks_of_part_of_its_recipients_is_owed_by_them(session: Session) -> None:
    report = Report(
        "annual",
        "trước ngày 05/12/2023",
        "tiêm chủng",
        ("UBND các xã, thị trấn",),
        via=PHONG,
        deadline=due(date(2023, 12, 5)),
    )
    findings = letter(VI_XUYEN, ("Các phòng, ban huyện", "UBND các xã, thị trấn"), report)
    found = understood(session, HERE, findings)
    (duty,) = propose(findings, found).content["obligations"]
    assert duty["who"] == ["UBND các xã, thị trấn"]
    assert duty["consolidator"] == 'lead(unit, "ldtbxh")'
    assert duty["deadline"]["date"] == "05/12/2023"


def test_who_is_not_known_is_told_and_who_is_not_sent_to_as_well(session: Session) -> None:
    day = due(date(2023, 12, 5))
    unknown = Report("annual", "a", who=("Ban quản lý chợ",), deadline=day)
    elsewhere = Report("annual", "b", who=("Phòng Y tế",), deadline=day)
    findings = letter(VI_XUYEN, ("UBND các xã, thị trấn",), unknown, elsewhere)
    found = codes(session, findings, understood(session, HERE, findings), HERE)
    assert {"who-unanswered", "who-not-sent"} <= set(found)


def test_who_is_not_known_must_be_answered_in_a_letter_of_ours_only(session: Session) -> None:
    report = Report(
        "one_off", "a", who=("UBND các xã ven đầm",), deadline=due(date(2023, 12, 5), NO_LATER)
    )
    findings = letter(VI_XUYEN, ("UBND các xã ven đầm", "UBND các xã, thị trấn"), report)
    found = understood(session, HERE, findings)
    unit = find(session, HERE, ON)
    told = notes(session, findings, found, unit.id, NOW.date())
    assert [n.code for n in told if n.stops] == ["recipient-unanswered", "who-unanswered"]
    commune = children(session, unit.id, "xa", ON)[0]
    reader = member(session, commune.id, at=NOW, username="van.thu.xa")
    filed = resolve(session, reader, findings, NOW.date())
    seen = notes(session, findings, filed, commune.id, NOW.date())
    assert not [n for n in seen if n.stops]
    assert {"recipient-outside", "who-unknown"} <= {n.code for n in seen}


@pytest.mark.parametrize("choice", [EVERYBODY, "code"])
def test_an_answer_about_who_owes_is_enough(session: Session, choice: str) -> None:
    day = due(date(2023, 12, 5), NO_LATER)
    report = Report("one_off", "a", who=("Trưởng Công an xã",), deadline=day)
    unit = find(session, HERE, ON)
    said = children(session, unit.id, "xa", ON)[0].code if choice == "code" else choice
    findings = [
        replace(one, chosen={"who": said}) if one.kind == "report" else one
        for one in letter(VI_XUYEN, ("UBND các xã, thị trấn",), report)
    ]
    found = understood(session, HERE, findings)
    assert "who-unanswered" not in codes(session, findings, found, HERE)
    (duty,) = propose(findings, found).content["obligations"]
    assert duty["who"] == ("all" if choice == EVERYBODY else {"units": [said]})


def test_four_days_of_a_year_are_one_quarterly_duty(session: Session) -> None:
    reports = [
        Report("quarterly", f"trước ngày 10/{month}", "thu gom", deadline=each)
        for month in (3, 6, 9, 12)
        for each in [Deadline(date(2023, month, 10), BEFORE, None, "quarter", month, 10)]
    ]
    findings = letter(VI_XUYEN, ("UBND các xã, thị trấn",), *reports)
    found = understood(session, HERE, findings)
    proposal = propose(findings, found)
    (duty,) = proposal.content["obligations"]
    assert duty["deadline"] == {"kind": "quarterly", "boundary": "before", "day": "10"}
    assert len(proposal.sources) == 1
    assert "quarters" in codes(session, findings, found, HERE)


def test_no_two_duties_are_the_same(session: Session) -> None:
    day = due(date(2023, 12, 5))
    twice = [Report("annual", phrase, "rác thải", deadline=day) for phrase in "ab"]
    elsewhere = Report("annual", "c", "rác thải", via="Phòng Y tế", deadline=day)
    findings = letter(VI_XUYEN, ("UBND các xã, thị trấn",), *twice, elsewhere)
    found = understood(session, HERE, findings)
    duties = propose(findings, found).content["obligations"]
    titles = ["Báo cáo năm rác thải", "Báo cáo năm rác thải (Phòng Y tế)"]
    assert [duty["title"] for duty in duties] == titles
    assert [duty["code"] for duty in duties] == ["bc-nam", "bc-nam-2"]
    assert "said-twice" in codes(session, findings, found, HERE)


def test_a_collectors_own_date_is_the_consolidated_one_and_must_not_come_first(
    session: Session,
) -> None:
    units = Report(
        "annual", "a", who=("UBND các xã, thị trấn",), via=PHONG, deadline=due(date(2023, 11, 20))
    )
    upper = Report(
        "annual", "b", who=(PHONG,), to="UBND tỉnh", deadline=due(date(2023, 11, 15), NO_LATER)
    )
    findings = letter(VI_XUYEN, ("UBND các xã, thị trấn",), units, upper)
    found = understood(session, HERE, findings)
    (duty,) = propose(findings, found).content["obligations"]
    assert duty["consolidated"] == {"boundary": "no_later", "date": "15/11/2023"}
    assert "upper-first" in codes(session, findings, found, HERE)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"on": None}, "no-date"),
        ({"on": date(2023, 5, 1)}, "date-ahead"),
        ({"subject": None}, "no-subject"),
        ({"nobody": True}, "no-issuer"),
        ({"basis": date(2023, 4, 20)}, "basis-later"),
        ({"due": date(2023, 4, 1)}, "due-before-letter"),
        ({"due": date(2023, 4, 30)}, "due-day-off"),
        ({"recipients": ("Báo huyện",)}, "recipient-outside"),
        ({"recipients": ("Báo huyện",)}, "nobody-owes"),
        ({"recipients": ("Báo huyện",), "due": None, "boundary": "none"}, "no-recipients"),
        ({"recipients": ("Các phòng, ban, Báo huyện",)}, "recipient-partly"),
        ({"recipients": ("UBND xã Tả Lủng",)}, "recipient-several"),
        ({"boundary": "none"}, "boundary-missing"),
    ],
)
def test_contradictions_are_told(session: Session, change: dict[str, Any], code: str) -> None:
    deadline = Deadline(
        change.get("due", date(2023, 12, 5)),
        change.get("boundary", NO_LATER),
        None if "boundary" in change else change.get("due", date(2023, 12, 5)),
    )
    header: dict[str, Any] = {}
    if "basis" in change:
        header["upstream"] = (Found(Basis("9/KH-UBND", change["basis"], "UBND tỉnh Hà Giang")),)
    if "subject" in change:
        header["subject"] = None
    findings = letter(
        None if "nobody" in change else VI_XUYEN,
        change.get("recipients", ("UBND các xã, thị trấn",)),
        Report("one_off", "một lần", deadline=deadline),
        on=change.get("on", ON),
        **header,
    )
    found = codes(session, findings, understood(session, HERE, findings), HERE)
    assert code in found


def test_a_whole_letter_has_nothing_to_look_at(session: Session) -> None:
    report = Report("annual", "a", to=PHONG, deadline=due(date(2023, 12, 5)))
    findings = letter(VI_XUYEN, ("Các phòng, ban huyện", "UBND các xã, thị trấn"), report)
    assert codes(session, findings, understood(session, HERE, findings), HERE) == []


def _issued(session: Session, machine: Engine) -> int:
    directive = record(session, FORM.load(sample("vi-xuyen-2023")), NOW)
    cascade.issue(session, machine, directive, NOW)
    return directive.id


def test_directives_on_record_are_known_and_those_of_others_stay_hidden(
    session: Session, machine: Engine
) -> None:
    directive = _issued(session, machine)
    basis = Found(Basis("760/UBND-LĐTBOXH", date(2023, 4, 14), "UBND huyện Vị Xuyên"))
    unit = find(session, HERE, ON)
    commune = children(session, unit.id, "xa", ON)[0]
    issuer = Issuer(commune.name, "xa", f"{commune.name.split('dân ')[1]}, {HERE}")
    findings = letter(issuer, upstream=(basis,))
    there = resolve(session, member(session, commune.id, at=NOW), findings, NOW.date())
    assert there.parent_id == directive
    foreign = member(session, "huyện Tuy Phước, tỉnh Bình Định", at=NOW, username="la")
    assert resolve(session, foreign, findings, NOW.date()).parent_id is None


def test_dated_tasks_are_proposed_as_duties_in_words(session: Session) -> None:
    task = Task(
        "Ban hành kế hoạch", "ban hành kế hoạch trước 30/4", deadline=due(date(2023, 4, 28))
    )
    findings = letter(VI_XUYEN, ("UBND các xã, thị trấn",), tasks=(task,))
    (duty,) = propose(findings, understood(session, HERE, findings)).content["obligations"]
    assert (duty["title"], duty["form"]) == ("Ban hành kế hoạch", "report-plain")


def test_for_one_recipient_only_what_it_owes_is_left(session: Session) -> None:
    day = due(date(2023, 12, 5))
    ours = Report("annual", "a", who=("UBND các xã, thị trấn",), deadline=day)
    theirs = Report("half_year", "b", who=("Phòng Y tế",), deadline=day)
    findings = letter(VI_XUYEN, ("UBND các xã, thị trấn", "Phòng Y tế"), ours, theirs)
    found = understood(session, HERE, findings)
    unit = find(session, HERE, ON)
    commune = children(session, unit.id, "xa", ON)[0]
    whole = propose(findings, found)
    left = for_unit(whole, found, (commune.id, commune.code, commune.short_name))
    assert len(whole.content["obligations"]) == 2
    assert [duty["code"] for duty in left.content["obligations"]] == ["bc-nam"]
    assert left.content["recipients"] == [{"group": commune.short_name, "units": [commune.code]}]


def test_a_long_letter_costs_as_few_statements_as_a_short_one(session: Session) -> None:
    unit = find(session, HERE, ON)
    communes = [one.name for one in children(session, unit.id, "xa", ON)]
    rooms = [one.name for one in children(session, unit.id, "phong", ON)]
    actor = member(session, HERE, at=NOW)

    def sent(names: list[str]) -> int:
        reports = [
            Report("annual", name, who=(name,), to=rooms[at % len(rooms)], goes_up_to=(name,))
            for at, name in enumerate(names)
        ]
        bases = tuple(
            Found(Basis(f"{number}/UBND", ON, f"{name}, {HERE}"))
            for number, name in enumerate(names, 1)
        )
        findings = letter(VI_XUYEN, tuple(names), *reports, upstream=bases)
        session.expire_all()
        with statements(session) as seen:
            found = resolve(session, actor, findings, NOW.date())
            propose(findings, found)
        assert all(meant.units for _, meant in found.recipients)
        assert all(basis.issuer.unit for basis in found.bases)
        return len(seen)

    short, long = sent(communes[:2]), sent([*communes, *rooms])
    assert len(communes) + len(rooms) > 20
    assert long <= min(short + 5, 45)
