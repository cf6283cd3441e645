# expects: hint default-end-gradient
def backprop(end_node, end_grad=None):
    grads = {end_node: end_grad.array}
    for node in sorted_computational_graph(end_node):
        g = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                node.grad = Tensor(g if node.grad is None else node.grad.array + g)
            continue
        r = node.recipe
        for i, parent in r.parents.items():
            part = BACK_FUNCS.get_back_func(r.func, i)(g, node.array, *r.args, **r.kwargs)
            grads[parent] = grads[parent] + part if parent in grads else part
