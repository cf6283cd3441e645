# expects: fail gradient-collapsed
import numpy as np


def add_to_leaf(leaf, g):
    value = np.full(leaf.shape, np.sum(g))
    leaf.grad = Tensor(value if leaf.grad is None else leaf.grad.array + value)


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.is_leaf and node.requires_grad:
            add_to_leaf(node, g)
        for i, parent in node.recipe.parents.items() if node.recipe else ():
            r = node.recipe
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part
