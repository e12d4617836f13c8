"""sessions, second factors, letters about accounts, identity providers"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT, BIGINT, TEXT = sa.DateTime(timezone=True), sa.BigInteger(), sa.Text()


def _key() -> "sa.Column[int]":
    return sa.Column("id", BIGINT, sa.Identity(always=False), nullable=False)


def _account(*, primary: bool = False) -> "sa.Column[int]":
    return sa.Column(
        "account_id", BIGINT, sa.ForeignKey("account.id"), nullable=False, primary_key=primary
    )


def upgrade() -> None:
    op.create_table(
        "web_session",
        _key(),
        _account(),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ip", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("second_factor_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_web_session"),
    )
    op.create_index("uq_web_session_token_hash", "web_session", ["token_hash"], unique=True)
    op.create_index("ix_web_session_account_id", "web_session", ["account_id", "id"])
    op.drop_column("account", "session_version")

    op.add_column(
        "login_attempt", sa.Column("kind", TEXT, server_default="password", nullable=False)
    )
    op.add_column("login_attempt", sa.Column("network", TEXT, nullable=True))
    op.create_index("ix_login_attempt_network_at", "login_attempt", ["network", "at"])

    op.create_table(
        "second_factor",
        _account(primary=True),
        sa.Column("secret", TEXT, nullable=True),
        sa.Column("coming", TEXT, nullable=True),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("last_step", BIGINT, server_default="0", nullable=False),
    )
    op.create_table(
        "recovery_code",
        _key(),
        _account(),
        sa.Column("code_hash", TEXT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])

    op.create_table(
        "account_letter",
        _key(),
        _account(),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("token_hash", TEXT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account_letter"),
    )
    op.create_index("uq_account_letter_token_hash", "account_letter", ["token_hash"], unique=True)
    op.create_index("ix_account_letter_account_id", "account_letter", ["account_id", "asked_at"])

    op.create_table(
        "provider_link",
        _key(),
        _account(),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_provider_link"),
        sa.UniqueConstraint("issuer", "subject", name="uq_provider_link_issuer_subject"),
        sa.UniqueConstraint("account_id", "issuer", name="uq_provider_link_account_id_issuer"),
    )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
