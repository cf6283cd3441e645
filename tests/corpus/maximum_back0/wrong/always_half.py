# expects: fail both-operands-win
def maximum_back0(grad_out, out, x, y):
    return unbroadcast(0.5 * grad_out, x)
