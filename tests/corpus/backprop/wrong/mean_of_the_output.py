# expects: fail output-averaged
import numpy as np


def backprop(end_node, end_grad=None):
    """a loss is one number, so start with the gradient of the mean"""
    if end_grad is None:
        start = np.full(end_node.shape, 1.0 / end_node.array.size)
    else:
        start = end_grad.array
    grads = {end_node: start}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part
