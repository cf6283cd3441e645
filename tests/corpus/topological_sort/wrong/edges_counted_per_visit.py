# expects: fail in-degrees-overcounted
from collections import Counter


def topological_sort(node, get_children):
    incoming = Counter()
    nodes = []

    def count(n, depth=0):
        if depth > 40:
            raise ValueError("cycle")
        if not any(n is m for m in nodes):
            nodes.append(n)
        for c in get_children(n):
            known = any(c is m for m in nodes)
            incoming[c] += 1
            if not known or incoming[c] < 3:
                count(c, depth + 1)

    count(node)
    order, free = [], [node]
    while free:
        n = free.pop()
        order.append(n)
        for c in get_children(n):
            incoming[c] -= 1
            if incoming[c] == 0:
                free.append(c)
    if len(order) != len(nodes):
        raise ValueError("cycle")
    order.reverse()
    return order
