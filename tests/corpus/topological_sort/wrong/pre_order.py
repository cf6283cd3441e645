# expects: fail consumers-not-finished
def topological_sort(node, get_children):
    order, path = {}, set()

    def visit(n):
        if n in path:
            raise ValueError("cycle")
        if n in order:
            return
        order[n] = None
        path.add(n)
        for child in get_children(n):
            visit(child)
        path.remove(n)

    visit(node)
    return list(order)[::-1]
