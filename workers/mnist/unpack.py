"""Find the raw MNIST files and lay them out plain, never touching their source."""

import gzip
import shutil
from pathlib import Path

RAW = Path("MNIST") / "raw"
FILES = tuple(
    f"{part}-{kind}-ubyte"
    for part in ("train", "t10k")
    for kind in ("images-idx3", "labels-idx1")
)


class Unreadable(Exception):  # noqa: N818 - says what to do, as one sentence
    """Say which file of MNIST is missing or broken, and where it was looked for."""


def laid_out(root: Path, own: Path) -> Path:
    """Return a folder in torchvision's layout that holds every file plain.

    That is ``root`` itself where all four are plain, else ``own``, filled from it.
    Raises Unreadable where a file is missing or no gzip.
    """
    raw = root / RAW
    if all((raw / name).is_file() for name in FILES):
        return root
    (own / RAW).mkdir(parents=True, exist_ok=True)
    for name in FILES:
        _bring(raw, name, own / RAW / name)
    return own


def _bring(raw: Path, name: str, target: Path) -> None:
    plain, packed = raw / name, raw / f"{name}.gz"
    part = target.with_suffix(".part")
    try:
        if plain.is_file():
            shutil.copyfile(plain, part)
        elif packed.is_file():
            with gzip.open(packed) as source, part.open("wb") as made:
                shutil.copyfileobj(source, made)
        else:
            raise Unreadable(f"There is no {name} (plain or .gz) in {raw}.")
    except (OSError, EOFError) as error:
        part.unlink(missing_ok=True)
        raise Unreadable(f"{packed} cannot be read: {error}.") from error
    part.replace(target)
