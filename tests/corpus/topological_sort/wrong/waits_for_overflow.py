# expects: fail overflow-as-cycle-check
def topological_sort(node, get_children):
    done, order = set(), []

    def visit(n):
        """a cycle recurses for ever, so Python raises by itself"""
        if n in done:
            return
        for c in get_children(n):
            visit(c)
        done.add(n)
        order.append(n)

    visit(node)
    return order
