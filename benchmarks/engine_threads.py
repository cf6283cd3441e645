"""Keep every linear algebra library on one thread; import before NumPy."""

import os
import sys


def limit_threads() -> None:
    """Set the limits that NumPy's and PyTorch's libraries read when they load."""
    if "numpy" in sys.modules:
        raise RuntimeError("the thread limits must be set before NumPy is loaded")
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"  # noqa: TID251  not a setting of ours
