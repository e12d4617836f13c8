"""received letters and what clerks corrected in them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT, BIGINT, TEXT = sa.DateTime(timezone=True), sa.BigInteger(), sa.Text()


def upgrade() -> None:
    op.create_table(
        "received_letter",
        _id(),
        sa.Column("unit_id", BIGINT, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("findings", JSONB, nullable=False),
        sa.Column("unsure", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("directive_id", BIGINT, sa.ForeignKey("directive.id"), nullable=True),
        sa.Column("drafting_id", BIGINT, sa.ForeignKey("directive_draft.id"), nullable=True),
        sa.Column("received_by", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("changed_by", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_letter"),
        sa.CheckConstraint(
            "status <> 'issued' OR drafting_id IS NOT NULL", name="ck_received_letter_issued"
        ),
        sa.CheckConstraint(
            "status <> 'filed' OR directive_id IS NOT NULL", name="ck_received_letter_filed"
        ),
    )
    op.create_index("ix_received_letter_list", "received_letter", ["unit_id", "status", "id"])
    op.create_index("ix_received_letter_sha256", "received_letter", ["unit_id", "sha256"])
    op.create_index("ix_received_letter_drafting_id", "received_letter", ["drafting_id"])
    op.create_table(
        "received_correction",
        _id(),
        sa.Column("letter_id", BIGINT, sa.ForeignKey("received_letter.id"), nullable=False),
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("was", JSONB, nullable=True),
        sa.Column("became", JSONB, nullable=True),
        sa.Column("account_id", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_correction"),
    )
    op.create_index("ix_received_correction_letter_id", "received_correction", ["letter_id", "id"])


def _id() -> sa.Column[int]:
    return sa.Column("id", BIGINT, sa.Identity(always=False), nullable=False)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
