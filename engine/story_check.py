"""The books of a told story: tallies, the sealed history and the roll-ups say what really was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import audit, tallies
from engine.errors import DondocError


class BooksDiffer(DondocError):
    """Two books that must agree do not: an engine's fault, not the story's."""

    code = "story-books-differ"
    vi = "Sổ sách cuối kịch bản không khớp: {what_vi}."
    en = "The story's books do not agree at its end: {what}."


# Each roll-up's summed figures against the reports at the bottom of it: what a unit wrote itself,
# or what a hand changed of a roll-up below.
_RECOUNTED = text("""
    WITH RECURSIVE below AS (
        SELECT e.rollup_id AS top, e.* FROM rollup_entry e
        UNION ALL
        SELECT b.top, e.* FROM below b JOIN rollup r ON r.up_report_id = b.report_id
            JOIN rollup_entry e ON e.rollup_id = r.id
        WHERE NOT b.adjusted AND CASE b.stands_on WHEN 0 THEN e.merged_at <= b.merged_at
            ELSE e.version <= b.stands_on END
    ), written AS (
        SELECT b.top, p.nil, p.content FROM below b JOIN report p ON p.id = b.report_id
        WHERE b.adjusted OR b.stands_on IS NULL
    ), summed AS (
        SELECT r.id, f->>'name' AS figure FROM rollup r, jsonb_array_elements(r.fields) f
        WHERE f->>'rollup' = 'sum'
    )
    SELECT count(*) FROM summed s WHERE
        (SELECT coalesce(sum(CAST(e.amounts->s.figure->>0 AS numeric)), 0) FROM rollup_entry e
         WHERE e.rollup_id = s.id)
        IS DISTINCT FROM
        (SELECT coalesce(sum(CAST(w.content->>s.figure AS numeric)), 0) FROM written w
         WHERE w.top = s.id)
""")


def check_books(session: Session, now: datetime) -> None:
    """Seal the history and compare; commits. Raises ``BooksDiffer``."""
    differing = tallies.differences(session)
    if differing:
        raise BooksDiffer(
            what_vi=f"{differing} số đếm khác kết quả đếm lại",
            what=f"{differing} tallies differ from a recount",
        )
    session.commit()
    audit.seal(session, now)
    session.commit()
    if audit.verify(session) is not None:
        raise BooksDiffer(what_vi="chuỗi lịch sử bị đứt", what="the chain of the history is broken")
    wrong = session.scalar(_RECOUNTED)
    if wrong:
        raise BooksDiffer(
            what_vi=f"{wrong} số tổng hợp khác tổng các báo cáo",
            what=f"{wrong} consolidated figures differ from the sum of the reports",
        )
