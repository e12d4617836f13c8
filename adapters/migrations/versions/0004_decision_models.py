"""decision models, and which of them a process model runs with"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDS = postgresql.ARRAY(sa.BigInteger())

GUARD = """
CREATE FUNCTION model_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a deployed model never changes: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER process_model_immutable BEFORE UPDATE ON process_model
    FOR EACH STATEMENT EXECUTE FUNCTION model_refuse();
CREATE TRIGGER decision_model_immutable BEFORE UPDATE ON decision_model
    FOR EACH STATEMENT EXECUTE FUNCTION model_refuse();
"""


def upgrade() -> None:
    op.create_table(
        "decision_model",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("xml", sa.Text(), nullable=False),
        sa.Column("imports", IDS, nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_model"),
        sa.UniqueConstraint("key", "version", name="uq_decision_model_key_version"),
        sa.UniqueConstraint("key", "sha256", name="uq_decision_model_key_sha256"),
    )
    op.add_column("process_model", sa.Column("decisions", IDS, server_default="{}", nullable=False))
    # PL/pgSQL's percent signs are its own: psycopg itself takes them as they are.
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(GUARD)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
