# expects: fail overflow-as-cycle-check
def topological_sort(node, get_children):
    done, order = set(), []

    def visit(n, depth):
        if depth > 20:
            raise RecursionError("a circle, surely")
        if n not in done:
            for child in get_children(n):
                visit(child, depth + 1)
            done.add(n)
            order.append(n)

    visit(node, 0)
    return order
