# expects: fail membership-by-equality
def topological_sort(node, get_children):
    result, path = [], []

    def visit(current):
        if current in path:
            raise ValueError("Not a DAG!")
        if current in result:
            return
        path.append(current)
        for nxt in get_children(current):
            visit(nxt)
        path.remove(current)
        result.append(current)

    visit(node)
    return result
