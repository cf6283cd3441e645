import numpy as np


def backprop(end_node, end_grad=None):
    end_grad_arr = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    grads = {end_node: end_grad_arr}
    for node in sorted_computational_graph(end_node):
        outgrad = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                if node.grad is None:
                    node.grad = Tensor(outgrad)
                else:
                    node.grad.array = node.grad.array + outgrad
            continue
        if node.recipe is None or not node.requires_grad:
            continue
        for argnum, parent in node.recipe.parents.items():
            back_fn = BACK_FUNCS.get_back_func(node.recipe.func, argnum)
            in_grad = back_fn(outgrad, node.array, *node.recipe.args, **node.recipe.kwargs)
            if parent not in grads:
                grads[parent] = in_grad
            else:
                grads[parent] = grads[parent] + in_grad
