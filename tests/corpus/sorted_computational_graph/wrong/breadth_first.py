# expects: optional consumers-not-finished
def sorted_computational_graph(tensor):
    order, queue = [], [tensor]
    while queue:
        t = queue.pop(0)
        if any(t is o for o in order):
            continue
        order.append(t)
        if t.recipe is not None:
            queue += list(t.recipe.parents.values())
    return order
