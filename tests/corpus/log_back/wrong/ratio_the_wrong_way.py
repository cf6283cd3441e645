# expects: fail slope-inverted
from typing import Annotated
import numpy as np

Arr = np.ndarray
Upstream = Annotated[Arr, "dL/dout"]


def log_back(grad_out: Upstream, out: Arr, x: Arr) -> Arr:
    """log is undone by exp, so go back by multiplying with exp(out)."""
    inverse: Arr = np.exp(out)
    return np.einsum("...,...->...", grad_out, inverse)
