# expects: hint overflow-as-cycle-check
def topological_sort(node, get_children):
    done, busy, order = set(), set(), []

    def visit(n, steps):
        if steps > 300:
            raise "cycle found"
        if n in done:
            return
        for c in get_children(n):
            visit(c, steps + 1)
        done.add(n)
        order.append(n)

    visit(node, 0)
    return order
