"""What gave null by error while a decision was evaluated.

A ``warnings`` list receives plain strings (FEEL's own remarks) and Problems, which are strings
too: the English sentence, with what a host needs to act on it.
"""

from __future__ import annotations

from typing import Self

from engine.process.feel.values import MAX_WARNINGS, Run


class Problem(str):  # noqa: SLOT000 - a str with slots cannot hold strings of its own
    """``severity`` is "error" where the standard's null hides a mistake, else "note".

    ``code`` is stable ("dmn-..."), ``element`` the id of the table or decision, ``rules`` the
    numbers (from 1) of the rules it is about; ``vi`` and ``en`` are the sentences.
    """

    severity: str
    code: str
    element: str
    rules: tuple[int, ...]
    vi: str
    en: str

    def __new__(
        cls,
        code: str,
        element: str,
        vi: str,
        en: str,
        *,
        rules: tuple[int, ...] = (),
        severity: str = "error",
    ) -> Self:
        """The English sentence, with what a host needs to act on it."""
        self = super().__new__(cls, en)
        self.severity, self.code, self.element = severity, code, element
        self.rules, self.vi, self.en = rules, vi, en
        return self


def report(run: Run, problem: Problem) -> None:
    """Hand a problem to whoever asked; an error goes in even when the list is full."""
    if run.warnings is not None and (
        problem.severity == "error" or len(run.warnings) < MAX_WARNINGS
    ):
        run.warnings.append(problem)


def place_notes(run: Run, since: int, element: str, vi: str, en: str) -> None:
    """Say of FEEL's remarks made from index ``since`` on where they were made."""
    if run.warnings is None:
        return
    for index in range(since, len(run.warnings)):
        said = run.warnings[index]
        if not isinstance(said, Problem):
            run.warnings[index] = Problem(
                "dmn-null", element, f"{vi}: {said}", f"{en}: {said}", severity="note"
            )
