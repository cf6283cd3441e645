# expects: fail false-cycle
def topological_sort(node, get_children):
    finished, order = set(), []

    def visit(n, path):
        if n in finished:
            return
        children = list(get_children(n))
        if n in path or len(children) != len(set(children)):
            raise ValueError("cycle")
        for c in children:
            visit(c, path + [n])
        finished.add(n)
        order.append(n)

    visit(node, [])
    return order
