"""What was typed into a form written by hand: read with a sentence for every field that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from flask import request
from flask_babel import gettext, ngettext

from engine.deadlines import LOCAL
from engine.errors import InputError
from engine.printed_days import ImpossibleDate, PrintedDay
from webapp import locale

MAX_LINE, MAX_TEXT = 500, 20_000


class Typed:
    """The fields as they were typed, and ``errors`` by field; ``said`` is about all of them."""

    def __init__(self, raw: Mapping[str, str] | None = None) -> None:
        self.raw = dict(raw or {})
        self.errors: dict[str, str] = {}
        self.said = ""

    @classmethod
    def sent(cls) -> Typed:
        """What this request's form holds."""
        return cls(request.form.to_dict())

    def get(self, name: str, default: str = "") -> str:
        """What stands in the field."""
        return self.raw.get(name, default)

    def wrong(self, name: str, sentence: str) -> None:
        """The field's first fault."""
        self.errors.setdefault(name, sentence)

    def refused(self, error: InputError, name: str = "") -> None:
        """What the engine says of it: at the field, or about the whole form."""
        if name:
            self.wrong(name, error.text(locale.current()))
        else:
            self.said = error.text(locale.current())

    @property
    def told(self) -> str:
        """The sentence above the form; '' where nothing is wrong."""
        if self.said:
            return self.said
        count = len(self.errors)
        if not count:
            return ""
        return str(
            ngettext(
                "Có %(num)d ô chưa đúng. Hãy sửa ô được đánh dấu.",
                "Có %(num)d ô chưa đúng. Hãy sửa các ô được đánh dấu.",
                count,
            )
        )

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.errors and not self.said

    def text(self, name: str, *, required: bool = True, most: int = MAX_LINE) -> str:
        """The trimmed text."""
        value = self.get(name).replace("\r\n", "\n").strip()
        if required and not value:
            self.wrong(name, gettext("Hãy ghi ô này."))
        if len(value) > most:
            self.wrong(name, gettext("Tối đa %(most)d ký tự.", most=most))
        return value

    def choice(self, name: str, known: Collection[str]) -> str:
        """One of ``known``."""
        value = self.get(name)
        if value not in known:
            self.wrong(name, gettext("Hãy chọn một mục."))
        return value

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day with its year; None where none was typed, or none that exists."""
        value = self.get(name).strip()
        if not value:
            if required:
                self.wrong(name, gettext("Hãy ghi ngày, ví dụ 14/05/2023."))
            return None
        try:
            printed = PrintedDay.parse(value)
            if printed.year is None:
                raise ImpossibleDate(text=value)
            return printed.in_year(printed.year)
        except ImpossibleDate as error:
            self.refused(error, name)
            return None

    def clock(self, name: str, on: date | None) -> datetime | None:
        """The moment of this time of day, like 17:30, on the day, here."""
        value = self.get(name).strip().replace("h", ":").replace("g", ":")
        hour, _, minute = value.partition(":")
        try:
            at = time(int(hour), int(minute or 0))
        except ValueError:
            self.wrong(name, gettext("Hãy ghi giờ, ví dụ 17:30."))
            return None
        return datetime.combine(on, at, LOCAL) if on is not None else None

    def number(self, name: str, low: int, high: int, *, required: bool = True) -> int | None:
        """A whole number within its bounds; None where none was typed."""
        value = self.get(name).strip()
        if not value and not required:
            return None
        if not (value.isascii() and value.isdigit()) or not low <= int(value[:18]) <= high:
            self.wrong(name, gettext("Hãy ghi số từ %(low)d đến %(high)d.", low=low, high=high))
            return None
        return int(value)
