# expects: fail notebook-leftover
def topological_sort(node, get_children, done=set()):
    order, path = [], set()

    def visit(n):
        if n in path:
            raise ValueError("cycle")
        if n in done:
            return
        path.add(n)
        for c in get_children(n):
            visit(c)
        path.remove(n)
        done.add(n)
        order.append(n)

    visit(node)
    return order
