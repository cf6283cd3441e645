# expects: fail overwrite-within-pass
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        for i, parent in node.recipe.parents.items():
            fn = BACK_FUNCS.get_back_func(node.recipe.func, i)
            grads.setdefault(parent, fn(g, node.array, *node.recipe.args, **node.recipe.kwargs))
