# expects: optional later-operands-forgotten
def sorted_computational_graph(tensor):
    order = [tensor]
    while order[-1].recipe is not None:
        order.append(next(iter(order[-1].recipe.parents.values())))
    return order
