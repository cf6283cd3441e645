# expects: hint leaf-branch-mixup
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.requires_grad and node.is_leaf:
            node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        recipe = node.recipe
        for i in recipe.parents:
            fn = BACK_FUNCS.get_back_func(recipe.func, i)
            part = fn(g, node.array, *recipe.args, **recipe.kwargs)
            old = grads.get(recipe.parents[i])
            grads[recipe.parents[i]] = part if old is None else old + part
