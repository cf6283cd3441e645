"""Run the migrations, by the service (settings given) or by the alembic command."""

from alembic import context
from sqlalchemy import Connection

from service import config
from service.store.database import make_engine
from service.store.models import Base, Moment


def _render(kind: str, item: object, _: object) -> str | bool:
    # A revision must go on meaning what it meant when our own type changes.
    is_moment = kind == "type" and isinstance(item, Moment)
    return "sa.DateTime(timezone=True)" if is_moment else False


def _foreign_keys(connection: Connection, state: str) -> None:
    # Batch mode drops and rebuilds a table; enforced keys would empty its children.
    # Only outside a transaction does SQLite obey, so past SQLAlchemy's own begin.
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={state}")


def run(settings: config.Settings) -> None:
    """Run the revisions in one transaction and check that no reference dangles."""
    engine = make_engine(settings)
    with engine.connect() as connection:
        _foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if connection.dialect.name == "sqlite":
                dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if dangling:
                    raise RuntimeError(f"the migration would leave {dangling[:5]}")
        _foreign_keys(connection, "ON")
    engine.dispose()


run(context.config.attributes.get("settings") or config.read())
