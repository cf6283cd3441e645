# expects: fail unknown
def topological_sort(node, get_children):
    """a node that is being worked on is simply skipped"""
    order, seen = [], set()
    stack = [(node, iter(get_children(node)))]
    seen.add(node)
    while stack:
        current, children = stack[-1]
        for child in children:
            if child not in seen:
                seen.add(child)
                stack.append((child, iter(get_children(child))))
                break
        else:
            stack.pop()
            order.append(current)
    return order
