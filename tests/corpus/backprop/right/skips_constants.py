import numpy as np
from typing import Optional


def backprop(end_node: "Tensor", end_grad: "Optional[Tensor]" = None) -> None:
    seed = np.ones_like(end_node.array) if end_grad is None else np.array(end_grad.array)
    pending = {end_node: [seed]}
    for node in sorted_computational_graph(end_node):
        arrived = pending.pop(node, [])
        if not arrived or not node.requires_grad:
            continue
        grad = arrived[0]
        for other in arrived[1:]:
            grad = grad + other
        if node.is_leaf:
            node.grad = Tensor(grad if node.grad is None else node.grad.array + grad)
            continue
        for i, parent in node.recipe.parents.items():
            if parent.requires_grad:
                fn = BACK_FUNCS.get_back_func(node.recipe.func, i)
                out = fn(grad, node.array, *node.recipe.args, **node.recipe.kwargs)
                pending.setdefault(parent, []).append(out)
