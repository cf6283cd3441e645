# expects: fail consumers-not-finished
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    queue, seen = [end_node], set()
    while queue:
        node = queue.pop(0)
        if id(node) in seen or not node.requires_grad:
            continue
        seen.add(id(node))
        if node.is_leaf:
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(grads[node], node.array, *r.args, **r.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part
            queue.append(parent)
    for node, g in grads.items():
        if node.is_leaf and node.requires_grad:
            node.grad = Tensor(g if node.grad is None else node.grad.array + g)
