# expects: fail unknown
def topological_sort(node, get_children):
    order, done = [], set()

    def visit(n, path):
        for c in get_children(n):
            if c in path or c is n:
                raise ValueError("cycle")
            if c not in done:
                visit(c, path | {n})
                done.add(c)
                order.append(c)

    visit(node, frozenset())
    return order
