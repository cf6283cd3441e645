# expects: fail depth-not-propagated
def topological_sort(node, get_children):
    depth = {}

    def visit(n, d, path):
        if n in path:
            raise ValueError("cycle")
        if n in depth:
            depth[n] = max(depth[n], d)
            return
        depth[n] = d
        for c in get_children(n):
            visit(c, d + 1, path | {n})

    visit(node, 0, frozenset())
    return sorted(depth, key=depth.get, reverse=True)
