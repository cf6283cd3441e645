import numpy as np


def backprop(end_node, end_grad=None):
    """Slow but right: follow every path on its own."""

    def send(node, grad):
        if not node.requires_grad:
            return
        if node.is_leaf:
            node.grad = Tensor(grad if node.grad is None else grad + node.grad.array)
            return
        r = node.recipe
        for i, parent in r.parents.items():
            send(parent, BACK_FUNCS.get_back_func(r.func, i)(grad, node.array, *r.args, **r.kwargs))

    send(end_node, np.ones_like(end_node.array) if end_grad is None else end_grad.array)
