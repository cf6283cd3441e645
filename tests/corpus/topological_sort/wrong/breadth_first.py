# expects: fail consumers-not-finished
def topological_sort(node, get_children):
    order, queue = [], [node]
    while queue:
        current = queue.pop(0)
        if current in order:
            continue
        order.append(current)
        queue.extend(get_children(current))
        if len(order) > 5000:
            raise ValueError("cycle")
    return order[::-1]
