"""Answer imports of modules a course file names and a jail does not have.

What is imported is made of stubs (workers/guest/stubs.py); which roots were asked for is
remembered, because a verdict may have to say so.
"""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import takewhile
from types import ModuleType
from typing import ClassVar

from workers.guest.stubs import StubModule

ROOTS = frozenset(
    (
        *("torch", "torchvision", "torchinfo", "torchtyping", "jaxtyping", "einops"),
        *("fancy_einsum", "typeguard", "beartype", "typing_extensions", "tqdm"),
        *(
            "plotly",
            "plotly_utils",
            "matplotlib",
            "graphviz",
            "pandas",
            "wandb",
            "rich",
        ),
        *("IPython", "google", "part2_cnns", "part3_resnets", "part4_backprop"),
        *("part5_backprop", "utils", "tests", "solutions"),
    )
)


class StubFinder(MetaPathFinder, Loader):
    """Answer imports of known course modules and remember their roots.

    ``newest`` names the last module that was there before any pair's code ran.
    """

    newest: ClassVar[str] = ""

    def __init__(self) -> None:
        self._roots: list[str] = []
        self._told = 0

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Claim every submodule of the known roots, present here or not."""
        root = name.partition(".")[0]
        if root not in ROOTS:
            return None
        if root not in self._roots:
            self._roots.append(root)
        return ModuleSpec(name, self, is_package=True)

    def news(self) -> list[str]:
        """Return the roots asked for since the last call, each once for all."""
        told, self._told = self._told, len(self._roots)
        return self._roots[told:]

    def create_module(self, spec: ModuleSpec) -> StubModule:
        """Return a module without a file."""
        return StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module as it is: there is nothing to run."""


def install() -> StubFinder:
    """Answer imports from a clean slate, ahead of what is installed."""
    # To read all names would write to each, and every page of them be copied.
    newer = takewhile(lambda name: name != StubFinder.newest, reversed(sys.modules))
    for name in list(newer):
        if name.partition(".")[0] in ROOTS:
            del sys.modules[name]
    StubFinder.newest = StubFinder.newest or next(reversed(sys.modules))
    sys.meta_path[:] = [at for at in sys.meta_path if not isinstance(at, StubFinder)]
    finder = StubFinder()
    sys.meta_path.insert(0, finder)
    return finder
