"""Prepare the sets of digits of this installation, with a baseline for each."""

from collections.abc import Callable

from service.config import Settings
from service.store import database, installation, stretch
from service.store.models import StretchRun
from workers.mnist import digits, practice, reference
from workers.mnist.digits import Digits
from workers.mnist.recipe import Recipe
from workers.mnist.unpack import Unreadable

PRACTICE_SEED = 28
Baseline = Callable[[Recipe, Digits], tuple[int, float]]


def wanted(
    settings: Settings, *, practice: bool, mnist: bool, download: bool
) -> tuple[str, ...]:
    """Return the sets to prepare: MNIST without being asked only where it lies ready."""
    if practice:
        return ("practice",)
    if mnist:
        return ("mnist",)
    ready = download or settings.mnist_dir is not None
    return ("practice", "mnist") if ready else ("practice",)


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
    engine = database.make_engine(settings)
    for name in names:
        with database.reading(engine) as db:
            known = installation.get(db, f"digits_{name}")
        if if_missing and known and digits.is_saved(settings.data, name):
            say(f"{name} digits are ready")
            continue
        say(f"preparing {name} digits")
        made = _make(settings, name, download=download)
        with database.transaction(engine) as db:
            seed = installation.secret_seed(db)
        digits.save(made, settings.data, seed=seed)
        runs = []
        for baseline in _baselines():
            runs.append(_run(made, *baseline))
            # The reference engine is measured first: it is what the others divide by.
            runs[-1].reference_seconds = runs[0].seconds
            share = runs[-1].correct / runs[-1].of
            say(f"{name}: {baseline[0]} {share:.1%} in {runs[-1].seconds:.1f} s")
        with database.transaction(engine) as db:
            installation.put(db, f"digits_{name}", made.sha256)
            for run in runs:
                stretch.replace_baseline(db, run)


def _make(settings: Settings, name: str, *, download: bool) -> Digits:
    if name == "practice":
        return practice.make(PRACTICE_SEED)
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


def _baselines() -> list[tuple[str, Baseline]]:
    found: list[tuple[str, Baseline]] = [("reference engine", reference.train)]
    try:
        from workers.mnist import prepare as torchvision  # noqa: PLC0415
    except ModuleNotFoundError:
        # Practice digits work without PyTorch; the board then lacks its row.
        return found
    return [*found, ("PyTorch", torchvision.baseline)]


def _run(made: Digits, name: str, baseline: Baseline) -> StretchRun:
    recipe = Recipe()
    correct, seconds = baseline(recipe, made)
    return StretchRun(
        baseline=name,
        track="official",
        data=made.name,
        digits_sha256=made.sha256,
        correct=correct,
        of=len(made.held_out_labels),
        epochs=recipe.epochs,
        seconds=seconds,
        counts=True,
    )
