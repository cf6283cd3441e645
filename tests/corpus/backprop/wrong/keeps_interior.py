# expects: fail interior-gradients-kept
import numpy as np


def backprop(end_node, end_grad=None):
    def add(node, g):
        node.grad = Tensor(g if node.grad is None else node.grad.array + g)

    add(end_node, np.ones_like(end_node.array) if end_grad is None else end_grad.array)
    for node in sorted_computational_graph(end_node):
        if node.is_leaf or not node.requires_grad:
            continue
        for i, parent in node.recipe.parents.items():
            if parent.requires_grad:
                fn = BACK_FUNCS.get_back_func(node.recipe.func, i)
                r = node.recipe
                add(parent, fn(node.grad.array, node.array, *r.args, **r.kwargs))
