def topological_sort(node):
    """counts on the global get_children, as the sheet then said"""
    waiting, stack, known = {id(node): 0}, [node], {id(node): node}
    while stack:
        for child in get_children(stack.pop()):
            waiting[id(child)] = waiting.get(id(child), 0) + 1
            if id(child) not in known:
                known[id(child)] = child
                stack.append(child)
    order, free = [], [n for n in known.values() if waiting[id(n)] == 0]
    while free:
        n = free.pop()
        order.append(n)
        for child in get_children(n):
            waiting[id(child)] -= 1
            if waiting[id(child)] == 0:
                free.append(child)
    assert len(order) == len(known), "cycle"
    return order[::-1]
