def topological_sort(node, get_children):
    # A stack of (node, children still to visit): no recursion, so depth is free.
    order, done, open_now = [], set(), {id(node)}
    stack = [(node, iter(get_children(node)))]
    while stack:
        current, rest = stack[-1]
        child = next((c for c in rest if id(c) not in done), None)
        if child is None:
            stack.pop()
            open_now.discard(id(current))
            done.add(id(current))
            order.append(current)
        elif id(child) in open_now:
            raise ValueError("the graph runs in a circle")
        else:
            open_now.add(id(child))
            stack.append((child, iter(get_children(child))))
    return order
