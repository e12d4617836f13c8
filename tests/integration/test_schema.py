"""The migrations make exactly the tables that the code declares."""

import pkgutil
from importlib import import_module

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import engine
from engine.store import Base


def test_the_migrated_schema_is_the_declared_one(empty_template):
    for found in pkgutil.iter_modules(engine.__path__):
        import_module(f"engine.{found.name}")
    declared = Base.metadata.tables

    def ours(thing, name, kind, reflected, compared):
        table = name if kind == "table" else thing.table.name
        return table in declared

    created = sa.create_engine(empty_template, poolclass=sa.NullPool)
    with created.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": False}
        )
        assert compare_metadata(context, Base.metadata) == []
    created.dispose()
