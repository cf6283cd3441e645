# expects: fail unknown
def topological_sort(node, get_children):
    order, done, path = [], set(), set()

    def visit(n):
        if n in path:
            raise ValueError("cycle")
        if n in done:
            return
        path.add(n)
        children = get_children(n)
        while children:
            visit(children.pop())
        path.remove(n)
        done.add(n)
        order.append(n)

    visit(node)
    return order
