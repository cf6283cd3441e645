from collections import defaultdict
import numpy as np


def backprop(end_node, end_grad=None):
    seed = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    pending = defaultdict(list)
    pending[id(end_node)].append(seed)
    for node in sorted_computational_graph(end_node):
        total = np.sum(pending.pop(id(node)), axis=0)
        if node.is_leaf:
            if not node.requires_grad:
                continue
            if node.grad is None:
                node.grad = Tensor(np.zeros(node.shape))
            node.grad = Tensor(node.grad.array + total)
            continue
        func, args, kwargs, parents = (
            node.recipe.func, node.recipe.args, node.recipe.kwargs, node.recipe.parents
        )
        for position in sorted(parents):
            back = BACK_FUNCS.get_back_func(func, position)
            pending[id(parents[position])].append(back(total, node.array, *args, **kwargs))
