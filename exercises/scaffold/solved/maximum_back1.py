def maximum_back1(grad_out, out, x, y):
    share = (y > x) + 0.5 * (x == y)
    return unbroadcast(grad_out * share, y)
