# expects: fail visited-missing
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}

    def paths(node):
        yield node
        if node.recipe is not None:
            for parent in node.recipe.parents.values():
                yield from paths(parent)

    for node in paths(end_node):
        g = grads[node]
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part
