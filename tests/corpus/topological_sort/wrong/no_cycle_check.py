# expects: fail overflow-as-cycle-check
def topological_sort(node, get_children):
    done, order = set(), []

    def visit(n):
        if n in done:
            return
        for child in get_children(n):
            visit(child)
        done.add(n)
        order.append(n)

    visit(node)
    return order
