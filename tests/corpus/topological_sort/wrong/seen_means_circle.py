# expects: fail false-cycle
class CycleError(Exception):
    pass


def topological_sort(node, get_children):
    seen = set()
    order = []

    def visit(n):
        if n in seen:
            raise CycleError(n)
        seen.add(n)
        for c in get_children(n):
            visit(c)
        order.append(n)

    visit(node)
    return order
