from collections import deque


def topological_sort(node, get_children):
    """Count parents still to come; a node is free when none is left."""
    seen, todo = {id(node): node}, [node]
    parents_left = {id(node): 0}
    while todo:
        for child in get_children(todo.pop()):
            parents_left[id(child)] = parents_left.get(id(child), 0) + 1
            if id(child) not in seen:
                seen[id(child)] = child
                todo.append(child)
    free, order = deque([node] if parents_left[id(node)] == 0 else []), []
    while free:
        current = free.popleft()
        order.append(current)
        for child in get_children(current):
            parents_left[id(child)] -= 1
            if parents_left[id(child)] == 0:
                free.append(child)
    if len(order) != len(seen):
        raise RuntimeError("cycle")
    return order[::-1]
