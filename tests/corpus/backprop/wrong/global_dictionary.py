# expects: fail interior-gradients-kept
import numpy as np


grads = {}


def backprop(end_node, end_grad=None):
    start = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    grads[end_node] = grads.get(end_node, 0) + start
    for node in sorted_computational_graph(end_node):
        g = grads[node]
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads.get(parent, 0) + part
