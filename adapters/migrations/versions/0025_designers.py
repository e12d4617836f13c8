"""drafts of models, and which version new instances begin with"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT, BIGINT, TEXT = sa.DateTime(timezone=True), sa.BigInteger(), sa.Text()

BEFORE = """
INSERT INTO model_release (kind, key, model_id, at, actor)
SELECT '{kind}', key, id, deployed_at, 'setup' FROM {table} ORDER BY key, version
"""


def upgrade() -> None:
    _drafts()
    op.create_table(
        "model_release",
        _id(),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("model_id", BIGINT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("account_id", BIGINT, sa.ForeignKey("account.id"), nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("draft_id", BIGINT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_model_release"),
    )
    op.create_index("ix_model_release_key", "model_release", ["kind", "key", "id"])
    op.create_table(
        "form_model",
        _id(),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("deployed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_model"),
        sa.UniqueConstraint("key", "version", name="uq_form_model_key_version"),
        sa.UniqueConstraint("key", "sha256", name="uq_form_model_key_sha256"),
    )
    op.execute(
        "CREATE TRIGGER form_model_immutable BEFORE UPDATE ON form_model "
        "FOR EACH STATEMENT EXECUTE FUNCTION model_refuse()"
    )
    # Until now the newest version was the one that new instances began with.
    op.execute(BEFORE.format(kind="bpmn", table="process_model"))
    op.execute(BEFORE.format(kind="dmn", table="decision_model"))


def _drafts() -> None:
    op.create_table(
        "model_draft",
        _id(),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("author_id", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("saved_by", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("based_on", BIGINT, nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("savers", sa.ARRAY(BIGINT), nullable=False),
        sa.Column("reviewed_by", BIGINT, sa.ForeignKey("account.id"), nullable=True),
        sa.Column("deploy_on", sa.Date(), nullable=True),
        sa.Column("deployed_at", MOMENT, nullable=True),
        sa.Column("replaces", BIGINT, nullable=True),
        sa.Column("model_id", BIGINT, nullable=True),
        sa.Column("trouble", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_draft"),
    )
    op.create_index("ix_model_draft_status", "model_draft", ["status", "id"])
    op.create_index("ix_model_draft_key", "model_draft", ["kind", "key", "id"])
    op.create_table(
        "model_draft_step",
        _id(),
        sa.Column("draft_id", BIGINT, sa.ForeignKey("model_draft.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", BIGINT, sa.ForeignKey("account.id"), nullable=True),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_draft_step"),
    )
    op.create_index("ix_model_draft_step_draft_id", "model_draft_step", ["draft_id", "id"])


def _id() -> sa.Column[int]:
    return sa.Column("id", BIGINT, sa.Identity(always=False), nullable=False)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
