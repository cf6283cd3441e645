# expects: fail membership-by-equality
def topological_sort(node, get_children):
    order, open_nodes = [], []

    def visit(n):
        if n in order:
            return
        if n in open_nodes:
            raise ValueError("cycle")
        open_nodes.append(n)
        for child in get_children(n):
            visit(child)
        open_nodes.pop()
        order.append(n)

    visit(node)
    return order
