# expects: fail overwrite-within-pass
import numpy as np


def backprop(end_node, end_grad=None):
    grads = {end_node: np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    for node in sorted_computational_graph(end_node):
        outgrad = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(outgrad if node.grad is None else node.grad.array + outgrad)
            continue
        if not node.requires_grad:
            continue
        for argnum, parent in node.recipe.parents.items():
            fn = BACK_FUNCS.get_back_func(node.recipe.func, argnum)
            grads[parent] = fn(outgrad, node.array, *node.recipe.args, **node.recipe.kwargs)
