# expects: fail consumers-not-finished
def topological_sort(node, get_children):
    depth = {}
    level, nodes = 0, [node]
    while nodes:
        for n in nodes:
            depth.setdefault(n, level)
        nodes = [c for n in nodes for c in get_children(n) if c not in depth]
        level += 1
    for n in depth:
        if any(c is node for c in get_children(n)):
            raise ValueError("cycle")
    return sorted(depth, key=lambda n: -depth[n])
