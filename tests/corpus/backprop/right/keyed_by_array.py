import numpy as np


def backprop(end_node, end_grad=None):
    start = np.ones(end_node.shape) if end_grad is None else end_grad.array
    arrived = {id(end_node.array): start}
    for node in sorted_computational_graph(end_node):
        grad = arrived.get(id(node.array))
        if grad is None or not node.requires_grad:
            continue
        if node.recipe is not None:
            args, kwargs = node.recipe.args, node.recipe.kwargs
            for position, parent in node.recipe.parents.items():
                back = BACK_FUNCS.get_back_func(node.recipe.func, position)
                key = id(parent.array)
                arrived[key] = arrived.get(key, 0) + back(grad, node.array, *args, **kwargs)
        elif node.grad is None:
            node.grad = Tensor(grad)
        else:
            node.grad = Tensor(node.grad.array + grad)
