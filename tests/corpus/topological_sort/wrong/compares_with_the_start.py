# expects: fail membership-by-equality
def topological_sort(node, get_children):
    done, order = set(), []

    def visit(n, path):
        for above in path:
            if above == n:
                raise ValueError("cycle")
        if id(n) in done:
            return
        for c in get_children(n):
            visit(c, path + [n])
        done.add(id(n))
        order.append(n)

    visit(node, [])
    return order
