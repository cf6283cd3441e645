def topological_sort(node, get_children):
    """No recursion: an entry comes back once its children are through."""
    order, finished, active = [], set(), set()
    stack = [(node, False)]
    while stack:
        current, returning = stack.pop()
        if returning:
            active.discard(current)
            finished.add(current)
            order.append(current)
            continue
        if current in finished:
            continue
        if current in active:
            raise ValueError("circle")
        active.add(current)
        stack.append((current, True))
        for child in get_children(current):
            if child in active:
                raise ValueError("circle")
            if child not in finished:
                stack.append((child, False))
    return order
