import numpy as np


def local_gradients(node, upstream):
    recipe = node.recipe
    for position in recipe.parents:
        rule = BACK_FUNCS.get_back_func(recipe.func, position)
        yield recipe.parents[position], rule(
            upstream, node.array, *recipe.args, **recipe.kwargs
        )


def backprop(end_node, end_grad=None):
    order = sorted_computational_graph(end_node)
    total = {id(n): np.zeros(n.array.shape, dtype=np.float64) for n in order}
    if end_grad is None:
        total[id(end_node)] += 1.0
    else:
        total[id(end_node)] += end_grad.array
    for node in order:
        if not node.requires_grad:
            continue
        if node.recipe is None:
            so_far = 0.0 if node.grad is None else node.grad.array
            node.grad = Tensor(so_far + total[id(node)])
        else:
            for parent, part in local_gradients(node, total[id(node)]):
                total[id(parent)] += part
