# expects: fail integer-accumulator
import numpy as np


def backprop(end_node, end_grad=None):
    order = sorted_computational_graph(end_node)
    grads = {node: np.zeros_like(node.array) for node in order}
    grads[end_node] += 1 if end_grad is None else end_grad.array
    for node in order:
        if not node.requires_grad:
            continue
        if node.is_leaf:
            node.grad = Tensor(
                grads[node] if node.grad is None else node.grad.array + grads[node]
            )
            continue
        for i, parent in node.recipe.parents.items():
            fn = BACK_FUNCS.get_back_func(node.recipe.func, i)
            grads[parent] += fn(grads[node], node.array, *node.recipe.args, **node.recipe.kwargs)
