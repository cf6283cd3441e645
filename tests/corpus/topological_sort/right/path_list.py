def topological_sort(node, get_children):
    finished, path = [], []

    def visit(current):
        if any(current is above for above in path):
            raise ValueError("cycle: " + " -> ".join(map(str, path)))
        if any(current is earlier for earlier in finished):
            return
        path.append(current)
        for child in get_children(current):
            visit(child)
        path.pop()
        finished.append(current)

    visit(node)
    return finished
