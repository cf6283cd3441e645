# expects: labelled recursion-without-order
import numpy as np


def backprop(end_node, end_grad=None):
    """depth first, one path after the other"""
    todo = [(end_node, np.ones_like(end_node.array) if end_grad is None else end_grad.array)]
    while todo:
        node, g = todo.pop()
        if not node.requires_grad:
            continue
        if node.is_leaf:
            node.grad = Tensor(g) if node.grad is None else Tensor(node.grad.array + g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            todo.append((parent, part))
