"""A country at work, written set-based: a million tasks as the years would leave them.

Ten cascades of which every district passes on a directive of its own; communes owe five reports
under each. A task to write each report, one to review each that was sent, one to register each
directive: most are done, some are open, some of these late. Most reviews are a district's
(hundreds each), some a province's, and some one national body's (thousands). Every unit has a
clerk, an officer and a head; a third of the open tasks is claimed; boxes hold read and unread
notices. Rows lie in the order of time, so that one unit's are spread over the whole table.
"""

from __future__ import annotations

import time

import sqlalchemy as sa

from adapters.identity import Argon2Passwords
from benchmarks import common
from engine import tallies

NOW = common.ISSUE
PASSWORD = "correct horse battery"  # noqa: S105  (of accounts that live for a minute)
ROLES = {"vt": "vanthu", "cv": "chuyenvien", "ld": "lanhdao"}
SUBJECTS = (
    "công tác bình đẳng giới và vì sự tiến bộ của phụ nữ",
    "phòng, chống thiên tai và tìm kiếm cứu nạn",
    "cải cách thủ tục hành chính",
    "bảo đảm an toàn thực phẩm dịp lễ, Tết",
    "chuyển đổi số và dữ liệu dân cư",
    "giảm nghèo bền vững",
    "xây dựng nông thôn mới",
    "phòng, chống dịch bệnh trên đàn vật nuôi",
    "an toàn giao thông",
    "tiếp công dân, giải quyết khiếu nại, tố cáo",
)

