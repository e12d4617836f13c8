"""incidents, difficulties, campaigns, assignments"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _incidents()
    _difficulties()
    _campaigns()
    _assignments()


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.Text(), sa.Computed("'vv' || id", persisted=True), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("directive_id", sa.BigInteger(), nullable=True),
        sa.Column("obligation_id", sa.BigInteger(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.BigInteger(), nullable=False),
        sa.Column("held_by_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_incident_closed")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_incident_directive_id")
        ),
        sa.ForeignKeyConstraint(["held_by_id"], ["unit.id"], name=op.f("fk_incident_held_by_id")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_incident_obligation_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_incident_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("subject", name=op.f("uq_incident_subject")),
    )
    op.create_index("ix_incident_directive_id", "incident", ["directive_id"], unique=False)
    op.create_index("ix_incident_held_by_id", "incident", ["held_by_id", "status"], unique=False)
    op.create_index("ix_incident_unit_id", "incident", ["unit_id"], unique=False)
    op.create_table(
        "incident_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_note_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_note")),
    )
    op.create_index("ix_incident_note_incident_id", "incident_note", ["incident_id"], unique=False)
    op.create_table(
        "incident_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receive_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forward_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_step_incident_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_incident_step_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_step")),
        sa.UniqueConstraint(
            "incident_id", "unit_id", name=op.f("uq_incident_step_incident_id_unit_id")
        ),
    )
    op.create_index("ix_incident_step_unit_id", "incident_step", ["unit_id"], unique=False)
    op.create_index(
        "uq_incident_step_here",
        "incident_step",
        ["incident_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )


def _difficulties() -> None:
    op.create_table(
        "difficulty",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.Text(), sa.Computed("'vm' || id", persisted=True), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("directive_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("provision_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.BigInteger(), nullable=False),
        sa.Column("held_by_id", sa.BigInteger(), nullable=False),
        sa.Column("at_directive_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("public", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_difficulty_answered")
        ),
        sa.ForeignKeyConstraint(
            ["at_directive_id"], ["directive.id"], name=op.f("fk_difficulty_at_directive_id")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_difficulty_directive_id")
        ),
        sa.ForeignKeyConstraint(["held_by_id"], ["unit.id"], name=op.f("fk_difficulty_held_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["difficulty.id"], name=op.f("fk_difficulty_lead_id")),
        sa.ForeignKeyConstraint(
            ["provision_id"], ["provision.id"], name=op.f("fk_difficulty_provision_id")
        ),
        sa.ForeignKeyConstraint(["root_id"], ["directive.id"], name=op.f("fk_difficulty_root_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_difficulty_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
        sa.UniqueConstraint("subject", name=op.f("uq_difficulty_subject")),
    )
    op.create_index("ix_difficulty_directive_id", "difficulty", ["directive_id"], unique=False)
    op.create_index(
        "ix_difficulty_held_by_id", "difficulty", ["held_by_id", "status"], unique=False
    )
    op.create_index("ix_difficulty_lead_id", "difficulty", ["lead_id"], unique=False)
    op.create_index(
        "ix_difficulty_root_id",
        "difficulty",
        ["root_id"],
        unique=False,
        postgresql_where=sa.text("public"),
    )
    op.create_index("ix_difficulty_unit_id", "difficulty", ["unit_id"], unique=False)
    op.create_table(
        "difficulty_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("difficulty_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["difficulty_id"], ["difficulty.id"], name=op.f("fk_difficulty_step_difficulty_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_difficulty_step_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty_step")),
        sa.UniqueConstraint(
            "difficulty_id", "unit_id", name=op.f("uq_difficulty_step_difficulty_id_unit_id")
        ),
    )
    op.create_index("ix_difficulty_step_unit_id", "difficulty_step", ["unit_id"], unique=False)


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.Text(), sa.Computed("'dt' || id", persisted=True), nullable=False),
        sa.Column("directive_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("plan_opens_on", sa.Date(), nullable=True),
        sa.Column("plan_due_on", sa.Date(), nullable=True),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("report_code", sa.Text(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_campaign_window")),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_campaign_directive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("subject", name=op.f("uq_campaign_subject")),
        sa.UniqueConstraint(
            "directive_id",
            "position",
            "starts_on",
            name=op.f("uq_campaign_directive_id_position_starts_on"),
        ),
    )
    op.create_index("ix_campaign_starts_on", "campaign", ["starts_on"], unique=False)
    op.create_table(
        "campaign_plan",
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_plan_campaign_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_campaign_plan_unit_id")),
        sa.PrimaryKeyConstraint("campaign_id", "unit_id", name=op.f("pk_campaign_plan")),
    )
    op.create_index("ix_campaign_plan_unit_id", "campaign_plan", ["unit_id"], unique=False)


def _assignments() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.Text(), sa.Computed("'pc' || id", persisted=True), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("directive_id", sa.BigInteger(), nullable=False),
        sa.Column("provision_id", sa.BigInteger(), nullable=True),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("assigned_by", sa.BigInteger(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'done') = (done_at IS NOT NULL)", name=op.f("ck_assignment_done")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_assignment_percent")),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_assignment_directive_id")
        ),
        sa.ForeignKeyConstraint(
            ["provision_id"], ["provision.id"], name=op.f("fk_assignment_provision_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_assignment_report_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("subject", name=op.f("uq_assignment_subject")),
    )
    op.create_index("ix_assignment_directive_id", "assignment", ["directive_id"], unique=False)
    op.create_index("ix_assignment_unit_id", "assignment", ["unit_id", "status"], unique=False)
    op.create_table(
        "assignment_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (role IS NULL)", name=op.f("ck_assignment_member_who")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_assignment_member_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_member_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_member")),
        sa.UniqueConstraint(
            "assignment_id",
            "account_id",
            name=op.f("uq_assignment_member_assignment_id_account_id"),
        ),
        sa.UniqueConstraint(
            "assignment_id", "role", name=op.f("uq_assignment_member_assignment_id_role")
        ),
    )
    op.create_index(
        "ix_assignment_member_account_id", "assignment_member", ["account_id"], unique=False
    )
    op.create_index(
        "uq_assignment_member_lead",
        "assignment_member",
        ["assignment_id"],
        unique=True,
        postgresql_where=sa.text("part = 'lead'"),
    )
    op.create_table(
        "assignment_progress",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_progress_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_progress")),
    )
    op.create_index(
        "ix_assignment_progress_assignment_id",
        "assignment_progress",
        ["assignment_id"],
        unique=False,
    )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
