"""Every reason why a decision model is refused, each at its element."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from engine.errors import Finding
from engine.process.dmn.source import identity
from engine.process.feel import FeelError

MAX_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its element, the name of its decision, and words for a person.

    ``vi`` and ``en`` lead into the finding ("Bảng «X», luật 3, cột «Tuổi»"), or are empty.
    """

    element: str
    name: str
    vi: str = ""
    en: str = ""

    def at(self, node: etree._Element | None, vi: str = "", en: str = "") -> Place:
        """A place within: ``node``'s own id if it has one; the words are added to ours."""
        found = identity(node) if node is not None else ""
        joined = [", ".join(filter(None, pair)) for pair in ((self.vi, vi), (self.en, en))]
        return replace(self, element=found or self.element, vi=joined[0], en=joined[1])

    def say(self, vi: str, en: str) -> tuple[str, str]:
        """The sentences, led by the words of the place."""
        return (f"{self.vi}: {vi}" if self.vi else vi), (f"{self.en}: {en}" if self.en else en)


class Findings:
    """Gathers findings; the first of many identical ones counts."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def add(self, code: str, place: Place, vi: str, en: str) -> None:
        """Note a finding at a place."""
        said = place.say(vi, en)
        finding = Finding(code, place.element, place.name, *said)
        if len(self.all) < MAX_FINDINGS and finding not in self.all:
            self.all.append(finding)

    def feel(self, error: FeelError, place: Place) -> None:
        """Note what is wrong with an expression, under the expression's own code."""
        self.add(f"dmn-{error.code}", place, error.text("vi"), error.text("en"))
