"""extensions, urging letters, named lists, digests"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _id(name: str, table: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def upgrade() -> None:
    op.add_column("report", sa.Column("round", sa.Integer(), server_default="0", nullable=False))
    op.add_column("report", sa.Column("urgings", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "account", sa.Column("digest", sa.Boolean(), server_default="false", nullable=False)
    )
    _letters()
    _lists()
    _extensions()
    _digests()


def _letters() -> None:
    op.create_table(
        "letter_register",
        _id("issuer_id", "unit"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("issuer_id", "year", name="pk_letter_register"),
    )
    op.create_table(
        "urging_letter",
        _key(),
        _id("issuer_id", "unit"),
        _id("directive_id", "directive"),
        _id("obligation_id", "obligation"),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("audiences", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        _id("signed_by", "account", nullable=True),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("new_due_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_urging_letter"),
        sa.UniqueConstraint(
            "issuer_id", "year", "number", name="uq_urging_letter_issuer_id_year_number"
        ),
        sa.CheckConstraint(
            "(status = 'issued') = (number IS NOT NULL)", name="ck_urging_letter_numbered"
        ),
    )
    same = ["issuer_id", "obligation_id", "period_start", "period_end", "drafted_on"]
    op.create_index(
        "uq_urging_letter_joint",
        "urging_letter",
        same,
        unique=True,
        postgresql_where=sa.text("joint"),
    )
    op.create_index("ix_urging_letter_directive_id", "urging_letter", ["directive_id"])
    op.create_table(
        "urging_addressee",
        _id("letter_id", "urging_letter"),
        _id("report_id", "report"),
        _id("unit_id", "unit"),
        _id("superior_id", "unit", nullable=True),
        sa.Column("missed_due_at", MOMENT, nullable=False),
        sa.Column("spared_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("letter_id", "report_id", name="pk_urging_addressee"),
    )
    op.create_index("ix_urging_addressee_report_id", "urging_addressee", ["report_id"])


def _lists() -> None:
    same = ["obligation_id", "issuer_id", "period_start", "period_end", "rung"]
    op.create_table(
        "named_list",
        _key(),
        _id("issuer_id", "unit"),
        _id("directive_id", "directive"),
        _id("obligation_id", "obligation"),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_named_list"),
        sa.UniqueConstraint(*same, name="uq_named_list_one"),
    )
    op.create_index("ix_named_list_directive_id", "named_list", ["directive_id"])
    op.create_table(
        "named_unit",
        _id("list_id", "named_list"),
        _id("report_id", "report"),
        _id("unit_id", "unit"),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("list_id", "report_id", name="pk_named_unit"),
    )
    op.create_index("ix_named_unit_report_id", "named_unit", ["report_id"])


def _extensions() -> None:
    op.create_table(
        "extension",
        _key(),
        _id("report_id", "report"),
        _id("unit_id", "unit"),
        _id("owner_id", "unit"),
        _id("directive_id", "directive"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        _id("asked_by", "account"),
        sa.Column("asked_at", MOMENT, nullable=False),
        _id("decided_by", "account", nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("granted_at", MOMENT, nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
    )
    op.create_index("ix_extension_report_id", "extension", ["report_id"])
    op.create_index("ix_extension_owner_id", "extension", ["owner_id", "status"])
    op.create_index(
        "uq_extension_asked",
        "extension",
        ["report_id"],
        unique=True,
        postgresql_where=sa.text("status = 'asked'"),
    )


def _digests() -> None:
    op.create_table(
        "digest",
        _key(),
        _id("account_id", "account"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "message_id",
            sa.Text(),
            sa.Computed("'<digest-' || id || '@dondoc>'", persisted=True),
            nullable=False,
        ),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
        sa.UniqueConstraint("account_id", "day", name="uq_digest_account_id_day"),
    )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
