def sorted_computational_graph(tensor):
    order, done = [], set()

    def visit(t):
        if id(t) in done:
            return
        done.add(id(t))
        for parent in (t.recipe.parents if t.recipe else {}).values():
            visit(parent)
        order.insert(0, t)

    visit(tensor)
    return order
