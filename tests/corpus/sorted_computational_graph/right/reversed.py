def sorted_computational_graph(tensor):
    def get_parents(t):
        if t.recipe is None:
            return []
        return list(t.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]
