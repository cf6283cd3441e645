# expects: fail depth-not-propagated
def topological_sort(node, get_children):
    depth = {node: 0}
    queue = [node]
    while queue:
        n = queue.pop(0)
        for c in get_children(n):
            if depth[n] > 200:
                raise ValueError("too deep: cycle")
            if c not in depth:
                queue.append(c)
            depth[c] = max(depth.get(c, 0), depth[n] + 1)
    return sorted(depth, key=lambda n: -depth[n])
