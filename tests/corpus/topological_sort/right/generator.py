def topological_sort(node, get_children):
    """yields in post order, path kept to notice a circle"""
    finished = {}

    def post_order(current, path):
        if current in path:
            raise ValueError("the graph has a cycle")
        if current in finished:
            return
        for child in get_children(current):
            yield from post_order(child, path | {current})
        finished[current] = True
        yield current

    return list(post_order(node, frozenset()))
