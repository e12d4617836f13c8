"""Alembic's entry: every table's module is imported, so that metadata is complete."""

import pkgutil
from importlib import import_module
from typing import Literal

import sqlalchemy as sa
from alembic import context

import engine
from engine.store import Base, Moment

for found in pkgutil.iter_modules(engine.__path__):
    import_module(f"engine.{found.name}")


def _plain(kind: str, item: object, context: object) -> str | Literal[False]:
    """Migrations must not depend on our classes: a moment is a timestamp with time zone."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _run() -> None:
    created = sa.create_engine(context.config.attributes["url"], poolclass=sa.NullPool)
    with created.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            transaction_per_migration=True,
            render_item=_plain,
        )
        with context.begin_transaction():
            # Two processes starting at once must not both migrate.
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('dondoc.migrate'))"))
            context.run_migrations()
    created.dispose()


_run()
