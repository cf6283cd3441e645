# expects: fail walk-from-the-inputs nothing-arrives
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for node in reversed(sorted_computational_graph(end_node)):
        if node not in grads:
            continue
        g = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads.get(parent, 0) + part
