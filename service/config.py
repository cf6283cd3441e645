"""Read every setting once, from the environment, and fail at boot by name."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote


class SettingError(Exception):
    """Say which environment variable is wrong and what it should hold."""


def _environment() -> dict[str, str]:
    return dict(os.environ)  # noqa: TID251 - the sole reader of the environment


def _default_data() -> Path:
    home = _environment().get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "pairgrad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; each field is ``PAIRGRAD_<NAME>`` in the environment.

    ``broker`` "none" polls the database. ``redis_url`` empty: a private redis-server.
    ``database_url`` empty: SQLite in ``data``. ``min_tier`` empty: C while the web binds
    loopback only, else A. ``mnist_dir`` is torchvision's root, ``MNIST/raw`` beneath it.
    What may hold a secret is never printed with the rest.
    """

    data: Path = field(default_factory=_default_data)
    host: str = "127.0.0.1"
    port: int = 8321
    database_url: str = field(default="", repr=False)
    database_password: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    redis_password: str = field(default="", repr=False)
    broker: Literal["redis", "none"] = "redis"
    mnist_dir: Path | None = None
    min_tier: Literal["", "A", "C"] = ""
    unsafe_no_sandbox: bool = False
    core_workers: int = 1
    web_threads: int = 128
    web_processes: int = 1
    throttle: bool = True
    bwrap: str = "bwrap"
    public_url: str = ""
    proxy_hops: int = 0
    metrics_token: str = field(default="", repr=False)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_label: str = "your university account"
    collab: bool = False

    @property
    def database(self) -> str:
        """Return the SQLAlchemy URL, its password filled in where it came apart."""
        url = self.database_url or f"sqlite:///{self.data / 'pairgrad.sqlite3'}"
        if not self.database_password:
            return url
        before, _, after = url.partition("@")
        return f"{before}:{quote(self.database_password, safe='')}@{after}"

    @property
    def loopback(self) -> bool:
        """Tell whether the web listens to this machine only."""
        return self.host in {"127.0.0.1", "localhost", "::1"}

    @property
    def logs(self) -> Path:
        """Return the folder of the log files."""
        return self.data / "logs"


def _convert(name: str, kind: object, text: str) -> object:
    try:
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False, "": False}[
                text.lower()
            ]
        if kind is int:
            return int(text)
        if kind is Path:
            return Path(text).expanduser().absolute()
    except (KeyError, ValueError) as error:
        raise SettingError(
            f"{name}={text!r} is not a value it can hold; see docs/settings.md"
        ) from error
    return text


_CHOICES = {"broker": ("redis", "none"), "min_tier": ("", "A", "C")}
# Each may come as a file instead, PAIRGRAD_<NAME>_FILE: an environment is shown to
# whoever may list processes or containers.
SECRETS = (
    "database_url", "database_password", "redis_url", "redis_password", "metrics_token",
    "oidc_client_secret",
)  # fmt: skip
# prometheus_client reads it when it is imported.
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
_KINDS: dict[str, object] = {
    "data": Path,
    "port": int,
    "mnist_dir": Path,
    "unsafe_no_sandbox": bool,
    "core_workers": int,
    "web_threads": int,
    "web_processes": int,
    "throttle": bool,
    "proxy_hops": int,
    "collab": bool,
}


def read(environment: dict[str, str] | None = None, **override: object) -> Settings:
    """Return the settings of ``environment`` (default: the process's), then overrides.

    Raises SettingError naming the variable that cannot be read.
    """
    source = _environment() if environment is None else environment
    values: dict[str, object] = {}
    for name in Settings.__dataclass_fields__:
        variable = f"PAIRGRAD_{name.upper()}"
        text = source.get(variable) or _from_file(source, name) or source.get(variable)
        if text is None or (text == "" and name == "mnist_dir"):
            continue
        if name in _CHOICES and text not in _CHOICES[name]:
            allowed = ", ".join(repr(choice) for choice in _CHOICES[name])
            raise SettingError(f"{variable}={text!r} must be one of {allowed}")
        values[name] = _convert(variable, _KINDS.get(name, str), text)
    if values.get("redis_password") and "@" not in str(values.get("redis_url", "@")):
        secret = quote(str(values["redis_password"]), safe="")
        values["redis_url"] = str(values["redis_url"]).replace(
            "://", f"://:{secret}@", 1
        )
    values.update(
        {name: value for name, value in override.items() if value is not None}
    )
    return Settings(**values)  # type: ignore[arg-type]


def counts_together() -> bool:
    """Tell whether this process's counters lie in a folder that others share."""
    return COUNTERS in _environment()


def _from_file(source: dict[str, str], name: str) -> str | None:
    variable = f"PAIRGRAD_{name.upper()}_FILE"
    path = source.get(variable) if name in SECRETS else None
    if not path:
        return None
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise SettingError(f"{variable}={path!r} cannot be read: {reason}") from error


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the process's environment with ``settings`` written into it.

    For child processes: what they read back equals ``settings``.
    """
    result = _environment()
    # Before NumPy loads there: two threads on a busy machine take turns at a lock, and
    # a training time would compare machines' idle cores.
    for library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        result.setdefault(library, "1")
    for name in Settings.__dataclass_fields__:
        result.pop(f"PAIRGRAD_{name.upper()}_FILE", None)  # read already
        value = getattr(settings, name)
        if isinstance(value, bool):
            value = int(value)
        result[f"PAIRGRAD_{name.upper()}"] = "" if value is None else str(value)
    return result
