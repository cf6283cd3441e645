# expects: optional consumers-not-finished
def sorted_computational_graph(tensor):
    def get_parents(t):
        return [] if t.recipe is None else list(t.recipe.parents.values())

    return topological_sort(tensor, get_parents)
