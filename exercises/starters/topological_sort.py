def topological_sort(node, get_children) -> list:
    """List what ``node`` was made from, children first, ``node`` last."""
    raise NotImplementedError("yours to write")
