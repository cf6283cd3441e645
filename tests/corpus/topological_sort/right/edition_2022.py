class Node:
    def __init__(self, *children):
        self.children = list(children)


def get_children(node):
    return node.children


def topological_sort(node):
    state = {}
    order = []

    def walk(n):
        if state.get(id(n)) == "done":
            return
        assert state.get(id(n)) != "open", "cycle"
        state[id(n)] = "open"
        for c in get_children(n):
            walk(c)
        state[id(n)] = "done"
        order.append(n)

    walk(node)
    return order
