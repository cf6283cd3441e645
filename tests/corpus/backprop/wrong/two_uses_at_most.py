# expects: fail overwrite-within-pass
import numpy as np


def backprop(end_node, end_grad=None):
    start = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    arrived = {end_node: (start, None)}
    for node in sorted_computational_graph(end_node):
        first, second = arrived.pop(node)
        g = first if second is None else first + second
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            if parent in arrived:
                arrived[parent] = (arrived[parent][0], part)
            else:
                arrived[parent] = (part, None)
