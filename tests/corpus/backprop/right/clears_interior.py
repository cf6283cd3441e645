import numpy as np


def backprop(end_node, end_grad=None):
    """Gradients live on the nodes during the pass and leave the inner ones after it."""
    order = sorted_computational_graph(end_node)
    kept = {id(n): n.grad for n in order if n.is_leaf}
    for n in order:
        n.grad = None
    end_node.grad = Tensor(np.ones_like(end_node.array) if end_grad is None else end_grad.array)
    for node in order:
        if node.grad is None or node.is_leaf:
            continue
        r = node.recipe
        for i in r.parents:
            parent = r.parents[i]
            part = BACK_FUNCS.get_back_func(r.func, i)(
                node.grad.array, node.array, *r.args, **r.kwargs
            )
            parent.grad = Tensor(part if parent.grad is None else parent.grad.array + part)
        node.grad = None
    for n in order:
        if n.is_leaf and not n.requires_grad:
            n.grad = None
        elif n.is_leaf and kept[id(n)] is not None:
            n.grad = Tensor(n.grad.array + kept[id(n)].array)
