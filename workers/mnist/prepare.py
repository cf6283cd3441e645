"""Read MNIST through torchvision and train the same network with PyTorch."""

import importlib.util
import socket
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from workers.mnist.digits import Digits
from workers.mnist.recipe import Recipe, accuracy
from workers.mnist.unpack import Unreadable, laid_out

# As the reference engine beside it: a second thread would be compared with a first.
torch.set_num_threads(1)
DOWNLOAD_SECONDS = 15.0
# Both must keep the library object: its definitions go away with it.
_kept: list[Any] = []


def mend_torchvision() -> None:
    """Let torchvision be imported beside a torch it was not compiled for.

    Public wheels of torchvision hold compiled ops for a GPU build of torch. Where they
    cannot load, its import fails over two ops that it only wants to describe; we define
    their names. A torchvision that fits stays as it is. Call this before its import: a
    failed one leaves half-loaded modules behind.
    """
    found = importlib.util.find_spec("torchvision")
    if found is None or found.origin is None:
        raise Unreadable("torchvision is not installed: run `make setup`.")
    if _kept or _loads(Path(found.origin).parent):
        return
    fragment: Any = torch.library.Library
    library = fragment("torchvision", "FRAGMENT")
    _kept.append(library)
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou) -> Tensor")


def _loads(folder: Path) -> bool:
    compiled = [*folder.glob("_C.so"), *folder.glob("_C_stable*.so")]
    ops: Any = torch.ops
    try:
        for each in compiled:
            ops.load_library(str(each))
    except OSError:
        return False
    return bool(compiled)


def mnist(root: Path, own: Path) -> Digits:
    """Return MNIST from ``root``; packed files are unpacked into ``own``.

    Raises Unreadable where a file is missing or broken.
    """
    return _through_torchvision(laid_out(root, own))


def downloaded(own: Path) -> Digits:
    """Return MNIST, fetched into ``own`` first; raises Unreadable without a network."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(DOWNLOAD_SECONDS)
    try:
        return _through_torchvision(own, download=True)
    finally:
        socket.setdefaulttimeout(before)


def _through_torchvision(root: Path, *, download: bool = False) -> Digits:
    mend_torchvision()
    from torchvision.datasets import MNIST  # noqa: PLC0415 - mended first

    parts = []
    try:
        for training in (True, False):
            held: Any = MNIST(str(root), train=training, download=download)
            images = held.data.numpy().astype(np.uint8).reshape(-1, 784)
            parts += [images, held.targets.numpy().astype(np.int64)]
    except (OSError, RuntimeError, ValueError) as error:
        raise Unreadable(f"MNIST in {root} cannot be read: {error}") from error
    return Digits("mnist", *parts)


class Trainer:
    """The same network, optimiser and digits as the reference engine's, in PyTorch."""

    def __init__(self, recipe: Recipe, digits: Digits) -> None:
        """Start from the recipe's parameters."""
        self.recipe, self.digits = recipe, digits
        arrays = recipe.parameters()
        self.tensors = [torch.from_numpy(each).requires_grad_() for each in arrays]
        self.optimiser = torch.optim.SGD(self.tensors, lr=recipe.rate)

    def step(self, chosen: NDArray[np.int64]) -> None:
        """Take one step on the chosen digits."""
        x = torch.from_numpy(self.recipe.pixels(self.digits.images[chosen]))
        labels = torch.from_numpy(self.digits.labels[chosen])
        layers = zip(self.tensors[::2], self.tensors[1::2], strict=True)
        for number, (weight, bias) in enumerate(layers):
            x = torch.nn.functional.linear(torch.relu(x) if number else x, weight, bias)
        self.optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(x, labels)
        torch.autograd.backward(loss)
        self.optimiser.step()


def baseline(recipe: Recipe, digits: Digits) -> tuple[int, float]:
    """Train with PyTorch; return the correct held-out digits and the seconds of steps."""
    trainer = Trainer(recipe, digits)
    seconds = 0.0
    for chosen in recipe.batches(len(digits.labels)):
        start = perf_counter()
        trainer.step(chosen)
        seconds += perf_counter() - start
    arrays = [each.detach().numpy() for each in trainer.tensors]
    return accuracy(recipe, arrays, digits), seconds
