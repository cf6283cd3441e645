# expects: fail consumers-not-finished
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    visited = set()

    def visit(node):
        if node in visited or node.is_leaf:
            return
        visited.add(node)
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(grads[node], node.array, *r.args, **r.kwargs)
            grads[parent] = grads.get(parent, 0) + part
        for parent in r.parents.values():
            visit(parent)

    visit(end_node)
    for node, g in grads.items():
        if node.is_leaf and node.requires_grad:
            node.grad = Tensor(g if node.grad is None else node.grad.array + g)
