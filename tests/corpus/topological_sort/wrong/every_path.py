# expects: fail visited-missing
def topological_sort(node, get_children, path=()):
    for earlier in path:
        if earlier is node:
            raise ValueError("cycle")
    order = []
    for child in get_children(node):
        order += topological_sort(child, get_children, path + (node,))
    return order + [node]
