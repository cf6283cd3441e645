from collections import Counter
import numpy as np


def backprop(end_node, end_grad=None):
    """No sorting: a node goes on when all its consumers have paid."""
    waiting, stack, known = Counter(), [end_node], {id(end_node)}
    while stack:
        n = stack.pop()
        for p in n.recipe.parents.values() if n.recipe else ():
            waiting[id(p)] += 1
            if id(p) not in known:
                known.add(id(p))
                stack.append(p)
    sums = {id(end_node): np.ones_like(end_node.array) if end_grad is None else end_grad.array}
    ready = [end_node]
    while ready:
        n = ready.pop()
        g = sums[id(n)]
        if n.recipe is None:
            if n.requires_grad:
                n.grad = Tensor(g if n.grad is None else g + n.grad.array)
            continue
        for i, p in n.recipe.parents.items():
            part = BACK_FUNCS.get_back_func(n.recipe.func, i)(
                g, n.array, *n.recipe.args, **n.recipe.kwargs
            )
            sums[id(p)] = sums[id(p)] + part if id(p) in sums else part
            waiting[id(p)] -= 1
            if waiting[id(p)] == 0:
                ready.append(p)
