"""Bundles that a build adds: without one there is no tag, and pages work the same."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask

BUILT = Path(__file__).parent / "static" / "built"


@lru_cache(maxsize=1)
def _manifest(changed: float) -> dict[str, str]:  # noqa: ARG001 - the cache's key
    told: dict[str, str] = json.loads((BUILT / "manifest.json").read_text())
    return told


def asset(name: str) -> str | None:
    """Return the path below ``static`` of a built bundle, or None without a build."""
    try:
        manifest = _manifest((BUILT / "manifest.json").stat().st_mtime)
    except (OSError, ValueError):
        return None
    return f"built/{manifest[name]}" if name in manifest else None


def is_built(name: str) -> bool:
    """Tell whether a bundle is there."""
    return asset(name) is not None


def attach(app: Flask) -> None:
    """Let templates ask for bundles."""
    app.jinja_env.globals["asset"] = asset
