# expects: labelled overflow-as-cycle-check
def topological_sort(node, get_children):
    done, order = set(), []

    def visit(n):
        if n in done:
            return
        for c in get_children(n):
            visit(c)
        done.add(n)
        order.append(n)

    try:
        visit(node)
    except RecursionError:
        raise ValueError("there must be a cycle") from None
    return order
