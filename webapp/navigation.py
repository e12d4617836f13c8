"""The navigation: which pages a person finds at the head of every page, and under «Thêm»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import lazy_gettext as _

from engine import access, consolidation
from engine.people import CLERK, LEADER, OFFICER, Actor
from webapp.requests import person, session


def everybody(_actor: Actor) -> bool:
    """Whoever is signed in."""
    return True


def members(actor: Actor) -> bool:
    """Who works in a unit."""
    return bool(actor.roles & {CLERK, OFFICER, LEADER})


def consolidators(actor: Actor) -> bool:
    """Whose unit consolidates something, or is addressed a roll-up; asked once a request."""
    if "consolidates" not in g:
        g.consolidates = consolidation.consolidates(session(), actor)
    return bool(g.consolidates)


def designers(actor: Actor) -> bool:
    """Who draws and deploys process models."""
    return access.may_design(actor)


def administrators(actor: Actor) -> bool:
    """Who administers the installation."""
    return actor.is_administrator


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation; ``blueprints`` are those in which it counts as open."""

    endpoint: str
    label: Any
    shown: Callable[[Actor], bool] = everybody
    blueprints: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether the page that is being shown belongs to this entry."""
        own = self.endpoint.split(".", maxsplit=1)[0]
        return request.blueprint in (own, *self.blueprints)


HEAD = (
    Entry("inbox.page", _("Việc cần làm"), blueprints=("report_tasks", "comments", "inbox_bulk")),
    Entry("directives.page", _("Văn bản"), blueprints=("directive_parts", "issuing", "deriving")),
    Entry("board.page", _("Theo dõi"), blueprints=("units",)),
    Entry("reports.page", _("Báo cáo"), members),
    Entry("rollups.page", _("Tổng hợp"), consolidators),
    Entry("notices.page", _("Thông báo")),
)
MORE = (
    Entry("intake.page", _("Văn bản đến"), members),
    Entry(
        "inspections.page",
        _("Kiểm tra"),
        blueprints=(
            "inspection_plans",
            "inspection_rounds",
            "inspection_choices",
            "inspection_decisions",
        ),
    ),
    Entry("difficulties.page", _("Vướng mắc")),
    Entry("incidents.page", _("Sự việc")),
    Entry("campaigns.page", _("Đợt cao điểm")),
    Entry(
        "assignments.page",
        _("Phân công trong đơn vị"),
        members,
        blueprints=("assignment_giving",),
    ),
    Entry("extensions.page", _("Gia hạn")),
    Entry("urging.page", _("Đôn đốc, nêu tên"), blueprints=("named_lists",)),
    Entry("people.page", _("Người và chức vụ"), blueprints=("people_import",)),
    Entry("calendar.page", _("Lịch làm việc")),
    Entry(
        "designer.page",
        _("Thiết kế quy trình"),
        designers,
        (
            "designer_drafts",
            "designer_versions",
            "designer_compare",
            "designer_migration",
            "designer_packages",
            "designer_rehearsals",
            "designer_editor",
            "designer_watching",
        ),
    ),
    Entry("processes.page", _("Quy trình")),
    Entry(
        "administration.page",
        _("Quản trị"),
        administrators,
        (
            "unit_editor",
            "structure",
            "policies",
            "paper_templates",
            "mail_settings",
            "faults",
            "long_work",
        ),
    ),
)


def init(app: Flask) -> None:
    """Let every page draw the navigation."""
    app.context_processor(
        lambda: {"navigation_head": lambda: _shown(HEAD), "navigation_more": lambda: _shown(MORE)}
    )


def _shown(entries: tuple[Entry, ...]) -> list[Entry]:
    found = person()
    if found is None or g.get("held"):  # somebody who must set up a second factor first
        return []
    known = current_app.view_functions
    return [e for e in entries if e.endpoint in known and e.shown(found.actor)]
