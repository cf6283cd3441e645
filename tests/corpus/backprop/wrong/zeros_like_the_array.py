# expects: fail integer-accumulator
import numpy as np


def backprop(end_node, end_grad=None):
    order = sorted_computational_graph(end_node)
    sums = {node: np.zeros_like(node.array) for node in order}
    sums[end_node] += 1 if end_grad is None else end_grad.array
    for node in order:
        if node.is_leaf:
            if node.requires_grad:
                so_far = 0 if node.grad is None else node.grad.array
                node.grad = Tensor(sums[node] + so_far)
            continue
        if not node.requires_grad:
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            back = BACK_FUNCS.get_back_func(r.func, i)
            sums[parent] += back(sums[node], node.array, *r.args, **r.kwargs)
