"""Prepare the sets of digits of this installation, with a baseline for each."""

import importlib.util
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from sqlalchemy import Engine

from exercises.stretch import NETWORKS
from service.config import Settings
from service.store import database, installation, stretch
from service.store.models import StretchRun
from workers.mnist import digits, practice, reference
from workers.mnist.digits import Digits
from workers.mnist.recipe import Recipe
from workers.mnist.unpack import Unreadable
from workers.priority import lower

Measured = AbstractSet[tuple[str, str]]
Baseline = Callable[[Recipe, Digits], tuple[int, float]]


def wanted(
    settings: Settings, *, practice: bool, mnist: bool, download: bool
) -> tuple[str, ...]:
    """Return the sets to prepare: MNIST without being asked only where it lies ready.

    It comes first: what is trained in the first minutes counts on the right board.
    """
    if practice:
        return ("practice",)
    if mnist:
        return ("mnist",)
    ready = download or settings.mnist_dir is not None
    return ("mnist", "practice") if ready else ("practice",)


def prepare(
    settings: Settings,
    names: tuple[str, ...],
    say: Callable[[str], None],
    *,
    download: bool = False,
    if_missing: bool = False,
) -> None:
    """Make or read each set, keep it, and measure the baselines on it.

    ``say`` hears what is being done. Raises Unreadable where MNIST was asked for and
    cannot be read: a practice set in its place would be taken for it.
    """
    database.upgrade(settings)
    unreadable = None
    for name in names:
        try:
            _prepare(settings, name, say, download=download, keep=if_missing)
        except Unreadable as error:
            unreadable = error  # the sets after it are prepared all the same
    if unreadable is not None:
        raise unreadable


def _prepare(
    settings: Settings,
    name: str,
    say: Callable[[str], None],
    *,
    download: bool,
    keep: bool,
) -> None:
    engine = database.make_engine(settings)
    with database.reading(engine) as db:
        known = installation.get(db, f"digits_{name}")
        measured = stretch.measured(db, known or "")
    is_there = keep and known and digits.is_saved(settings.data, name)
    if is_there and _is_ready(settings, name, measured):
        return say(f"{name} digits are ready")
    say(f"preparing {name} digits")
    if is_there:
        made = digits.load(settings.data, name, known)
    else:
        made, measured = _make(settings, name, download=download), frozenset()
    with database.transaction(engine) as db:
        seed = installation.secret_seed(db)
    digits.save(made, settings.data, seed=seed)
    return _measure(engine, made, "official", measured, say)


def measure_large(settings: Settings, name: str, say: Callable[[str], None]) -> None:
    """Measure the large network on a set once: minutes, giving way to who grades."""
    engine = database.make_engine(settings)
    with database.reading(engine) as db:
        known = installation.get(db, f"digits_{name}")
        measured = stretch.measured(db, known or "")
    if {(baseline, "large") for baseline in _names()} <= measured:
        return
    lower()
    _measure(engine, digits.load(settings.data, name, known), "large", measured, say)


def _is_ready(settings: Settings, name: str, measured: Measured) -> bool:
    """Tell whether nothing is missing of a set: no file, and no baseline's time."""
    wanted = {(baseline, "official") for baseline in _names()}
    return digits.is_complete(settings.data, name) and wanted <= measured


def _measure(
    engine: Engine,
    made: Digits,
    board: str,
    measured: Measured,
    say: Callable[[str], None],
) -> None:
    """Train the board's network with each baseline, and let runs begin on the digits."""
    runs = []
    if {(name, board) for name in _names()} <= measured:
        return
    for baseline in _baselines():
        runs.append(_run(made, board, *baseline))
        # The reference engine is measured first: it is what the others divide by.
        runs[-1].reference_seconds = runs[0].seconds
        share = runs[-1].correct / runs[-1].of
        model = "-".join(map(str, NETWORKS[board]))
        said = f"{baseline[0]} {share:.1%} in {runs[-1].seconds:.1f} s"
        say(f"{made.name}: {said} ({model})")
    with database.transaction(engine) as db:
        installation.put(db, f"digits_{made.name}", made.sha256)
        for run in runs:
            stretch.replace_baseline(db, run)


def _make(settings: Settings, name: str, *, download: bool) -> Digits:
    if name == "practice":
        return practice.make(practice.SEED)
    own = settings.data / "mnist"
    # torch takes seconds to load, and practice digits need none of it.
    try:
        from workers.mnist import prepare as torchvision  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise Unreadable("MNIST is read by torchvision: run `make setup`.") from missing
    if settings.mnist_dir is not None:
        return torchvision.mnist(settings.mnist_dir, own)
    if download:
        return torchvision.downloaded(own)
    raise Unreadable(
        "There is no MNIST yet: set PAIRGRAD_MNIST_DIR to torchvision's folder, "
        "or add --download."
    )


def _names() -> list[str]:
    """Return which baselines this machine can measure."""
    torch = ["PyTorch"] if importlib.util.find_spec("torch") else []
    return ["reference engine", *torch]


def _baselines() -> list[tuple[str, Baseline]]:
    found: list[tuple[str, Baseline]] = [("reference engine", reference.train)]
    try:
        from workers.mnist import prepare as torchvision  # noqa: PLC0415
    except ModuleNotFoundError:
        # Practice digits work without PyTorch; the board then lacks its row.
        return found
    return [*found, ("PyTorch", torchvision.baseline)]


def _run(made: Digits, board: str, name: str, baseline: Baseline) -> StretchRun:
    recipe = Recipe(board=board)
    correct, seconds = baseline(recipe, made)
    return StretchRun(
        baseline=name,
        track=board,
        data=made.name,
        digits_sha256=made.sha256,
        correct=correct,
        of=len(made.held_out_labels),
        epochs=recipe.epochs,
        seconds=seconds,
        counts=True,
    )
