# expects: fail in-place-on-shared-array
import numpy as np


def backprop(end_node, end_grad=None):
    if end_grad is None:
        end_grad = Tensor(np.ones_like(end_node.array))
    grads = {end_node: end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                if node.grad is not None:
                    g += node.grad.array
                node.grad = Tensor(g)
            continue
        g *= 1.0 if g.flags.writeable else 1.0
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part
        g[...] = 0