_ACCOUNTS = """
    INSERT INTO account (username, name, email, password_hash, unit_id, roles, created_at)
    SELECT r.code || '.' || u.id, r.name || ' ' || u.short_name, NULL, :hash, u.id,
        ARRAY[r.role], :now
    FROM unit u CROSS JOIN (VALUES ('vt', 'vanthu', 'Văn thư'), ('cv', 'chuyenvien', 'Chuyên viên'),
        ('ld', 'lanhdao', 'Lãnh đạo')) AS r(code, role, name)
"""
_POSTS = """
    INSERT INTO post (account_id, unit_id, role, title, valid_from)
    SELECT id, unit_id, roles[1], '', '2022-01-01' FROM account
"""
_DIRECTIVES = """
    WITH national AS (
        SELECT id FROM unit WHERE parent_id IS NOT NULL ORDER BY id LIMIT 1
    ), roots AS (
        INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                               model_key, status, content, issued_at)
        SELECT national.id, CAST(100 + n AS text), 'CV-BM', 2023, 'cong_van', '2023-01-02',
            'Về việc báo cáo ' || s, '', 'm', 'issued', '{}', :now
        FROM national, unnest(CAST(:subjects AS text[])) WITH ORDINALITY AS t(s, n)
        RETURNING id, subject
    )
    INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                           parent_id, root_id, model_key, status, content, issued_at)
    SELECT u.id, CAST(r.id AS text), 'KH-UBND', 2023, 'ke_hoach', '2023-01-03',
        replace(r.subject, 'Về việc báo cáo', 'Kế hoạch triển khai'), '', r.id, r.id, 'm',
        'issued', '{}', :now
    FROM roots r, unit u WHERE u.tier = 'huyen'
"""
_RECEIVED = """
    INSERT INTO recipient (directive_id, unit_id, requested, sent_at)
    SELECT d.id, u.id, false, :now FROM directive d
    JOIN unit u ON u.parent_id = d.issuer_id AND u.tier = 'xa' WHERE d.parent_id IS NOT NULL
"""
_OBLIGATIONS = """
    INSERT INTO obligation (directive_id, position, code, title, kind, rule, who, requested, details)
    SELECT id, 1, 'a', replace(subject, 'Kế hoạch triển khai', 'Báo cáo'), 'monthly', '{}', '{}',
        false, '{}' FROM directive WHERE parent_id IS NOT NULL
"""
_REPORTS = """
    INSERT INTO report (directive_id, obligation_id, unit_id, consolidator_id, title, period,
        period_start, period_end, requested, opens_at, first_due_at, due_at, status, submitted_at,
        accepted_at, touched_at)
    SELECT d.id, o.id, u.id, CASE WHEN y < 0.75 THEN d.issuer_id WHEN y < 0.95 THEN h.parent_id
            ELSE root.issuer_id END,
        o.title, '2023-0' || p, make_date(2023, p, 1), make_date(2023, p, 28), u.id % 20 = 0,
        due - interval '30 days', due, due,
        CASE WHEN x < 0.65 THEN 'accepted' WHEN x < 0.8 THEN 'submitted' ELSE 'open' END,
        CASE WHEN x < 0.8 THEN due - (0.7 - x) * interval '20 days' END,
        CASE WHEN x < 0.65 THEN due + interval '2 days' END,
        CASE WHEN x > 0.9 THEN CAST(:now AS timestamptz) - (x - 0.9) * interval '100 days' END
    FROM directive d JOIN obligation o ON o.directive_id = d.id
    JOIN directive root ON root.id = d.root_id
    JOIN unit h ON h.id = d.issuer_id
    JOIN unit u ON u.parent_id = d.issuer_id AND u.tier = 'xa'
    CROSS JOIN generate_series(1, :periods) p
    CROSS JOIN LATERAL (
        SELECT date_trunc('day', CAST(:now AS timestamptz)) + interval '17 hours'
                + (p - 4) * interval '20 days' + d.id % 15 * interval '1 day' AS due,
            mod(abs(hashtext(u.id || '-' || d.id || '-' || p)), 1000) / 1000.0 AS x,
            mod(abs(hashtext(p || '+' || d.id || '+' || u.id)), 1000) / 1000.0 AS y) r
    ORDER BY p, x
"""
_WRITING = """
    SELECT r.id AS instance_id, 1, 'lap-bao-cao' AS element, 'Lập báo cáo' AS name,
        'chuyenvien' AS role, 'report-plain' AS form, r.unit_id, r.directive_id, r.subject, r.due_at,
        CASE WHEN r.submitted_at IS NULL THEN 'open' ELSE 'done' END AS status, r.opens_at,
        r.submitted_at
    FROM report r
"""
_REVIEWING = """
    SELECT r.id, 2, 'xem-xet', 'Xem xét báo cáo', 'chuyenvien', 'review', r.consolidator_id,
        r.directive_id, r.subject, r.due_at + interval '5 days',
        CASE WHEN r.accepted_at IS NULL THEN 'open' ELSE 'done' END, r.submitted_at, r.accepted_at
    FROM report r WHERE r.submitted_at IS NOT NULL
"""
_RECEIVING = """
    SELECT -row_number() OVER (), 1, 'tiep-nhan', 'Tiếp nhận văn bản', 'vanthu', 'receive',
        c.unit_id, c.directive_id, '', CAST(NULL AS timestamptz),
        CASE WHEN mod(c.unit_id + c.directive_id, 10) > 0 THEN 'done' ELSE 'open' END,
        CAST(:now AS timestamptz) - interval '70 days',
        CASE WHEN mod(c.unit_id + c.directive_id, 10) > 0
            THEN CAST(:now AS timestamptz) - interval '69 days' END
    FROM recipient c
"""
_TASKS = f"""
    INSERT INTO work_item (instance_id, token, element, name, role, form, unit_id, directive_id,
        subject, due_at, status, created_at, completed_at, claimed_by, completed_by)
    SELECT t.*, CASE WHEN t.status = 'open' AND mod(abs(hashtext(t.subject)), 3) = 0 THEN a.id END,
        CASE WHEN t.status = 'done' THEN a.id END
    FROM ({_WRITING} UNION ALL {_REVIEWING} UNION ALL {_RECEIVING}) t
    JOIN account a ON a.unit_id = t.unit_id AND a.roles = ARRAY[t.role]
    ORDER BY t.opens_at, t.instance_id
"""
_FOLLOWED = """
    INSERT INTO work_item_follow_up (account_id, work_item_id, "on", note, set_at)
    SELECT claimed_by, id, CAST(:now AS date) + CAST(id % 9 AS int), '', :now FROM work_item
    WHERE claimed_by IS NOT NULL AND status = 'open' AND id % 4 = 0
"""
_PRIORITIES = """
    INSERT INTO work_item_priority (work_item_id, level, set_by, set_at)
    SELECT id, 1 + id % 2, claimed_by, :now FROM work_item
    WHERE claimed_by IS NOT NULL AND status = 'open' AND id % 5 = 0
"""
_NOTICES = """
    INSERT INTO notice (once, unit_id, about_unit_id, audience, directive_id, report_id, kind, params,
        created_at, read_at)
    SELECT 'b' || r.id, r.unit_id, r.unit_id, 'officer', r.directive_id, r.id, 'nhac-1', '{}',
        r.opens_at, CASE WHEN r.id % 40 > 0 THEN r.opens_at END
    FROM report r WHERE r.id % 2 = 0
"""


def fill(place: common.Place, periods: int) -> float:
    """Write it all; the seconds it took. Five periods are a million tasks."""
    cheap = Argon2Passwords(time_cost=1, memory_kib=1024)
    given = {
        "now": NOW,
        "hash": cheap.hash(PASSWORD),
        "periods": periods,
        "subjects": list(SUBJECTS),
    }
    started = time.perf_counter()
    with place.sessions.begin() as session:
        session.execute(sa.text("SET LOCAL synchronous_commit = off"))
        for statement in (
            _ACCOUNTS,
            _POSTS,
            _DIRECTIVES,
            "UPDATE directive SET root_id = id WHERE root_id IS NULL",
            _RECEIVED,
            _OBLIGATIONS,
            _REPORTS,
            "ANALYZE report",
            _TASKS,
            _FOLLOWED,
            _PRIORITIES,
            _NOTICES,
        ):
            session.execute(sa.text(statement), given)
    with place.sessions.begin() as session:
        tallies.fold(session)
    with place.connections.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    return time.perf_counter() - started
