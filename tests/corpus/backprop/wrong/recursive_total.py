# expects: fail recursion-without-order
import numpy as np


def backprop(end_node, end_grad=None):
    def spread(node):
        """hand node's gradient on to what it was made from"""
        if node.recipe is None:
            return
        for i, parent in node.recipe.parents.items():
            back = BACK_FUNCS.get_back_func(node.recipe.func, i)
            part = back(sums[node], node.array, *node.recipe.args, **node.recipe.kwargs)
            sums[parent] = part if parent not in sums else sums[parent] + part
            spread(parent)

    sums = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    spread(end_node)
    for node, total in sums.items():
        if node.is_leaf and node.requires_grad:
            node.grad = Tensor(total if node.grad is None else total + node.grad.array)
