# expects: fail in-degrees-overcounted
def topological_sort(node, get_children):
    degree, stack = {node: 0}, [node]
    while stack:
        current = stack.pop()
        for child in get_children(current):
            degree[child] = degree.get(child, 0) + 1
            if len(degree) < 2000 and degree[child] < 50:
                stack.append(child)
    ready, order = [n for n, d in degree.items() if d == 0], []
    while ready:
        current = ready.pop()
        order.append(current)
        for child in get_children(current):
            degree[child] -= 1
            if degree[child] == 0:
                ready.append(child)
    if len(order) < len(degree):
        raise ValueError("cyclic")
    return order[::-1]
