"""what the inbox filters, follows and finds"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FAR = "coalesce(due_at, 'infinity'::timestamptz)"
# As engine.unit_names.fold, with a blank before each word so that words are found by their beginning.
FOLD = """
CREATE FUNCTION dondoc_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ' ' || regexp_replace(
    lower(regexp_replace(normalize(translate(given, 'Đđ', 'dd'), NFD), U&'[\\0300-\\036f]', '', 'g')),
    '[^a-z0-9]+', ' ', 'g')
"""


def upgrade() -> None:
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(FOLD)
    for table, made_of in (
        ("work_item", "name"),
        ("directive", "type || ' ' || number || ' ' || symbol || ' ' || subject"),
        ("report", "title || ' ' || period"),
    ):
        folded = sa.Computed(f"dondoc_fold({made_of})", persisted=True)
        op.add_column(table, sa.Column("search", sa.Text(), folded, nullable=False))
    _work_item_indexes()
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["unit_id", "audience"],
        postgresql_where=sa.text("read_at IS NULL"),
    )
    _marks()
    _preferences()


def _work_item_indexes() -> None:
    op.drop_index("ix_work_item_inbox", "work_item")
    open_, done = sa.text("status = 'open'"), sa.text("status = 'done'")
    indexes: tuple[tuple[str, list[Any], Any], ...] = (
        ("ix_work_item_inbox", ["unit_id", sa.text(FAR), "id"], open_),
        ("ix_work_item_due", [sa.text(FAR), "id"], open_),
        ("ix_work_item_done", ["unit_id", "completed_at", "id"], done),
        ("ix_work_item_completed", ["completed_at", "id"], done),
    )
    for name, columns, which in indexes:
        include = ["role"] if columns[0] == "unit_id" else None
        op.create_index(
            name, "work_item", columns, postgresql_where=which, postgresql_include=include
        )


def _marks() -> None:
    op.create_table(
        "work_item_follow_up",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("work_item_id", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_work_item_follow_up_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name="fk_work_item_follow_up_work_item_id"
        ),
        sa.PrimaryKeyConstraint("account_id", "work_item_id", name="pk_work_item_follow_up"),
    )
    op.create_table(
        "work_item_priority",
        sa.Column("work_item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("set_by", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 2", name="ck_work_item_priority_level"),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name="fk_work_item_priority_set_by"),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name="fk_work_item_priority_work_item_id"
        ),
        sa.PrimaryKeyConstraint("work_item_id", name="pk_work_item_priority"),
    )


def _preferences() -> None:
    op.create_table(
        "inbox_filter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_inbox_filter_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_filter"),
        sa.UniqueConstraint("account_id", "name", name="uq_inbox_filter_account_id_name"),
    )
    op.create_index(
        "uq_inbox_filter_default",
        "inbox_filter",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "inbox_preference",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_inbox_preference_account_id"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_inbox_preference"),
    )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
