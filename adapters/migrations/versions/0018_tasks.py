"""comments and drafts of tasks, when a task was claimed, notices to one person"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _comments()
    op.create_table(
        "task_draft",
        sa.Column("work_item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("typed", JSONB(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_task_draft_by")),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_task_draft_work_item_id")
        ),
        sa.PrimaryKeyConstraint("work_item_id", name=op.f("pk_task_draft")),
    )
    op.add_column("work_item", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("notice", sa.Column("account_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_notice_account_id",
        "notice",
        ["account_id", "id"],
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.Text(), sa.Computed("'c' || id", persisted=True), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("work_item_id", sa.BigInteger(), nullable=True),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_unit_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(unit_id IS NULL) = (report_id IS NOT NULL)", name=op.f("ck_comment_audience")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["author_unit_id"], ["unit.id"], name=op.f("fk_comment_author_unit_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_comment_report_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_comment_unit_id")),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_comment_work_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_matter", "comment", ["matter", "unit_id"])
    op.create_index("ix_comment_report_id", "comment", ["report_id", "id"])
    for table, columns in (
        (
            "comment_version",
            [
                sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
                sa.Column("body", sa.Text(), nullable=False),
                sa.Column("until", sa.DateTime(timezone=True), nullable=False),
                sa.PrimaryKeyConstraint("comment_id", "version", name=op.f("pk_comment_version")),
            ],
        ),
        (
            "comment_mention",
            [
                sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
                sa.ForeignKeyConstraint(
                    ["account_id"], ["account.id"], name=op.f("fk_comment_mention_account_id")
                ),
                sa.PrimaryKeyConstraint(
                    "comment_id", "account_id", name=op.f("pk_comment_mention")
                ),
            ],
        ),
    ):
        op.create_table(
            table,
            sa.Column("comment_id", sa.BigInteger(), autoincrement=False, nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                ["comment_id"], ["comment.id"], name=op.f(f"fk_{table}_comment_id")
            ),
        )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
