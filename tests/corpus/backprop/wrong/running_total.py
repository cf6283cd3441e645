# expects: fail recursion-without-order
import numpy as np


def backprop(end_node, end_grad=None):
    totals = {}

    def send(node, grad):
        if not node.requires_grad:
            return
        totals[node] = grad if node not in totals else totals[node] + grad
        if node.is_leaf:
            return
        r = node.recipe
        for i, parent in r.parents.items():
            fn = BACK_FUNCS.get_back_func(r.func, i)
            send(parent, fn(totals[node], node.array, *r.args, **r.kwargs))

    send(end_node, np.ones_like(end_node.array) if end_grad is None else end_grad.array)
    for node, total in totals.items():
        if node.is_leaf:
            node.grad = Tensor(total if node.grad is None else node.grad.array + total)
