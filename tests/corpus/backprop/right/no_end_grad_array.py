import numpy as np


def backprop(end_node, end_grad=None):
    if end_grad is None:
        end_grad = Tensor(np.ones(end_node.shape))
    grads = {end_node: end_grad.array}
    for node in sorted_computational_graph(end_node):
        if not node.requires_grad:
            grads.pop(node, None)
            continue
        outgrad = grads.pop(node)
        if node.is_leaf:
            if node.grad is None:
                node.grad = Tensor(np.zeros_like(node.array, dtype=np.float32))
            node.grad = Tensor(np.add(node.grad.array, outgrad))
        else:
            recipe = node.recipe
            positions = sorted(recipe.parents, reverse=True)
            for position in positions:
                parent = recipe.parents[position]
                back_fn = BACK_FUNCS.get_back_func(recipe.func, position)
                grad = back_fn(outgrad, node.array, *recipe.args, **recipe.kwargs)
                grads[parent] = np.add(grads.get(parent, 0.0), grad)
