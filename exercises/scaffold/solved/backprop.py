def backprop(end_node, end_grad=None):
    start = np.ones_like(end_node.array) if end_grad is None else end_grad
    grads = {end_node: start.array if isinstance(start, Tensor) else start}
    for node in sorted_computational_graph(end_node):
        arriving = grads.pop(node, None)
        if arriving is None or not node.requires_grad:
            continue
        if node.is_leaf:
            node.grad = Tensor(arriving if node.grad is None else node.grad.array + arriving)
            continue
        recipe = node.recipe
        for position, parent in recipe.parents.items():
            if parent.requires_grad:
                rule = BACK_FUNCS.get_back_func(recipe.func, position)
                sent = rule(arriving, node.array, *recipe.args, **recipe.kwargs)
                grads[parent] = grads[parent] + sent if parent in grads else sent
