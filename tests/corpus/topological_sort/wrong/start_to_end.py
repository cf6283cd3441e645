# expects: fail walk-from-the-inputs
def topological_sort(node, get_children):
    """node comes first, what it points to comes after"""
    order, done, open_nodes = [], set(), set()

    def visit(n):
        if n in open_nodes:
            raise ValueError("cycle")
        if n in done:
            return
        open_nodes.add(n)
        for c in get_children(n):
            visit(c)
        open_nodes.discard(n)
        done.add(n)
        order.append(n)

    visit(node)
    return list(reversed(order))
