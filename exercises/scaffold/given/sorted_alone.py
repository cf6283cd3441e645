def get_children(tensor):
    return list(tensor.recipe.parents.values()) if tensor.recipe is not None else []


def sorted_computational_graph(tensor):
    """List the tensors behind ``tensor``, users first."""
    return topological_sort(tensor)[::-1]
