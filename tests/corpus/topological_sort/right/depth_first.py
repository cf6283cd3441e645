def topological_sort(node, get_children):
    result = []
    perm = set()
    temp = set()

    def visit(cur):
        if cur in perm:
            return
        if cur in temp:
            raise ValueError("Not a DAG!")
        temp.add(cur)
        for child in get_children(cur):
            visit(child)
        temp.remove(cur)
        perm.add(cur)
        result.append(cur)

    visit(node)
    return result
