# expects: fail in-place-on-shared-array
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if not node.requires_grad:
            continue
        if node.is_leaf:
            if node.grad is None:
                node.grad = Tensor(g)
            else:
                node.grad.array += g
            continue
        for i, parent in node.recipe.parents.items():
            fn = BACK_FUNCS.get_back_func(node.recipe.func, i)
            same = node.recipe.func is np.add and g.shape == parent.array.shape
            part = g if same else fn(g, node.array, *node.recipe.args, **node.recipe.kwargs)
            if parent in grads:
                grads[parent] += part
            else:
                grads[parent] = part
