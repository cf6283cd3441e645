import numpy as np


def backprop(end_node, end_grad=None):
    pending = {end_node: end_grad.array if end_grad is not None else np.ones_like(end_node.array)}
    for node in sorted_computational_graph(end_node):
        if (grad := pending.pop(node, None)) is None:
            continue
        if (recipe := node.recipe) is None or not recipe.parents:
            if node.requires_grad:
                node.grad = Tensor(grad if (old := node.grad) is None else old.array + grad)
            continue
        for position, parent in recipe.parents.items():
            rule = BACK_FUNCS.get_back_func(recipe.func, position)
            part = rule(grad, node.array, *recipe.args, **recipe.kwargs)
            pending[parent] = part if (so_far := pending.get(parent)) is None else so_far + part
