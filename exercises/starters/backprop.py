import numpy as np

# Tensor, BACK_FUNCS and sorted_computational_graph (users first) are given.


def backprop(end_node: "Tensor", end_grad: "Tensor | None" = None) -> None:
    """Add to ``.grad`` of every leaf that ``end_node`` was made from."""
    end_grad_arr = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    grads = {end_node: end_grad_arr}
    raise NotImplementedError("yours to write")
