"""the calendar and the rules of deadlines"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What stood there was entered by hand.
    op.add_column(
        "calendar_day", sa.Column("source", sa.Text(), server_default="override", nullable=False)
    )
    op.add_column("calendar_day", sa.Column("swap_with", sa.Date(), nullable=True))
    op.add_column("calendar_day", sa.Column("set_by", sa.BigInteger(), nullable=True))
    op.add_column("calendar_day", sa.Column("set_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key("fk_calendar_day_set_by", "calendar_day", "account", ["set_by"], ["id"])
    op.drop_constraint("pk_calendar_day", "calendar_day", type_="primary")
    op.create_primary_key("pk_calendar_day", "calendar_day", ["day", "source"])


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
