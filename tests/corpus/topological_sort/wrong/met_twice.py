# expects: fail false-cycle
def topological_sort(node, get_children):
    seen = set()
    order = []

    def visit(n):
        if n in seen:
            raise ValueError("cycle detected")
        seen.add(n)
        for child in get_children(n):
            visit(child)
        order.append(n)

    visit(node)
    return order
