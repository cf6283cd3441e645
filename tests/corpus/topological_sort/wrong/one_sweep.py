# expects: fail depth-not-propagated
def topological_sort(node, get_children):
    nodes, i = [node], 0
    while i < len(nodes):
        for c in get_children(nodes[i]):
            if c is node:
                raise ValueError("cycle")
            if not any(c is n for n in nodes):
                nodes.append(c)
        i += 1
    if len(nodes) == 1:
        return nodes
    level = {id(n): 0 for n in nodes}
    for n in reversed(nodes):
        for c in get_children(n):
            level[id(c)] = max(level[id(c)], level[id(n)] + 1)
            if level[id(c)] > len(nodes):
                raise ValueError("cycle")
    return sorted(nodes, key=lambda n: -level[id(n)])
