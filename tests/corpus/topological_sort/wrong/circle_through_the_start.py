# expects: fail unknown
def topological_sort(node, get_children):
    order, done = [], set()

    def visit(n):
        done.add(n)
        for c in get_children(n):
            if c is node:
                raise ValueError("this graph has a cycle")
            if c not in done:
                visit(c)
        order.append(n)

    visit(node)
    return order
