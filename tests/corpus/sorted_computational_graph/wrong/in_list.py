# expects: optional membership-by-equality
def sorted_computational_graph(tensor):
    order = []

    def visit(t):
        if t in order:
            return
        if t.recipe is not None:
            for p in t.recipe.parents.values():
                visit(p)
        order.append(t)

    visit(tensor)
    return order[::-1]
