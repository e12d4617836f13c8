"""the history's guard, the job queue's own tables, the demonstration clock"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GUARD = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def upgrade() -> None:
    # Several statements at once, with percent signs of their own: psycopg itself takes them as is.
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(GUARD)
    raw.execute(SchemaManager.get_schema())
    op.create_table(
        "demo_clock",
        sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="row"), primary_key=True),
        sa.Column("shift", sa.Interval, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("the first release has nothing to go back to")
