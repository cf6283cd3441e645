def maximum_back0(grad_out, out, x, y):
    share = (x > y) + 0.5 * (x == y)
    return unbroadcast(grad_out * share, x)
