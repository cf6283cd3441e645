# topological_sort(node, get_children) is yours from before, children first.


def sorted_computational_graph(tensor: "Tensor") -> "list[Tensor]":
    """List the tensors behind ``tensor``, users first."""
    raise NotImplementedError("yours to write")
