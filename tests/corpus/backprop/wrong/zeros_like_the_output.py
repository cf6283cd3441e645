# expects: fail zeros-shaped-like-node
from collections import defaultdict
import numpy as np


def backprop(end_node, end_grad=None):
    zeros = np.zeros(end_node.array.shape)
    sums = defaultdict(lambda: zeros.copy())
    sums[end_node] += 1.0 if end_grad is None else end_grad.array
    for node in sorted_computational_graph(end_node):
        g = sums[node]
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            back = BACK_FUNCS.get_back_func(r.func, i)
            sums[parent] += back(g, node.array, *r.args, **r.kwargs)
