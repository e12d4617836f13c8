"""posts, absences, changes of structure"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# An administrator's post counts too: a substitute administers while the administrator is away.
HOLDER = """
CREATE VIEW post_holder AS
    SELECT account_id, unit_id, role, valid_from, valid_to, CAST(NULL AS bigint) AS absent_id
    FROM post
    UNION ALL
    SELECT a.substitute_id, p.unit_id, p.role, greatest(p.valid_from, a.valid_from),
        least(p.valid_to, a.valid_to), a.account_id
    FROM absence a JOIN post p ON p.account_id = a.account_id
    WHERE greatest(p.valid_from, a.valid_from) < least(p.valid_to, a.valid_to)
"""
# Every account held its roles from the day it was made.
FILL = """
INSERT INTO post (account_id, unit_id, role, title, valid_from)
SELECT id, unit_id, unnest(roles), '',
    CAST(created_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date)
FROM account ORDER BY id
"""


def upgrade() -> None:
    moment, bigint = sa.DateTime(timezone=True), sa.BigInteger()
    op.create_table(
        "post",
        sa.Column("id", bigint, sa.Identity(always=False), nullable=False),
        sa.Column("account_id", bigint, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("unit_id", bigint, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.CheckConstraint("valid_to >= valid_from", name="ck_post_validity"),
    )
    op.create_index("ix_post_account_id", "post", ["account_id", "valid_from"])
    op.create_index("ix_post_unit_id", "post", ["unit_id", "role"])
    op.create_table(
        "absence",
        sa.Column("id", bigint, sa.Identity(always=False), nullable=False),
        sa.Column("account_id", bigint, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("substitute_id", bigint, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sa.CheckConstraint("valid_to >= valid_from", name="ck_absence_validity"),
        sa.CheckConstraint("substitute_id <> account_id", name="ck_absence_oneself"),
    )
    op.create_index("ix_absence_account_id", "absence", ["account_id", "valid_from"])
    op.create_index("ix_absence_substitute_id", "absence", ["substitute_id", "valid_from"])
    op.add_column("work_item", sa.Column("completed_for", bigint, nullable=True))
    op.add_column("report", sa.Column("merged_into_id", bigint, nullable=True))
    op.create_foreign_key(
        "fk_report_merged_into_id", "report", "report", ["merged_into_id"], ["id"]
    )
    op.create_index("ix_report_merged_into_id", "report", ["merged_into_id"])
    op.add_column(
        "unit_succession",
        sa.Column("position", sa.SmallInteger(), server_default="0", nullable=False),
    )
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(HOLDER)
    raw.execute(FILL)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
