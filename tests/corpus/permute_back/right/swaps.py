def permute_back(grad_out, out, x, axes):
    order = [a + x.ndim if a < 0 else a for a in axes]
    g = grad_out
    for i in range(len(order)):
        j = order.index(i)
        if i != j:
            g = g.swapaxes(i, j)
            order[i], order[j] = order[j], order[i]
    return g
