"""Move the tables from one revision to another, from whatever folder we run in."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from service.config import Settings

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def configuration(settings: Settings) -> Config:
    """Return Alembic's configuration for ``settings``; ``env.py`` finds them in it."""
    result = Config(attributes={"settings": settings})
    # Alembic interpolates: a percent sign in the path would be taken for a variable.
    result.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return result


def knows(revision: str) -> bool:
    """Tell whether ``revision`` is one of ours, not of a version to come."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    return revision in {script.revision for script in scripts.walk_revisions()}


def newest() -> str:
    """Return the revision of this version's tables."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def migrate(settings: Settings, revision: str = "head") -> None:
    """Bring the tables up to ``revision``."""
    command.upgrade(configuration(settings), revision)


def retreat(settings: Settings, revision: str) -> None:
    """Bring the tables down to ``revision`` ("base": none)."""
    command.downgrade(configuration(settings), revision)
