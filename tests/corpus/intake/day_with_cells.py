# expects: log_back unbroadcast add_back1 subtract_back1 BackwardFuncLookup
# %%
import os; import sys
import re
import torch as t
import einops
import numpy as np
from pathlib import Path
from dataclasses import dataclass
from typing import Any, Callable, Iterable
from tqdm import tqdm
from jaxtyping import Float

Arr = np.ndarray
grad_tracking_enabled = True

chapter = "chapter0_fundamentals"
root_dir = next(p for p in Path.cwd().parents if (p / chapter).exists())
exercises_dir = root_dir / chapter / "exercises"
if str(exercises_dir) not in sys.path:
    sys.path.append(str(exercises_dir))
os.chdir(exercises_dir)

import part5_backprop.tests as tests
from part5_backprop.utils import visualize, get_mnist
from plotly_utils import line

MAIN = __name__ == "__main__"

# %% --- section 1 ---


def log_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    """Backward for log."""
    return scaled(grad_out, 1 / x)


def scaled(g, slope):
    return g * slope


if MAIN:
    tests.test_log_back(log_back)
    print("log_back done")

# %%


def unbroadcast(broadcasted: Arr, original: Arr) -> Arr:
    # what about kept axes?
    while broadcasted.ndim > original.ndim:
        broadcasted = broadcasted.sum(axis=0)
    axes = tuple(i for i, n in enumerate(original.shape) if n == 1)
    return broadcasted.sum(axis=axes, keepdims=True) if axes else broadcasted


def multiply_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr | float) -> Arr:
    """Backward for x * y with respect to x."""
    if not isinstance(y, Arr):
        y = np.array(y)
    raise NotImplementedError()


def multiply_back1(grad_out, out, x, y):
    pass


# %%


class BackwardFuncLookup:
    def __init__(self) -> None:
        self.rules: dict[tuple[Callable, int], Callable] = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.rules[forward_fn, arg_position] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return self.rules[forward_fn, arg_position]


if MAIN:
    BACK_FUNCS = BackwardFuncLookup()
    BACK_FUNCS.add_back_func(np.log, 0, log_back)
    BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)
    BACK_FUNCS.add_back_func(np.add, 0, lambda g, o, x, y: unbroadcast(g, x))
    BACK_FUNCS.add_back_func(np.add, 1, lambda g, o, x, y: unbroadcast(g, y))
    BACK_FUNCS.add_back_func(np.subtract, 0, None)
    BACK_FUNCS.add_back_func(np.subtract, 1, lambda g, o, x, y: unbroadcast(-g, y))

# %%
if MAIN:
    train_loader, test_loader = get_mnist()
    visualize(train_loader)
    losses = []
    for epoch in range(5):
        losses += train(model, train_loader)
    line(losses)
