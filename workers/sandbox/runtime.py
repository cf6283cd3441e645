"""Copy what a guest may see of this machine into one folder: Python, NumPy, the guest.

Stops: the jail's need for any other path, such as an interpreter below a home only its
owner may enter; stale or poisoned bytecode, because the folder is written by us alone and
named by what it was made from. Does not stop: flaws of that interpreter.

Python's folder holds ``py`` (interpreter, standard library), ``site`` (NumPy) and ``so``
(shared libraries); our guest package has a folder of its own, which no guest may read.
"""

import compileall
import hashlib
import os
import py_compile
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_FORMAT = "1"
_SHARED = Path("/var/lib/pairgrad/sandbox")
_STALE_SECONDS = 3600
_GUEST = Path(__file__).parents[1] / "guest"
_LEFT_OUT = shutil.ignore_patterns(
    *("__pycache__", "*.pyi", "*.a", "site-packages", "test", "idlelib", "tkinter"),
    *("turtledemo", "lib2to3", "ensurepip", "config-*", "pydoc_data", "venv"),
    # Libraries of their own that no exercise needs.
    *("_tkinter*", "_sqlite3*", "_ssl*", "_curses*", "_dbm*", "_gdbm*", "readline*"),
    *("nis*", "_crypt*", "_test*.so", "_xx*", "xx*"),
)
_LIBRARY = re.compile(r"(?:=> )?(/\S+) \(0x")


@dataclass(frozen=True, slots=True)
class Runtime:
    """Two finished folders: ``python`` (py, site, so) and ``guest``, our package.

    A guest may read the first only. ``loader`` is the folder where ELF files seek ld.so.
    """

    python: Path
    guest: Path
    loader: str


def base(data: Path, *, as_other_user: bool) -> Path:
    """Return the folder for runtimes: in ``data`` unless the jail's user is kept out.

    Started as root, our data may lie below a home only root may enter.
    """
    folder = _public(data / "sandbox")
    if not as_other_user or _open_to_all(folder):
        return folder
    _public(_SHARED.parent)
    return _public(_SHARED)


def share(folder: Path, base: Path) -> Path:
    """Return ``folder``, or a copy below ``base`` where another user cannot reach it."""
    if base != _SHARED or _open_to_all(folder):
        return folder
    stamps = [(str(one), one.stat().st_mtime_ns) for one in sorted(folder.rglob("*"))]
    copy = base / f"digits-{hashlib.sha256(repr(stamps).encode()).hexdigest()[:16]}"
    if not copy.exists():
        partial = Path(tempfile.mkdtemp(prefix=".making-", dir=base))
        shutil.copytree(folder, partial, dirs_exist_ok=True)
        _open_to_read(partial)
        with suppress(OSError):  # another worker was faster
            partial.rename(copy)
    return copy


def _open_to_all(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


def _public(folder: Path) -> Path:
    """Make a folder anyone may enter, whatever the umask."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return folder


def prepare(base: Path) -> Runtime:
    """Return the runtime below ``base``; each part is made once and named by content."""
    _sweep(_public(base))
    guest = _made(base / f"guest-{_guest_key()}", _fill_guest)
    python = _made(base / f"python-{_python_key()}", lambda to: _fill_python(to, guest))
    return Runtime(python, guest, (python / "loader").read_text())


def _sweep(base: Path) -> None:
    """Remove what an interrupted set-up left behind."""
    for partial in base.glob(".making-*"):
        with suppress(OSError):  # another worker swept it
            if time.time() - partial.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(partial)


def readable(python: str) -> tuple[str, ...]:
    """Return what a guest may read where the Python folder appears as ``python``."""
    return tuple(f"{python}/{name}" for name in ("py", "site", "so"))


def _made(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Fill ``folder`` under another name first: a folder that exists is complete."""
    if not folder.exists():
        partial = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            fill(partial)
            _open_to_read(partial)
            with suppress(OSError):  # another worker was faster; theirs is the same
                partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return folder


def _python_key() -> str:
    binary = Path(sys.executable).resolve()
    stamp = binary.stat()
    parts = (_FORMAT, binary, stamp.st_size, stamp.st_mtime_ns, sys.version)
    whole = repr((*parts, np.__file__, np.__version__))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _guest_key() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for source in sorted(_GUEST.glob("*.py")):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _fill_guest(folder: Path) -> None:
    package = folder / "workers"
    shutil.copytree(_GUEST, package / "guest", ignore=_LEFT_OUT)
    (package / "__init__.py").touch()
    # By hash and unchecked: nothing looks at time stamps again.
    compileall.compile_dir(
        package,
        quiet=1,
        stripdir=str(folder),
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def _fill_python(folder: Path, guest: Path) -> None:
    numpy = Path(np.__file__).parent
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    library = folder / "py" / sys.platlibdir / version
    shutil.copytree(sysconfig.get_path("stdlib"), library, ignore=_LEFT_OUT)
    shutil.copytree(numpy, folder / "site/numpy", ignore=_LEFT_OUT)
    if (bundled := numpy.parent / "numpy.libs").is_dir():
        shutil.copytree(bundled, folder / "site/numpy.libs")
    (folder / "py/bin").mkdir()
    python = folder / "py/bin/python"
    shutil.copy2(Path(sys.executable).resolve(), python)
    _copy_libraries(folder)
    _warm_bytecode(folder, python, guest)


def _copy_libraries(folder: Path) -> None:
    """Copy every shared library these files link to, and note where ld.so lives."""
    # The original is asked: the copy no longer finds what lay beside it.
    original = Path(sys.executable).resolve()
    target = folder / "so"
    target.mkdir()
    files = [original, *(folder / "py").rglob("*.so"), *(folder / "site").rglob("*.so")]
    listed = subprocess.run(
        ["ldd", *map(str, files)], capture_output=True, text=True, check=False
    ).stdout
    for found in sorted(set(_LIBRARY.findall(listed))):
        path = Path(found)
        if path.is_relative_to(folder):
            continue
        if path.name.startswith("ld-"):
            (folder / "loader").write_text(str(path.parent))
        if not (target / path.name).exists():
            shutil.copy2(path.resolve(), target / path.name)


def _warm_bytecode(folder: Path, python: Path, guest: Path) -> None:
    """Import once what a zygote imports: this run of ours writes the bytecode."""
    paths = [str(folder / "site"), str(guest)]
    code = (
        f"import sys; sys.path[:0] = {paths!r}\n"
        "from importlib import import_module\n"
        "from workers.guest.__main__ import PRELOAD\n"
        "for name in PRELOAD:\n"
        "    try: import_module(name)\n"
        "    except ImportError: pass\n"
    )
    environment = {"LD_LIBRARY_PATH": str(folder / "so"), "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run(
        [str(python), "-I", "-S", "-X", "utf8", "-c", code],
        env=environment,
        check=True,
        capture_output=True,
    )


def _open_to_read(folder: Path) -> None:
    for path in _walk(folder):
        executable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if executable else 0o644)


def _walk(folder: Path) -> Iterator[Path]:
    yield folder
    for root, folders, files in os.walk(folder):
        yield from (Path(root, name) for name in (*folders, *files))
