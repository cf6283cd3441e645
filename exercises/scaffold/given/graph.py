class Node:
    """A bare node: only its children count, and equality is nobody's business."""

    def __init__(self, *children):
        self.children = list(children)


def get_children(node):
    return node.children


class _pairgrad_Strict(Node):
    """A node that refuses comparison, as a tensor of two numbers would."""

    def __eq__(self, other):
        if self is other:
            return True
        raise RuntimeError("bool value of Tensor with more than one value is ambiguous")

    __hash__ = object.__hash__


def _pairgrad_sort(node, children_of):
    """Sort by the class's function; editions of 2022 take the node alone."""
    code = getattr(topological_sort, "__code__", None)
    if code is None or code.co_argcount != 1:
        return topological_sort(node, children_of)
    return _pairgrad_sort_alone(node, children_of)


def _pairgrad_sort_alone(node, children_of):
    twins, queue = {}, [node]
    while queue:
        real = queue.pop()
        if id(real) not in twins:
            twins[id(real)] = (Node(), real)
            queue.extend(children_of(real))
    for twin, real in twins.values():
        twin.children = [twins[id(child)][0] for child in children_of(real)]
    before, globals()["get_children"] = get_children, lambda twin: twin.children
    try:
        order = topological_sort(twins[id(node)][0])
    finally:
        globals()["get_children"] = before
    real_of = {id(twin): real for twin, real in twins.values()}
    return [real_of[id(twin)] for twin in order]
