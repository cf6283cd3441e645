def sorted_computational_graph(tensor):
    """List the tensors behind ``tensor``, users first."""

    def parents_of(made):
        return list(made.recipe.parents.values()) if made.recipe is not None else []

    return _pairgrad_sort(tensor, parents_of)[::-1]
