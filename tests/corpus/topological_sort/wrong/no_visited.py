# expects: fail visited-missing
def topological_sort(node, get_children):
    order = []
    for child in get_children(node):
        order += topological_sort(child, get_children)
    order.append(node)
    return order
