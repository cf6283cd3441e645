# expects: fail unknown
def topological_sort(node, get_children):
    order, done = [], set()

    def visit(n):
        done.add(n)
        for c in get_children(n):
            if c is n or n in get_children(c):
                raise ValueError("cycle")
            if c not in done:
                visit(c)
        order.append(n)

    visit(node)
    return order
