# expects: fail chain-applied-twice
def chain(upstream, local):
    return upstream * local


def log_back(grad_out, out, x):
    local = chain(grad_out, 1 / x)  # what this node does
    return chain(grad_out, local)  # and what came from above
