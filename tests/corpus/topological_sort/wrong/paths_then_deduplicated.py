# expects: fail visited-missing
def topological_sort(node, get_children):
    def walk(n, above):
        if n in above:
            raise ValueError("not a DAG")
        result = []
        for child in get_children(n):
            result.extend(walk(child, above | {n}))
        result.append(n)
        return result

    unique = {}
    for n in walk(node, frozenset()):
        unique.setdefault(n)
    return list(unique)
