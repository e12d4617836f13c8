"""a superior's paper letter is on record in the book of each unit that received it"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

IDENTITY = ["issuer_id", "symbol", "number", "year"]
NUMBERED = sa.text("number <> ''")


def upgrade() -> None:
    op.add_column("directive", sa.Column("booked_by_id", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE directive SET booked_by_id = CAST(content->>'received_by' AS bigint),"
        " content = content - 'received_by' WHERE content ? 'received_by'"
    )
    op.create_foreign_key(
        "fk_directive_booked_by_id_unit", "directive", "unit", ["booked_by_id"], ["id"]
    )
    op.create_index(
        "ix_directive_booked_by_id",
        "directive",
        ["booked_by_id"],
        postgresql_where=sa.text("booked_by_id IS NOT NULL"),
    )
    op.drop_index("uq_directive_identity", table_name="directive")
    op.create_index(
        "uq_directive_identity",
        "directive",
        [*IDENTITY, "booked_by_id"],
        unique=True,
        postgresql_where=NUMBERED,
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.execute(
        "UPDATE directive SET content = content || jsonb_build_object('received_by', booked_by_id)"
        " WHERE booked_by_id IS NOT NULL"
    )
    op.drop_index("uq_directive_identity", table_name="directive")
    op.create_index(
        "uq_directive_identity", "directive", IDENTITY, unique=True, postgresql_where=NUMBERED
    )
    op.drop_index("ix_directive_booked_by_id", table_name="directive")
    op.drop_constraint("fk_directive_booked_by_id_unit", "directive", type_="foreignkey")
    op.drop_column("directive", "booked_by_id")
