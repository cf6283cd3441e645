# expects: fail visited-missing
def topological_sort(node, get_children):
    """a node with fewer nodes below it comes first"""

    def count(n, path):
        if n in path:
            raise ValueError("cycle")
        total = 1
        for c in get_children(n):
            total += count(c, path | {n})
        return total

    nodes, todo = {node}, [node]
    while todo:
        for c in get_children(todo.pop()):
            if c not in nodes:
                nodes.add(c)
                todo.append(c)
    return sorted(nodes, key=lambda n: count(n, frozenset()))
