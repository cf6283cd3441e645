# expects: hint kwargs-lost
import numpy as np


def backprop(end_node, end_grad=None):
    if end_grad is None:
        end_grad = Tensor(np.ones_like(end_node.array))
    grads = {end_node: end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        func, args, _, parents = (
            node.recipe.func, node.recipe.args, node.recipe.kwargs, node.recipe.parents
        )
        for i, parent in parents.items():
            part = BACK_FUNCS.get_back_func(func, i)(g, node.array, *args)
            grads[parent] = grads[parent] + part if parent in grads else part
