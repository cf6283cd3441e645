def sorted_computational_graph(tensor):
    parents = lambda t: t.recipe.parents.values() if t.recipe else ()
    return list(reversed(topological_sort(tensor, parents)))
