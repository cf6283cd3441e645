# expects: fail notebook-leftover
def topological_sort(node, get_children):
    order, path = [], set()

    def visit(n):
        if n in path:
            raise ValueError("cycle")
        if getattr(n, "visited", False):
            return
        path.add(n)
        for c in get_children(n):
            visit(c)
        path.remove(n)
        n.visited = True
        order.append(n)

    visit(node)
    return order
