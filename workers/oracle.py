"""Interpret a graph in PyTorch: the second witness, asked only when a suite is built."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from exercises.graphs import Answer, Constant, GraphSpec, Operation, TrainSpec
from exercises.nouns import Array

# One thread: the graphs are tiny, and waking a pool costs more than the arithmetic.
torch.set_num_threads(1)


def _maximum(x: Any, y: Any) -> torch.Tensor:
    made = next(each for each in (x, y) if isinstance(each, torch.Tensor))
    return torch.maximum(*(torch.as_tensor(each, dtype=made.dtype) for each in (x, y)))


def _index(x: torch.Tensor, index: Any) -> torch.Tensor:
    if isinstance(index, tuple):
        places = (
            torch.from_numpy(i) if isinstance(i, np.ndarray) else i for i in index
        )
        return x[tuple(places)]
    return x[index]


def _sum(x: torch.Tensor, dim: Any = None, *, keepdim: bool = False) -> torch.Tensor:
    every = tuple(range(x.ndim))
    return x.sum(every if dim is None else dim, keepdim=keepdim) if every else x.sum()


def _cross_entropy(logits: torch.Tensor, labels: Any) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(
        logits, torch.from_numpy(labels), reduction="none"
    )


FORWARD: dict[str, Callable[..., torch.Tensor]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "true_divide": lambda x, y: x / y,
    "maximum": _maximum,
    "negative": lambda x: -x,
    "log": torch.log,
    "exp": torch.exp,
    "relu": torch.relu,
    "sum": _sum,
    "reshape": lambda x, new_shape: x.reshape(new_shape),
    "permute": lambda x, axes: x.permute(axes),
    "expand": lambda x, new_shape: x.expand(new_shape),
    "matmul": lambda x, y: x @ y,
    "getitem": _index,
    "cross_entropy": _cross_entropy,
}


def ask(spec: GraphSpec, dtype: type[np.floating[Any]] = np.float64) -> Answer:
    """Run the graph forward and back; results come back as float64."""
    nodes: dict[int, torch.Tensor] = {}
    for leaf in spec.leaves:
        nodes[leaf.id] = torch.from_numpy(leaf.array.astype(dtype))
        nodes[leaf.id].requires_grad_(leaf.requires_grad)
    for each in spec.operations:
        nodes[each.id] = _run(each, nodes)
    end = nodes[spec.out]
    gout = np.ones(end.shape) if spec.gout is None else spec.gout
    for _ in range(1 + spec.twice):
        # A suite's second backward adds up, as the course's does; plain torch refuses.
        seed = torch.from_numpy(gout.astype(dtype))
        torch.autograd.backward(end, seed, retain_graph=True)
    leaves = (nodes[leaf.id].grad for leaf in spec.leaves)
    return Answer(
        _plain(end), tuple(None if each is None else _plain(each) for each in leaves)
    )


def train(spec: TrainSpec) -> tuple[Array, ...]:
    """Return weight and bias after each step, in float64."""
    x, y = torch.from_numpy(spec.x), torch.from_numpy(spec.y)
    weight, bias = (
        torch.from_numpy(each.copy()).requires_grad_()
        for each in (spec.weight, spec.bias)
    )
    optimiser = torch.optim.SGD([weight, bias], lr=spec.rate)
    after: list[Array] = []
    for _ in range(spec.steps):
        optimiser.zero_grad()
        loss = ((x @ weight + bias - y) ** 2).sum()
        torch.autograd.backward(loss)
        optimiser.step()
        after += [_plain(weight).copy(), _plain(bias).copy()]
    return tuple(after)


def _run(each: Operation, nodes: dict[int, torch.Tensor]) -> torch.Tensor:
    operands = [
        operand.value if isinstance(operand, Constant) else nodes[operand]
        for operand in each.inputs
    ]
    return FORWARD[each.op](*operands, *each.position, **each.named)


def _plain(tensor: torch.Tensor) -> Array:
    return tensor.detach().numpy().astype(np.float64)
