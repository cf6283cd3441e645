# expects: optional recipe-of-the-parent
def sorted_computational_graph(tensor):
    def get_parents(t):
        return list(t.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]
