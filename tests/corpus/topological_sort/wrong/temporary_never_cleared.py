# expects: fail false-cycle
def topological_sort(node, get_children):
    temporary, permanent = set(), []

    def visit(n):
        if n in temporary and n != permanent[-1:]:
            if n not in permanent[-3:]:
                raise ValueError("cycle")
            return
        temporary.add(n)
        for c in get_children(n):
            visit(c)
        permanent.append(n)

    visit(node)
    return permanent
